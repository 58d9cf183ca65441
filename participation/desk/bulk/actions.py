"""Beginning a job, and doing it: item by item, each in a transaction of its own."""

import logging
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from ideas.actions.answering import prepare_answer, transition_idea
from ideas.actions.approving import ask_approval
from ideas.life import ANSWERS, Status
from ideas.models import AnswerReason, Idea
from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.contributions.text import clean_text
from participation.errors import ApprovalNeeded, Invalid, NotAllowed, ParticipationError, ReasonNeeded
from participation.events.batches import batch
from participation.events.outbox import record

from ..models import BulkItem, BulkJob

logger = logging.getLogger(__name__)
MOST = 5_000
ROUND = 50
# The states that people give; the others come of votes and of the clock.
GIVEN = (*ANSWERS, Status.OWED, Status.IN_PROGRESS, Status.DONE)


@transaction.atomic
def start_bulk(
    *, user: User, ideas: Iterable[int], to: str, reason: str, chosen: AnswerReason | None = None
) -> BulkJob:
    """Lay the job down for the worker. Whether an idea may become so is decided when its turn comes.

    Raises Invalid on ``to``, ``ideas`` or ``chosen_reason``, or ReasonNeeded.
    """
    require(user, "desk.start_bulk")
    if to not in GIVEN:
        raise Invalid(errors={"to": _("Choose a state.")})
    reason = clean_text(reason)
    if not reason:
        raise ReasonNeeded(_("Give the reason: people are told why, whatever the decision is."))
    if chosen is not None and chosen.decision not in {"", to}:
        raise Invalid(errors={"chosen_reason": _("This reason belongs to another decision.")})
    numbers = sorted(set(ideas))
    if not numbers:
        raise Invalid(errors={"ideas": _("Choose at least one idea.")})
    if len(numbers) > MOST:
        told = ngettext("At most %(count)s idea at once.", "At most %(count)s ideas at once.", MOST)
        raise Invalid(errors={"ideas": told % {"count": MOST}})
    job = BulkJob.objects.create(actor=user, to=to, reason=reason, chosen_reason=chosen)
    BulkItem.objects.bulk_create((BulkItem(job=job, idea_id=pk) for pk in numbers), batch_size=500)
    record("desk.bulk_started", actor=user, target=job, to=to, ideas=len(numbers))
    return job


def needing_approval(user: User, ideas: "QuerySet[Idea]") -> int:
    """Of how many of these an answer is laid before the colleagues instead of going out; said before it is done."""
    own = user.department is not None and user.department.answers_need_approval
    of_department = Q(department__answers_need_approval=True)
    return ideas.filter(of_department | Q(department=None) if own else of_department).order_by().count()


def run_bulk() -> int:
    """Do some of what waits; several workers may. Whoever is killed has done whole items, and the others wait on."""
    done = 0
    while done < ROUND and _do_next():
        done += 1
    return done + _finish_jobs()


def _do_next() -> bool:
    with transaction.atomic():
        rows = BulkItem.objects.waiting().select_for_update(of=("self",), skip_locked=True).order_by("pk")
        item = rows.select_related("job__actor", "job__chosen_reason").first()
        if item is None:
            return False
        actor = item.job.actor
        with override(actor.language if actor else settings.LANGUAGE_CODE):
            item.outcome, item.words = _outcome(item)
        item.save(update_fields=["outcome", "words"])
    return True


def _outcome(item: BulkItem) -> tuple[str, str]:
    job = item.job
    try:
        with transaction.atomic(), batch(job.pk):
            if job.actor is None or not job.actor.is_active:
                raise NotAllowed
            return _set(job, job.actor, Idea.objects.select_related("consultation").get(pk=item.idea_id)), ""
    except ParticipationError as refusal:
        return BulkItem.Outcome.REFUSED, str(refusal)[:300]
    except Exception:  # the edge of the worker: one idea must not keep the others from their turn
        logger.exception("Idea %s of the bulk job %s failed", item.idea_id, job.pk)
        return BulkItem.Outcome.REFUSED, _("Something went wrong here; it was noted for the technicians.")


def _set(job: BulkJob, user: User, idea: Idea) -> BulkItem.Outcome:
    """Where a colleague must approve answers, one is prepared and laid before the colleagues; nothing goes out."""
    try:
        with transaction.atomic():
            transition_idea(user=user, idea=idea, to=job.to, reason=job.reason, chosen=job.chosen_reason)
    except ApprovalNeeded:
        prepared = prepare_answer(user=user, idea=idea, status=job.to, reason=job.reason, chosen=job.chosen_reason)
        ask_approval(user=user, answer=prepared)
        return BulkItem.Outcome.ASKED
    return BulkItem.Outcome.DONE


def _finish_jobs() -> int:
    """Jobs with nothing left to do; a worker that still holds an item has not written its outcome yet."""
    waiting = BulkItem.objects.waiting().filter(job=OuterRef("pk"))
    over = BulkJob.objects.filter(finished_at=None).exclude(Exists(waiting)).values_list("pk", flat=True)
    return sum(_finish(pk) for pk in list(over))


@transaction.atomic
def _finish(pk: int) -> int:
    job = BulkJob.objects.select_for_update(of=("self",)).select_related("actor").get(pk=pk)
    if job.finished_at is not None:
        return 0
    job.finished_at = timezone.now()
    job.save(update_fields=["finished_at"])
    refused, asked = job.items.refused().count(), job.items.filter(outcome=BulkItem.Outcome.ASKED).count()
    done = job.items.count() - refused - asked
    record("desk.bulk_finished", actor=job.actor, target=job, done=done, asked=asked, refused=refused)
    return 1
