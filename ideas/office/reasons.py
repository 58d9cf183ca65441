"""What editors keep for those who answer: the list of reasons."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from participation.consultations.forms import NamedForm, field_for, with_languages
from participation.consultations.words import other_languages

from ..models import AnswerReason

_NAMES = [FieldPanel("name"), *(FieldPanel(field_for(code)) for code, _language in other_languages())]


class AnswerReasonViewSet(SnippetViewSet):
    model = AnswerReason
    icon = "list-ul"
    menu_label = _("Reasons of answers")
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["__str__", "decision", "position", "is_offered"]
    list_filter = ["decision", "is_offered"]
    search_fields = ["name"]
    edit_handler = ObjectList(
        [
            FieldRowPanel(_NAMES),
            FieldRowPanel([FieldPanel("decision"), FieldPanel("position")]),
            FieldPanel("is_offered"),
        ],
        base_form_class=with_languages(NamedForm, 100),
    )
