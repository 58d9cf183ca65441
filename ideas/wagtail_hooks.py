"""What the editors' site shows of ideas, and the list of reasons that answers are given for."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from participation.consultations.models import ConsultationPage

from .office.reasons import AnswerReasonViewSet

register_snippet(AnswerReasonViewSet)


@hooks.register("register_page_header_buttons")
def order_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """From a consultation's form to the order of its ideas, which is tried before it is changed."""
    if page.specific_class is ConsultationPage and user.has_perm("ideas.see_ranking"):
        address = reverse("office:half_life", args=[page.slug])
        yield Button(_("Order of the ideas"), address, icon_name="order", priority=90)
