"""Answers that go out at a planned time, by the worker's clock."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.errors import Invalid, NotAllowed, ParticipationError
from participation.events.apart import one_by_one
from participation.events.outbox import record

from ..models import Answer
from .answering import publish_answer
from .moving import locked

BATCH = 50


@transaction.atomic
def plan_answer(*, user: User, answer: Answer, at: datetime | None) -> Answer:
    """Let a prepared answer go out at a moment to come; None takes that back. Raises Invalid on ``at``."""
    idea = locked(answer.idea)
    require(user, "ideas.answer_idea", idea)
    answer = Answer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
    if answer.is_published:
        raise Invalid(errors={"at": _("This answer is published already. Write a new one.")})
    if at is not None and at <= timezone.now():
        raise Invalid(errors={"at": _("This moment is over. Choose one to come, or publish it now.")})
    answer.publish_at, answer.planned_by, answer.plan_failed = at, user if at else None, ""
    answer.save(update_fields=["publish_at", "planned_by", "plan_failed"])
    verb = "idea.answer_planned" if at else "idea.answer_unplanned"
    record(verb, actor=user, target=idea, answer=answer.pk, at=at.isoformat() if at else "")
    return answer


def publish_planned() -> int:
    """Send out what is due; returns how many answers were dealt with."""
    due = Answer.objects.due_to_go_out().order_by("publish_at", "pk").values_list("pk", flat=True)[:BATCH]
    return one_by_one(_publish, due)


def _publish(pk: int) -> int:
    """One answer, by whoever planned it. What is refused is kept with its reason, and not tried again and again."""
    answer = Answer.objects.due_to_go_out().select_related("idea", "planned_by").filter(pk=pk).first()
    if answer is None:  # another worker was here
        return 0
    planner = answer.planned_by
    try:
        if planner is None or not planner.is_active:
            raise NotAllowed
        with transaction.atomic():
            locked(answer.idea)
            # Taken back, or put off, while this row was read.
            if Answer.objects.due_to_go_out().filter(pk=pk).exists():
                publish_answer(user=planner, answer=answer)
    except ParticipationError as refusal:
        _give_up(answer, refusal)
    return 1


@transaction.atomic
def _give_up(answer: Answer, refusal: ParticipationError) -> None:
    idea = locked(answer.idea)
    with override(answer.planned_by.language if answer.planned_by else None):
        text = str(refusal)[:300]
    due = Answer.objects.due_to_go_out().filter(pk=answer.pk)
    if due.update(publish_at=None, plan_failed=text):
        record("idea.answer_plan_failed", actor=None, target=idea, answer=answer.pk, planner=answer.planned_by_id)
