"""What is done with a prepared answer before it goes out: laid before colleagues, approved, refused, planned."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from participation.accounts.models import User
from participation.accounts.permissions import require

from ..actions.approving import approve_answer, ask_approval, refuse_approval
from ..actions.planning import plan_answer
from ..models import Answer, Idea
from ..refusals import RefusedForm
from .carrying import asked_idea, carry_out
from .forms import PlanForm, RefusalForm


def _asked(request: HttpRequest, pk: int, answer_pk: int) -> tuple[Idea, Answer]:
    idea = asked_idea(request, pk)
    return idea, get_object_or_404(Answer.objects.select_related("idea", "author"), pk=answer_pk, idea=idea)


@require_POST
def ask(request: HttpRequest, pk: int, answer_pk: int) -> HttpResponse:
    """Lay it before the colleagues."""
    idea, prepared = _asked(request, pk, answer_pk)

    def act(user: User) -> str:
        ask_approval(user=user, answer=prepared)
        return _("Your colleagues are asked to approve it.")

    return carry_out(request, idea, "approval_form", RefusedForm(request.POST), act, anchor=_anchor(prepared))


@require_POST
def approve(request: HttpRequest, pk: int, answer_pk: int) -> HttpResponse:
    """Approve the words that were read, which the page sent along."""
    idea, prepared = _asked(request, pk, answer_pk)
    require(request.user, "ideas.approve_answer", prepared)

    def act(user: User) -> str:
        approve_answer(user=user, answer=prepared, fingerprint=request.POST.get("fingerprint", ""))
        return _("You approved the answer. It can go out now.")

    return carry_out(request, idea, "approval_form", RefusedForm(request.POST), act, anchor=_anchor(prepared))


@require_POST
def refuse(request: HttpRequest, pk: int, answer_pk: int) -> HttpResponse:
    """Say what is to be changed first."""
    idea, prepared = _asked(request, pk, answer_pk)
    require(request.user, "ideas.approve_answer", prepared)
    form = RefusalForm(request.POST, answer=prepared)

    def act(user: User) -> str:
        fingerprint, words = request.POST.get("fingerprint", ""), form.cleaned_data["words"]
        refuse_approval(user=user, answer=prepared, fingerprint=fingerprint, words=words)
        return _("Whoever wrote the answer is told what is to be changed.")

    return carry_out(request, idea, "refusal_form", form, act, anchor=_anchor(prepared))


@require_POST
def plan(request: HttpRequest, pk: int, answer_pk: int) -> HttpResponse:
    """Let it go out at a moment to come, or take that back (``do`` = unplan)."""
    idea, prepared = _asked(request, pk, answer_pk)
    require(request.user, "ideas.answer_idea", idea)
    if request.POST.get("do") == "unplan":
        return carry_out(request, idea, "plan_form", RefusedForm(request.POST), lambda user: _unplanned(user, prepared))
    form = PlanForm(request.POST, answer=prepared)

    def act(user: User) -> str:
        plan_answer(user=user, answer=prepared, at=form.cleaned_data["at"])
        return _("The answer goes out by itself at that time.")

    return carry_out(request, idea, "plan_form", form, act, anchor=_anchor(prepared))


def _unplanned(user: User, answer: Answer) -> str:
    plan_answer(user=user, answer=answer, at=None)
    return _("The answer stays here until somebody publishes it.")


def _anchor(answer: Answer) -> str:
    return f"answer-{answer.pk}"
