"""The office's part: who answers, the answer, the progress, and the supporters' word on whether it was done."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts.models import Department, User
from participation.accounts.permissions import require
from participation.contributions.text import clean_text, to_html
from participation.errors import IllegalTransition, Invalid, NotAllowed, ReasonNeeded
from participation.events.outbox import record
from participation.votes.casting import votes_of

from ..life import ANSWERS, FOLDED, WAITING, Status
from ..models import Answer, AnswerReason, Confirmation, Idea, ProgressNote
from ..promises import Promise
from ..results.models import ResultLink
from ..wording import language_written
from .approving import require_approved
from .moving import locked, move_idea
from .owing import fulfil_by_answer, hand_over, owe_answer
from .reopening import reopen_idea


@transaction.atomic
def assign_idea(
    *, user: User, idea: Idea, department: Department | None, owner: User | None = None, due: datetime | None = None
) -> Idea:
    """Say who answers, and by when where an answer is owed.

    Raises Invalid where the owner is not of the department, or where what is owed would be nobody's.
    """
    require(user, "ideas.assign_idea", idea)
    idea = locked(idea)
    if department is None and idea.status == Status.OWED:
        raise Invalid(errors={"department": _("An answer is owed. Say which department gives it.")})
    if department is None and idea.department_id is None:
        raise Invalid(errors={"department": _("Choose a department first.")})
    if owner is not None and (department is None or owner.department_id != department.pk):
        raise Invalid(errors={"owner": _("Choose an official of that department.")})
    owner_before, idea.department, idea.owner = idea.owner_id, department, owner
    if due is not None:
        idea.answer_due_at = due
    idea.save(update_fields=["department", "owner", "answer_due_at"])
    hand_over(idea, due=due)
    record(
        "idea.assigned",
        actor=user,
        target=idea,
        public=True,
        department=str(department or ""),
        department_id=department.pk if department else None,
        due=idea.answer_due_at.isoformat() if idea.answer_due_at else "",
    )
    if owner_before != idea.owner_id:
        # Which official it is stays inside: the event above is everybody's.
        record(
            "idea.owner_named",
            actor=user,
            target=idea,
            owner=idea.owner_id,
            name=owner.public_name if owner else "",
        )
    return idea


@transaction.atomic
def prepare_answer(
    *,
    user: User,
    idea: Idea,
    status: str,
    reason: str,
    answer: Answer | None = None,
    chosen: AnswerReason | None = None,
    promise: Promise | None = None,
) -> Answer:
    """Write an answer that nobody outside sees yet, or rewrite ``answer``; an empty ``status`` is an interim one.

    ``chosen`` is a reason from the list, ``promise`` what it costs and by when. A changed text is approved anew.
    Raises ReasonNeeded, or Invalid on ``status`` or ``chosen_reason``.
    """
    require(user, "ideas.answer_idea", idea)
    _check_answer(status, reason)
    if chosen is not None and chosen.decision not in {"", status}:
        raise Invalid(errors={"chosen_reason": _("This reason belongs to another decision.")})
    idea = locked(idea)
    # Read anew under the idea's lock: a colleague may have published it in the meantime.
    answer = idea.answers.get(pk=answer.pk) if answer is not None else Answer(idea=idea)
    if answer.is_published:
        raise Invalid(errors={"status": _("This answer is published already. Write a new one.")})
    before = answer.fingerprint if answer.pk else ""
    answer.is_interim, answer.status = not status, status
    answer.reason, answer.chosen_reason = clean_text(reason), chosen
    answer.html = to_html(answer.reason)
    answer.language = language_written(answer.reason)
    answer.promise = promise.as_kept if promise else None
    if answer.fingerprint != before:
        # Whoever changed the words is their author now, and what was approved were other words.
        answer.author, answer.department = user, idea.department or user.department
        answer.approval_asked_at = answer.approved_at = None
    answer.save()
    record("idea.answer_prepared", actor=user, target=idea, answer=answer.pk, status=status)
    return answer


def _check_answer(status: str, reason: str) -> None:
    if status and status not in ANSWERS:
        raise Invalid(errors={"status": _("Choose a decision.")})
    if not clean_text(reason):
        raise ReasonNeeded(_("Give the reason: people are told why, whatever the decision is."))


@transaction.atomic
def publish_answer(*, user: User, answer: Answer) -> Answer:
    """Let everybody see a prepared answer; a final one moves the idea. Publishing again changes nothing.

    Raises IllegalTransition where the idea cannot be answered in this state, ApprovalNeeded before a colleague's word.
    """
    idea = locked(answer.idea)
    require(user, "ideas.answer_idea", idea)
    answer = (
        Answer.objects.select_for_update(of=("self",)).select_related("department", "chosen_reason").get(pk=answer.pk)
    )
    if answer.is_published:
        return answer
    answer.idea = idea
    require_approved(answer)
    answer.published_at, answer.publish_at = timezone.now(), None
    answer.save(update_fields=["published_at", "publish_at"])
    told: dict[str, Any] = {
        "answer": answer.pk,
        "department": str(answer.department or ""),
        "reason": answer.reason[:300],
    }
    if answer.is_interim:
        record("idea.interim_answered", actor=user, target=idea, public=True, **told)
        return answer
    # A revised answer does not make the first one later than it was.
    idea.answered_at = idea.answered_at or answer.published_at
    idea.department = idea.department or answer.department
    idea.promise = answer.promise
    fulfil_by_answer(idea, answer.status, answer.published_at)
    save = ("answered_at", "department", "threshold", "promise")
    move_idea(idea, Status(answer.status), verb="idea.answered", actor=user, save=save, **told)
    return answer


@transaction.atomic
def report_progress(*, user: User, idea: Idea, percent: int, text: str) -> ProgressNote:
    """Tell how far an accepted idea has come; 100 per cent means done, and the supporters are asked whether it was.

    Raises ReasonNeeded on ``text``, Invalid on ``percent``, IllegalTransition.
    """
    require(user, "ideas.answer_idea", idea)
    if not 0 <= percent <= 100:
        raise Invalid(errors={"percent": _("Give a number from 0 to 100.")})
    if ResultLink.objects.filter(idea=idea).exists():
        raise Invalid(errors={"percent": _("The results linked to this idea tell how far it has come. Report there.")})
    if not clean_text(text):
        raise ReasonNeeded(_("Say what was done."), field="text")
    idea = locked(idea)
    if idea.status not in {Status.ACCEPTED, Status.PARTLY, Status.IN_PROGRESS, Status.DONE}:
        raise IllegalTransition
    note = ProgressNote.objects.create(
        idea=idea,
        percent=percent,
        text=clean_text(text),
        html=to_html(clean_text(text)),
        language=language_written(text),
        author=user,
    )
    status = Status.DONE if percent == 100 else Status.IN_PROGRESS
    idea.progress = percent
    if idea.status == status:
        idea.save(update_fields=["progress"])
        record("idea.progressed", actor=user, target=idea, public=True, percent=percent, text=note.text[:300])
    else:
        verb = "idea.done" if status == Status.DONE else "idea.progressed"
        move_idea(idea, status, verb=verb, actor=user, save=("progress",), percent=percent, text=note.text[:300])
    return note


@transaction.atomic
def confirm_idea(*, user: User, idea: Idea, was_done: bool, text: str = "") -> Confirmation:
    """A supporter says whether what was promised was done; saying so again replaces the earlier word.

    Raises NotAllowed for people who did not support, IllegalTransition while the idea is not done.
    """
    require(user, "ideas.confirm_idea", idea)
    idea = locked(idea)
    if idea.status != Status.DONE:
        raise IllegalTransition
    if votes_of(user, Idea, [idea.pk]).get(idea.pk) != 1 and idea.author_id != user.pk:
        raise NotAllowed(_("Only people who supported this idea are asked."))
    confirmation, _created = Confirmation.objects.update_or_create(
        idea=idea, supporter_id=user.voter_id, defaults={"was_done": was_done, "text": clean_text(text)[:500]}
    )
    idea.confirmed_count = idea.confirmations.filter(was_done=True).count()
    idea.disputed_count = idea.confirmations.filter(was_done=False).count()
    idea.save(update_fields=["confirmed_count", "disputed_count"])
    record("idea.confirmed" if was_done else "idea.disputed", actor=user, target=idea)
    return confirmation


@transaction.atomic
def transition_idea(*, user: User, idea: Idea, to: str, reason: str = "", chosen: AnswerReason | None = None) -> Idea:
    """Move an idea by hand: to an answer (published at once), to owed, on with the work, or back.

    What expired is opened again by the rule of its consultation. Raises ReasonNeeded, Invalid on ``to`` or
    IllegalTransition, and what ``reopen_idea`` raises.
    """
    require(user, "ideas.transition_idea", idea)
    if to not in Status.values:
        raise Invalid(errors={"to": _("There is no such state.")})
    idea = locked(idea)
    if idea.status == Status.EXPIRED and to in WAITING:
        # The rule of re-opening holds for every hand: who may, how often, and until when.
        return reopen_idea(user=user, idea=idea, reason=reason)
    if not idea.may_become(to) or {to, idea.status} & {*FOLDED}:
        raise IllegalTransition
    if not clean_text(reason) and to not in ANSWERS:
        raise ReasonNeeded
    if to in ANSWERS:
        publish_answer(user=user, answer=prepare_answer(user=user, idea=idea, status=to, reason=reason, chosen=chosen))
    elif to in {Status.IN_PROGRESS, Status.DONE}:
        report_progress(user=user, idea=idea, percent=100 if to == Status.DONE else min(idea.progress, 99), text=reason)
    elif to == Status.OWED:
        owe_answer(idea, actor=user, reason=clean_text(reason)[:1000])
    else:
        move_idea(idea, Status(to), verb="idea.moved", actor=user, reason=clean_text(reason)[:1000])
    moved: Idea = Idea.objects.select_related("consultation").get(pk=idea.pk)
    return moved
