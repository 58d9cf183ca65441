"""Somebody says that two ideas are the same; whoever may merge them decides, and the one who said it hears of it."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.contributions.text import clean_text
from participation.errors import IllegalTransition, Invalid, ReasonNeeded
from participation.events.outbox import record

from ..life import Status
from ..models import Idea, MergeProposal
from ..stages import why_not_votable
from .actions import REASON_MAX, why_not_merged


def propose_merge(*, user: User, source: Idea, target: Idea, reason: str = "") -> MergeProposal:
    """Say that an idea is the same as another. Said twice, it is the one proposal that waits already.

    Raises IllegalTransition, or Invalid on ``into`` where the two cannot be one.
    """
    require(user, "ideas.propose_merge", source)
    if (why := why_not_merged(source, target)) is not None:
        raise Invalid(errors={"into": why})
    if not source.may_become(Status.MERGED) or why_not_votable(source) is not None:
        raise IllegalTransition
    try:
        return _propose(user, source, target, clean_text(reason)[:REASON_MAX])
    except IntegrityError:
        return MergeProposal.objects.open().get(source=source, target=target)


@transaction.atomic
def _propose(user: User, source: Idea, target: Idea, reason: str) -> MergeProposal:
    made = MergeProposal.objects.create(source=source, target=target, proposed_by=user, reason=reason)
    record("idea.merge_proposed", actor=user, target=source, into=target.pk, proposal=made.pk)
    return made


@transaction.atomic
def decline_merge(*, user: User, proposal: MergeProposal, answer: str) -> MergeProposal:
    """Leave the two ideas as they are, with a word to whoever took them for the same.

    Raises ReasonNeeded, or IllegalTransition where somebody has decided already.
    """
    require(user, "ideas.merge_idea", proposal.source)
    if not (answer := clean_text(answer)[:REASON_MAX]):
        raise ReasonNeeded
    held = MergeProposal.objects.open().select_for_update(of=("self",)).filter(pk=proposal.pk).first()
    if held is None:
        raise IllegalTransition
    held.accepted, held.answer, held.settled_by, held.settled_at = False, answer, user, timezone.now()
    held.save(update_fields=["accepted", "answer", "settled_by", "settled_at"])
    record("idea.merge_declined", actor=user, target=held.source, proposal=held.pk, into=held.target_id, answer=answer)
    return held
