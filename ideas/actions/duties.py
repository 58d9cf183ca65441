"""What officials do with what is owed: report what was done, or put a date off in front of everybody."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.contributions.text import clean_text
from participation.errors import IllegalTransition, Invalid, ReasonNeeded
from participation.events.outbox import record

from ..life import Status
from ..models import Duty, DutyExtension, Idea
from .moving import locked, move_idea
from .owing import PRESENT, name_present, next_rung, waiting_status

LONGEST = timedelta(days=730)


@transaction.atomic
def fulfil_duty(*, user: User, duty: Duty, report: str) -> Duty:
    """Say that a legal check or a forum was held, and what came of it; support goes on to the next rung.

    Raises ReasonNeeded on ``report``, or IllegalTransition where an answer is what fulfils it, or nothing is owed.
    """
    idea, duty = _held(user, duty)
    if duty.is_final or not duty.is_open:
        raise IllegalTransition
    if not clean_text(report):
        raise ReasonNeeded(_("Say what came of it."), field="report")
    duty.fulfilled_at, duty.outcome, duty.report = timezone.now(), "reported", clean_text(report)[:5_000]
    duty.save(update_fields=["fulfilled_at", "outcome", "report", "changed_at"])
    told = {
        "duty": duty.pk,
        "obliges": duty.obliges,
        "department": str(duty.department or ""),
        "report": duty.report[:300],
    }
    record("idea.duty_fulfilled", actor=user, target=idea, public=not idea.is_hidden, **told)
    _go_on(idea, user)
    return duty


def _go_on(idea: Idea, user: User) -> None:
    """After the last thing that was owed the idea looks for support again; its days for that begin now."""
    if name_present(idea):
        idea.save(update_fields=PRESENT)
        return
    following = next_rung(idea, _latest_position(idea))
    if idea.status != Status.OWED:
        return
    if following is not None and following.within_days:
        idea.closes_at = timezone.now() + timedelta(days=following.within_days)
    idea.answer_due_at = None
    move_idea(
        idea,
        waiting_status(idea),
        verb="idea.support_goes_on",
        actor=user,
        save=("closes_at", "answer_due_at"),
        by_rule=True,
        threshold=idea.threshold,
    )


def _latest_position(idea: Idea) -> int:
    return max(idea.duties.filter(lapsed_at=None).values_list("position", flat=True), default=0)


@transaction.atomic
def extend_duty(*, user: User, duty: Duty, due: datetime, reason: str) -> Duty:
    """Put a date off, with a reason that everybody reads.

    Raises ReasonNeeded, IllegalTransition where nothing is owed any more, or Invalid on ``due``.
    """
    idea, duty = _held(user, duty)
    if not duty.is_open:
        raise IllegalTransition
    if not clean_text(reason):
        raise ReasonNeeded(_("Give the reason: everybody can read why it takes longer."))
    if due <= max(duty.due_at, timezone.now()):
        raise Invalid(errors={"due": _("Choose a day after the one that was promised, and still to come.")})
    if due > timezone.now() + LONGEST:
        raise Invalid(errors={"due": _("Choose a day within the next two years.")})
    if duty.extensions_left == 0:
        raise Invalid(errors={"due": _("This date was put off as often as the rules allow.")})
    before = duty.due_at
    DutyExtension.objects.create(
        duty=duty, due_before=before, due_after=due, reason=clean_text(reason)[:1000], author=user
    )
    duty.due_at, duty.reminded_at = due, None
    duty.escalation, duty.escalated_at = 0, None
    duty.save(update_fields=["due_at", "reminded_at", "escalation", "escalated_at", "changed_at"])
    name_present(idea)
    idea.save(update_fields=PRESENT)
    told = {
        "duty": duty.pk,
        "obliges": duty.obliges,
        "department": str(duty.department or ""),
        "before": before.isoformat(),
        "due": due.isoformat(),
        "reason": clean_text(reason)[:1000],
    }
    record("idea.deadline_extended", actor=user, target=idea, public=not idea.is_hidden, **told)
    return duty


def _held(user: User, duty: Duty) -> tuple[Idea, Duty]:
    """The idea's row first, as everything that changes what is owed; then the duty as it is now."""
    idea = locked(duty.idea)
    fresh = Duty.objects.select_for_update(of=("self",)).select_related("department").get(pk=duty.pk)
    require(user, "ideas.keep_duty", fresh)
    return idea, fresh
