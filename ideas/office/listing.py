"""What waits for the office, in the order in which it must be done."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.accounts.models import User
from participation.errors import Invalid

from ..keysets import Keyset, KeysetPage, read_cursor, take, written_cursor
from ..life import UNANSWERED, Status
from ..models import Answer, Idea, IdeaQuerySet

PAGE = 25
SOON = timedelta(days=7)

VIEWS = {
    "owed": gettext_lazy("Answers owed"),
    "reached": gettext_lazy("Over the threshold, nobody in charge"),
    "assigned": gettext_lazy("In my hands"),
    "approval": gettext_lazy("Waiting for my approval"),
    "prepared": gettext_lazy("Prepared, not published"),
    "underway": gettext_lazy("Being carried out"),
    "looking": gettext_lazy("Looking for support"),
}
DUES = {
    "overdue": gettext_lazy("overdue"),
    "soon": gettext_lazy("within 7 days"),
    "later": gettext_lazy("later"),
}
UNDERWAY = (Status.ACCEPTED, Status.PARTLY, Status.IN_PROGRESS)
_DUE = Keyset("answer_due_at", datetime, descending=False)
_SUPPORTED = Keyset("support_count", int, descending=True)
_ANSWERED = Keyset("answered_at", datetime, descending=False)
_NUMBER = Keyset("id", int, descending=False)
KEYSETS = {
    "owed": _DUE,
    "reached": _DUE,
    "assigned": _NUMBER,
    "approval": _NUMBER,
    "prepared": _NUMBER,
    "underway": _ANSWERED,
    "looking": _SUPPORTED,
}


@dataclass(frozen=True)
class Wanted:
    """Which part of the work: of one's own department, of all, or of one; and what it is narrowed by."""

    view: str = "owed"
    whose: str = "mine"
    status: str = ""
    consultation: str = ""
    due: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> Self:
        """Out of an address's parameters. Raises Invalid naming each that makes no sense."""
        said = {field.name: str(query.get(field.name) or field.default).strip() for field in fields(cls)}
        known = {"view": VIEWS, "status": ("", *Status.values), "due": ("", *DUES)}
        wrong = {name for name, choices in known.items() if said[name] not in choices}
        whose = said["whose"]
        if whose not in {"mine", "all", "nobody"} and not _is_number(whose):
            wrong.add("whose")
        if said["consultation"] and not _is_number(said["consultation"]):
            wrong.add("consultation")
        if wrong:
            raise Invalid(errors={name: _("There is no such list.") for name in sorted(wrong)})
        return cls(**said)

    @property
    def query(self) -> dict[str, str]:
        """The parameters that lead back here."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in said.items() if value}

    @property
    def name(self) -> str:
        return f"desk {urlencode(self.query)}"

    @property
    def is_narrowed(self) -> bool:
        return bool(self.status or self.consultation or self.due)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def work_of(user: User, wanted: Wanted) -> IdeaQuerySet:
    """The ideas of this list. Hidden ones stay: a promise is owed whatever became of the words."""
    ideas: IdeaQuerySet = _narrowed(Idea.objects.with_names().select_related("owner"), user, wanted)
    match wanted.view:
        case "owed":
            return ideas.owed().filter(answer_due_at__isnull=False)
        case "reached":
            return ideas.owed().filter(owner=None, answer_due_at__isnull=False)
        case "assigned":
            return ideas.in_hands_of(user).filter(status__in=(*UNANSWERED, *UNDERWAY))
        case "underway":
            return ideas.filter(status__in=UNDERWAY, answered_at__isnull=False)
        case "approval":
            asked = (
                Answer.objects.awaiting_approval().filter(idea=OuterRef("pk")).exclude(author__in=_accounts_of(user))
            )
            return ideas.filter(Exists(asked))
        case "prepared":
            return ideas.filter(Exists(Answer.objects.prepared().filter(idea=OuterRef("pk"))))
    return ideas.waiting()


def _narrowed(ideas: IdeaQuerySet, user: User, wanted: Wanted) -> IdeaQuerySet:
    if wanted.view != "assigned":
        ideas = _of(ideas, user, wanted)
    if wanted.status:
        ideas = ideas.filter(status=wanted.status)
    if wanted.consultation:
        ideas = ideas.filter(consultation=int(wanted.consultation))
    now = timezone.now()
    match wanted.due:
        case "overdue":
            ideas = ideas.owed().filter(answer_due_at__lt=now)
        case "soon":
            ideas = ideas.owed().filter(answer_due_at__gte=now, answer_due_at__lt=now + SOON)
        case "later":
            ideas = ideas.owed().filter(answer_due_at__gte=now + SOON)
    return ideas


def _accounts_of(user: User) -> "QuerySet[User, Any]":
    """All accounts of one person: nobody approves what they wrote with another."""
    return User.objects.filter(Q(pk=user.voter_id) | Q(same_person_as=user.voter_id)).values("pk")


def _of(ideas: IdeaQuerySet, user: User, wanted: Wanted) -> IdeaQuerySet:
    match wanted.whose:
        case "all":
            return ideas
        case "nobody":
            return ideas.filter(department=None)
        case "mine":
            if not user.department_id:
                return ideas
            own = Q(department=user.department_id)
            # What no department has yet waits for whoever takes it.
            return ideas.filter(own | Q(department=None) if wanted.view == "reached" else own)
    return ideas.filter(department=int(wanted.whose))


def work_page(user: User, wanted: Wanted, cursor: str, limit: int = PAGE) -> tuple[KeysetPage[Idea], str]:
    """One page, and the cursor of the next or nothing. Raises Invalid on ``cursor``."""
    after = read_cursor(cursor, wanted.name)
    page = take(work_of(user, wanted), KEYSETS[wanted.view], limit, after)
    return page, written_cursor(page.after, wanted.name) if page.after else ""
