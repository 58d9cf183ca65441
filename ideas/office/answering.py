"""What officials send from the desk. Refusals come back on the same page, with what was typed."""

from typing import cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from participation.accounts.models import User
from participation.accounts.permissions import require

from ..actions.answering import assign_idea, prepare_answer, publish_answer, report_progress
from ..actions.approving import ask_approval
from ..models import Answer, Idea
from .carrying import asked_idea, carry_out
from .desk import idea_page
from .forms import AnswerForm, AssignForm, ProgressForm


@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who answers."""
    idea = asked_idea(request, pk)
    form = AssignForm(request.POST, idea=idea)

    def act(user: User) -> str:
        chosen = form.cleaned_data
        assign_idea(user=user, idea=idea, department=chosen["department"], owner=chosen["owner"], due=form.new_due)
        return _("It is noted who answers.")

    return carry_out(request, idea, "assign_form", form, act)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepare an answer, or publish it at once (``do`` = publish)."""
    idea = asked_idea(request, pk)
    return _save(request, idea, AnswerForm(request.POST))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rewrite(request: HttpRequest, pk: int, answer_pk: int) -> HttpResponse:
    """Go on with an answer that is not published yet."""
    idea = asked_idea(request, pk)
    require(request.user, "ideas.answer_idea", idea)
    prepared = get_object_or_404(Answer, pk=answer_pk, idea=idea)
    if prepared.is_published:
        messages.error(request, _("This answer is published already. Write a new one."))
        return redirect("office:idea", pk=pk)
    if request.method == "POST":
        return _save(request, idea, AnswerForm(request.POST, answer=prepared))
    return idea_page(request, idea, answer_form=AnswerForm(answer=prepared))


def _save(request: HttpRequest, idea: Idea, form: AnswerForm) -> HttpResponse:
    def act(user: User) -> str:
        said, do = form.cleaned_data, request.POST.get("do")
        # One transaction: an answer that may not be published now must not stay behind, and be there twice.
        with transaction.atomic():
            prepared = prepare_answer(
                user=user,
                idea=idea,
                status=form.decision,
                reason=said["reason"],
                answer=form.answer,
                chosen=said["chosen_reason"],
                promise=form.promise,
            )
            if do == "publish":
                publish_answer(user=user, answer=prepared)
            elif do == "ask":
                ask_approval(user=user, answer=prepared)
        if do == "publish":
            return _("The answer is published.")
        if do == "ask":
            return _("The answer is kept, and your colleagues are asked to approve it.")
        return _("The answer is kept. Nobody outside sees it before you publish it.")

    return carry_out(request, idea, "answer_form", form, act)


@require_POST
def publish(request: HttpRequest, pk: int, answer_pk: int) -> HttpResponse:
    """Let everybody see a prepared answer."""
    idea = asked_idea(request, pk)
    prepared = get_object_or_404(Answer.objects.select_related("idea"), pk=answer_pk, idea=idea)
    publish_answer(user=cast(User, request.user), answer=prepared)
    messages.success(request, _("The answer is published."))
    return redirect("office:idea", pk=pk)


@require_POST
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell how far the work has come."""
    idea = asked_idea(request, pk)
    form = ProgressForm(request.POST, idea=idea)

    def act(user: User) -> str:
        told = form.cleaned_data
        report_progress(user=user, idea=idea, percent=told["percent"], text=told["text"])
        return _("The progress is told.")

    return carry_out(request, idea, "progress_form", form, act)
