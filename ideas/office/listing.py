"""What waits for the office, in the order in which it must be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.accounts.models import User
from participation.errors import Invalid

from ..keysets import Keyset, KeysetPage, read_cursor, take, written_cursor
from ..life import Status
from ..models import Answer, Idea, IdeaQuerySet

PAGE = 25

VIEWS = {
    "owed": gettext_lazy("Answers owed"),
    "prepared": gettext_lazy("Prepared, not published"),
    "underway": gettext_lazy("Being carried out"),
    "looking": gettext_lazy("Looking for support"),
}
_DUE = Keyset("answer_due_at", datetime, descending=False)
_SUPPORTED = Keyset("support_count", int, descending=True)
_ANSWERED = Keyset("answered_at", datetime, descending=False)
_NUMBER = Keyset("id", int, descending=False)
KEYSETS = {"owed": _DUE, "prepared": _NUMBER, "underway": _ANSWERED, "looking": _SUPPORTED}


@dataclass(frozen=True)
class Wanted:
    """Which part of the work, of one's own department or of all."""

    view: str = "owed"
    whose: str = "mine"

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> Self:
        """Out of an address's parameters. Raises Invalid."""
        view, whose = str(query.get("view") or "owed"), str(query.get("whose") or "mine")
        if view not in VIEWS:
            raise Invalid(errors={"view": _("There is no such list.")})
        if whose not in {"mine", "all", "nobody"}:
            raise Invalid(errors={"whose": _("There is no such list.")})
        return cls(view, whose)

    @property
    def name(self) -> str:
        return f"desk {self.view} {self.whose}"


def work_of(user: User, wanted: Wanted) -> IdeaQuerySet:
    """The ideas of this list. Hidden ones stay: a promise is owed whatever became of the words."""
    ideas: IdeaQuerySet = Idea.objects.with_names().select_related("owner")
    if wanted.whose == "mine" and user.department_id:
        ideas = ideas.filter(department_id=user.department_id)
    elif wanted.whose == "nobody":
        ideas = ideas.filter(department=None)
    if wanted.view == "owed":
        return ideas.owed().filter(answer_due_at__isnull=False)
    if wanted.view == "underway":
        underway = (Status.ACCEPTED, Status.PARTLY, Status.IN_PROGRESS)
        return ideas.filter(status__in=underway, answered_at__isnull=False)
    if wanted.view == "prepared":
        return ideas.filter(Exists(Answer.objects.filter(idea=OuterRef("pk"), published_at=None)))
    return ideas.waiting()


def work_page(user: User, wanted: Wanted, cursor: str) -> tuple[KeysetPage[Idea], str]:
    """One page, and the cursor of the next or nothing. Raises Invalid on ``cursor``."""
    after = read_cursor(cursor, wanted.name)
    page = take(work_of(user, wanted), KEYSETS[wanted.view], PAGE, after)
    return page, written_cursor(page.after, wanted.name) if page.after else ""
