"""What paper puts on the pages of others: a section of the desk, and a panel beside an idea there."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participation.accounts import desk
from participation.accounts.models import User

from ..models import Idea
from ..office import panels
from ..office.panels import Panel
from ..refusals import RefusedForm
from .models import SignatureSheet


def waiting(user: User) -> int:
    """Sheets that wait for somebody else than who entered them, or wants to take them back."""
    return desk.counted(SignatureSheet.objects.waiting_for(user))


def on_desk_of_idea(request: HttpRequest, idea: Idea, refused: Mapping[str, RefusedForm]) -> Panel | None:
    """The idea's sheets, and the way to enter one."""
    if not request.user.has_perm("paper.enter_sheet"):
        return None
    sheets = list(SignatureSheet.objects.filter(idea=idea).order_by("-pk")[:20])
    return Panel("paper/_desk_panel.html", {"sheets": sheets, "idea": idea}, aside=True)


def put_on_pages() -> None:
    """Called once, when the package is ready."""
    panels.register("paper", on_desk_of_idea)
    desk.register(
        desk.Section(
            "paper", _("Paper and counter"), lambda: reverse("paper:sheets"), "paper.enter_sheet", waiting=waiting
        )
    )
