"""A colleague's word before an answer goes out: asked for, given in one click, or refused with words."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.contributions.text import clean_text
from participation.errors import ApprovalNeeded, Conflict, Invalid, ReasonNeeded
from participation.events.outbox import record

from ..models import Answer, AnswerApproval
from .moving import locked

LONGEST_WORDS = 2_000


def require_approved(answer: Answer) -> None:
    """Pass where nobody need approve, or where a colleague approved exactly these words. Raises ApprovalNeeded."""
    if not answer.needs_approval:
        return
    approvals = answer.approvals.filter(is_approval=True, fingerprint=answer.fingerprint)
    if not answer.is_approved or not approvals.exists():
        raise ApprovalNeeded


@transaction.atomic
def ask_approval(*, user: User, answer: Answer) -> Answer:
    """Lay a prepared answer before the colleagues. Asking again changes nothing."""
    answer = _held(answer)
    require(user, "ideas.answer_idea", answer.idea)
    if answer.approval_asked_at is None:
        answer.approval_asked_at = timezone.now()
        answer.save(update_fields=["approval_asked_at"])
        record("idea.approval_asked", actor=user, target=answer.idea, answer=answer.pk)
    return answer


@transaction.atomic
def approve_answer(*, user: User, answer: Answer, fingerprint: str) -> Answer:
    """Approve the words that ``fingerprint`` names, once. Raises Conflict where they changed since they were read."""
    answer = _held(answer)
    require(user, "ideas.approve_answer", answer)
    _check_read(answer, fingerprint)
    if answer.is_approved:
        return answer
    answer.approved_at = timezone.now()
    answer.save(update_fields=["approved_at"])
    _keep(answer, user, is_approval=True)
    record("idea.answer_approved", actor=user, target=answer.idea, answer=answer.pk, author=answer.author_id)
    return answer


@transaction.atomic
def refuse_approval(*, user: User, answer: Answer, fingerprint: str, words: str) -> Answer:
    """Say what is to be changed first. Raises ReasonNeeded on ``words``, or Conflict."""
    answer = _held(answer)
    require(user, "ideas.approve_answer", answer)
    words = clean_text(words)
    if not words:
        raise ReasonNeeded(_("Say what is to be changed."), field="words")
    if len(words) > LONGEST_WORDS:
        raise Invalid(errors={"words": _("Say it in %(count)s letters.") % {"count": LONGEST_WORDS}})
    _check_read(answer, fingerprint)
    answer.approval_asked_at = answer.approved_at = None
    answer.save(update_fields=["approval_asked_at", "approved_at"])
    _keep(answer, user, is_approval=False, words=words)
    record("idea.approval_refused", actor=user, target=answer.idea, answer=answer.pk, author=answer.author_id)
    return answer


def _held(answer: Answer) -> Answer:
    """The answer as it is now; the idea's row is held first, as by everybody who changes an answer."""
    idea = locked(answer.idea)
    rows = Answer.objects.select_for_update(of=("self",)).select_related("author", "department", "chosen_reason")
    held = rows.get(pk=answer.pk)
    held.idea = idea
    if held.is_published:
        raise Invalid(_("This answer is published already. Write a new one."))
    return held


def _check_read(answer: Answer, fingerprint: str) -> None:
    if answer.fingerprint != fingerprint:
        raise Conflict(_("The answer was changed since you read it. Please read it again."))


def _keep(answer: Answer, user: User, *, is_approval: bool, words: str = "") -> None:
    AnswerApproval.objects.create(
        answer=answer,
        colleague=user,
        is_approval=is_approval,
        words=words,
        wording=answer.wording,
        fingerprint=answer.fingerprint,
    )
