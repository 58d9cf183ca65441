"""The admin as one family with the site: its colours, a way back to the pages, and what is to be done first."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from participation.consultations.models import ConsultationIndexPage, ConsultationPage


@hooks.register("insert_global_admin_css")
def house_colours() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("pages/admin.css"))


@hooks.register("register_admin_menu_item")
def to_the_site() -> MenuItem:
    return MenuItem(gettext_lazy("To the site"), settings.BASE_URL + "/", icon_name="home", order=10_000, name="site")


class Tasks(Component):
    """What an official most likely came for, on top of the dashboard."""

    name = "tasks"
    template_name = "pages/admin_tasks.html"
    order = 10

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        index = ConsultationIndexPage.objects.first()
        open_now = ConsultationPage.objects.live().open_at().soonest_end_first().prefetch_related("stages")[:6]
        may_add = bool(index and index.permissions_for_user(self.request.user).can_add_subpage())
        new_url = (
            reverse("wagtailadmin_pages:add", args=["consultations", "consultationpage", index.pk]) if index else ""
        )
        return {
            "new_url": new_url if may_add else "",
            "index_url": reverse("wagtailadmin_explore", args=[index.pk]) if index else "",
            "open_now": [self._row(page) for page in open_now],
        }

    def _row(self, page: ConsultationPage) -> dict[str, Any]:
        may_edit = page.permissions_for_user(self.request.user).can_edit()
        url = reverse("wagtailadmin_pages:edit", args=[page.pk]) if may_edit else page.url
        return {"page": page, "stage": page.stage_at(), "may_edit": may_edit, "url": url}


@hooks.register("construct_homepage_panels")
def tasks_first(request: HttpRequest, panels: list[Any]) -> None:
    panels.insert(0, Tasks(request))


@hooks.register("construct_main_menu")
def without_what_is_not_used(request: HttpRequest, items: list[Any]) -> None:
    """Help leads to Wagtail's own manual, in English: what editors need is said at the fields."""
    items[:] = [item for item in items if item.name != "help"]
