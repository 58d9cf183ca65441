"""Answers as the desk shows them: each with what stands in its way, and what this person may do about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from participation.accounts.models import User

from ..models import Answer, AnswerApproval, Idea
from ..refusals import RefusedForm
from .forms import PlanForm, RefusalForm


@dataclass(frozen=True)
class AnswerCard:
    """One answer with its forms; none where there is nothing for this person to do."""

    answer: Answer
    approvals: list[AnswerApproval]
    may_publish: bool = False
    may_ask: bool = False
    may_approve: bool = False
    may_change: bool = False
    plan_form: PlanForm | RefusedForm | None = None
    refusal_form: RefusalForm | RefusedForm | None = None


def answer_cards(user: User, idea: Idea, sent: Mapping[str, RefusedForm]) -> list[AnswerCard]:
    """Two queries, however many answers there are."""
    rows = idea.answers.select_related("author", "department", "chosen_reason", "planned_by")
    answers = list(rows.prefetch_related("approvals__colleague"))
    return [_card(user, idea, answer, sent) for answer in answers]


def _card(user: User, idea: Idea, answer: Answer, sent: Mapping[str, RefusedForm]) -> AnswerCard:
    answer.idea = idea
    approvals = list(answer.approvals.all())
    if answer.is_published:
        return AnswerCard(answer, approvals)
    may_change = user.has_perm("ideas.answer_idea", idea)
    is_ready = answer.is_approved or not answer.needs_approval
    may_approve = (
        answer.approval_asked_at is not None
        and not answer.is_approved
        and user.has_perm("ideas.approve_answer", answer)
    )
    return AnswerCard(
        answer,
        approvals,
        may_publish=may_change and is_ready,
        may_ask=may_change and not is_ready and answer.approval_asked_at is None,
        may_approve=may_approve,
        may_change=may_change,
        plan_form=(_sent(sent, "plan_form", answer) or PlanForm(answer=answer)) if may_change else None,
        refusal_form=(_sent(sent, "refusal_form", answer) or RefusalForm(answer=answer)) if may_approve else None,
    )


def _sent(sent: Mapping[str, RefusedForm], name: str, answer: Answer) -> RefusedForm | None:
    form = sent.get(name)
    return form if isinstance(form, PlanForm | RefusalForm) and form.answer.pk == answer.pk else None
