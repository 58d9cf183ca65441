"""Support, opposition and withdrawal: one person, one vote."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from participation.accounts.models import Department, User
from participation.accounts.permissions import require
from participation.consultations.models import Stage
from participation.errors import NoVotesLeft, StageClosed
from participation.events.outbox import record
from participation.votes.casting import Cast, cast_vote, return_allowance, use_allowance
from participation.votes.ledger.queueing import queue_leaf

from ..life import Status
from ..models import Idea
from ..stages import require_vote, why_not_votable
from .moving import move_idea

VERBS = {1: "idea.supported", -1: "idea.opposed", 0: "idea.vote_withdrawn"}


@transaction.atomic
def vote_on_idea(*, user: User, idea: Idea, value: int) -> Idea:
    """Set this person's vote to 1 (support), -1 (oppose) or 0 (withdraw). Repeating a vote changes nothing.

    Raises StageClosed, VerificationNeeded or NoVotesLeft.
    """
    require(user, "ideas.vote_on_idea", idea)
    stage = require_vote(user, idea, value)
    cast = cast_vote(voter=user, target=idea, value=value)
    if not cast.changed:
        return idea
    _settle_allowance(user, stage, cast)
    idea = apply_to_tally(idea, cast)
    if (reason := why_not_votable(idea)) is not None:
        raise StageClosed(reason)  # it ended between the reading and the counting; the vote goes with the transaction
    queue_leaf(voter_id=cast.voter_id, idea=idea.pk, value=value, version=idea.version, at=timezone.now())
    record(VERBS[value], actor=user, target=idea, version=idea.version)
    if idea.threshold and idea.support_count >= idea.threshold and idea.status in {Status.POSTED, Status.VOTING}:
        owe_answer(idea)
    return idea


def _settle_allowance(user: User, stage: Stage, cast: Cast) -> None:
    if not stage.votes_per_person:
        return
    if not cast.after:
        return_allowance(voter=user, scope=stage)
    elif not cast.before and not use_allowance(voter=user, scope=stage, limit=stage.votes_per_person):
        raise NoVotesLeft  # takes the vote back with the transaction


def apply_to_tally(idea: Idea, cast: Cast) -> Idea:
    """Move the idea's counts. The row is ours from here to the commit, so what is read after the update is exact."""
    Idea.objects.filter(pk=idea.pk).update(
        support_count=F("support_count") + cast.support_delta, oppose_count=F("oppose_count") + cast.oppose_delta
    )
    rows = Idea.objects.select_related("consultation__department", "topic__department")
    fresh: Idea = rows.defer("consultation__body").get(pk=idea.pk)
    fresh.heat = fresh.heat_of(fresh.support_count)
    Idea.objects.filter(pk=idea.pk).update(heat=fresh.heat)
    return fresh


def owe_answer(idea: Idea, *, actor: User | None = None, reason: str = "") -> None:
    """The threshold is met: from now on a department owes an answer by a day that everybody can see."""
    now = timezone.now()
    consultation = idea.consultation
    idea.department = idea.department or _department_for(idea)
    idea.threshold_met_at = now
    idea.answer_due_at = now + timedelta(days=consultation.answer_days)
    move_idea(
        idea,
        Status.OWED,
        verb="idea.threshold_met",
        actor=actor,
        save=("department", "threshold_met_at", "answer_due_at"),
        threshold=idea.threshold,
        due=idea.answer_due_at.isoformat(),
        department=str(idea.department or ""),
        reason=reason,
    )


def _department_for(idea: Idea) -> Department | None:
    """Who answers where nobody was named: the consultation's department; in the suggestion box that of the topic."""
    by_topic = idea.topic.department if idea.topic else None
    if idea.consultation.is_suggestion_box:
        return by_topic or idea.consultation.department
    return idea.consultation.department or by_topic
