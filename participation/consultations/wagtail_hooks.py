"""What editors keep besides pages: departments, topics, places and public holidays."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from participation.accounts.models import Department

from .forms import NamedForm, field_for, with_languages
from .models import Holiday, Place, Topic
from .words import other_languages


def named_panels(*further: Any) -> ObjectList:
    """The name in each language, the address, and what else the thing has."""
    names = [FieldPanel("name"), *(FieldPanel(field_for(code)) for code, _language in other_languages())]
    return ObjectList(
        [FieldRowPanel(names), FieldPanel("slug"), *further], base_form_class=with_languages(NamedForm, 100)
    )


class DepartmentViewSet(SnippetViewSet):
    model = Department
    icon = "group"
    menu_label = _("Departments")
    list_display = ["__str__", "email", "phone"]
    search_fields = ["name", "slug"]
    edit_handler = named_panels(
        FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
        FieldPanel("head"),
        FieldPanel("answers_need_approval"),
    )


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    list_display = ["__str__", "parent", "department", "position", "is_offered"]
    list_filter = ["parent", "is_offered"]
    search_fields = ["name", "slug"]
    edit_handler = named_panels(
        FieldRowPanel([FieldPanel("parent"), FieldPanel("position")]),
        FieldRowPanel([FieldPanel("department"), FieldPanel("cover")]),
        FieldPanel("is_offered"),
    )


class PlaceViewSet(SnippetViewSet):
    model = Place
    icon = "site"
    menu_label = _("Places")
    list_display = ["__str__", "position", "population"]
    search_fields = ["name", "slug"]
    edit_handler = named_panels(FieldRowPanel([FieldPanel("position"), FieldPanel("population")]))


class HolidayViewSet(SnippetViewSet):
    model = Holiday
    icon = "date"
    menu_label = _("Public holidays")
    list_display = ["day", "name"]
    ordering = ["day"]
    edit_handler = ObjectList([FieldRowPanel([FieldPanel("day"), FieldPanel("name")])])


class NamesGroup(SnippetViewSetGroup):
    """One entry of the menu for them all."""

    items = (DepartmentViewSet, TopicViewSet, PlaceViewSet, HolidayViewSet)
    menu_label = _("Departments, topics, places")
    menu_icon = "list-ul"
    menu_order = 300


register_snippet(NamesGroup)
