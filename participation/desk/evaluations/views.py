"""The pages of evaluators, who see only what is theirs, and what officials ask of them."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ideas.office.carrying import asked_idea, carry_out
from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.consultations.models import ConsultationPage
from participation.errors import ParticipationError

from ..models import Evaluation
from .actions import ask_evaluation, evaluate
from .criteria import criteria_of, set_criteria
from .forms import AskForm, CriteriaForm, EvaluationForm

SHOWN = 50


@never_cache
@require_safe
def evaluations(request: HttpRequest) -> HttpResponse:
    """What this person was asked to evaluate: the open ones by their day, then the latest done."""
    require(request.user, "desk.open_evaluations")
    mine = Evaluation.objects.of(cast(User, request.user)).select_related("request__idea")
    context = {
        "open": mine.open().order_by("request__due_on", "pk")[:SHOWN],
        "done": mine.done().order_by("-done_at", "-pk")[:SHOWN],
    }
    return render(request, "desk/evaluations.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """One idea to evaluate. What others are asked is not there."""
    require(request.user, "desk.open_evaluations")
    user = cast(User, request.user)
    rows = Evaluation.objects.of(user).select_related("request__idea", "request__asked_by__department")
    mine = get_object_or_404(rows, pk=pk)
    if request.method != "POST":
        return _page(request, mine, EvaluationForm(evaluation=mine))
    form = EvaluationForm(request.POST, evaluation=mine)
    if not form.is_valid():
        return _page(request, mine, form, 422)
    try:
        evaluate(user=user, evaluation=mine, scores=form.scores, words=form.cleaned_data["words"])
    except ParticipationError as error:
        return _page(request, mine, form, form.take_errors(error))
    messages.success(request, _("Thank you. Whoever asked you is told."))
    return redirect("desk:evaluations")


def _page(request: HttpRequest, mine: Evaluation, form: EvaluationForm, status: int = 200) -> HttpResponse:
    context = {"evaluation": mine, "idea": mine.request.idea, "form": form}
    return render(request, "desk/evaluation.html", context, status=status)


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for evaluations of an idea."""
    idea = asked_idea(request, pk)
    require(request.user, "desk.ask_evaluation", idea)
    form = AskForm(request.POST, idea=idea)

    def act(user: User) -> str:
        ask_evaluation(user=user, idea=idea, **form.cleaned_data)
        return _("They are asked, and told by when.")

    return carry_out(request, idea, "ask_evaluation_form", form, act, anchor="evaluations")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def criteria(request: HttpRequest, slug: str) -> HttpResponse:
    """What is weighed in a consultation."""
    require(request.user, "desk.set_criteria")
    consultation = get_object_or_404(ConsultationPage, slug=slug)
    form = CriteriaForm(request.POST if request.method == "POST" else None, criteria=criteria_of(consultation))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            set_criteria(user=cast(User, request.user), consultation=consultation, criteria=form.rows)
        except ParticipationError as error:
            status = form.take_errors(error)
        else:
            messages.success(request, _("The criteria are kept. Rounds that were asked for keep theirs."))
            return redirect("desk:criteria", slug=slug)
    return render(request, "desk/criteria.html", {"form": form, "consultation": consultation}, status=status)
