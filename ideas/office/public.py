"""What citizens see and say of the office's work: the life-line as data, and whether it was done."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.errors import ParticipationError
from participation.moderation.visibility import require_visible

from ..actions.answering import confirm_idea
from ..lifeline import lifeline
from ..models import Idea
from .forms import ConfirmForm


def _visible(request: HttpRequest, pk: int) -> Idea:
    ideas = Idea.objects.select_related("author", "consultation", "department", "retired_for")
    idea: Idea = get_object_or_404(ideas, pk=pk)
    require_visible(request.user, idea)
    return idea


@require_safe
def timeline(request: HttpRequest, pk: int) -> JsonResponse:
    """An idea's life-line as JSON, in the reader's language."""
    idea = _visible(request, pk)
    answer = {
        "idea": idea.pk,
        "code": idea.code,
        "url": idea.get_absolute_url(),
        "entries": lifeline(idea, request.user),
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """A supporter's word on whether it was done."""
    idea = _visible(request, pk)
    require(request.user, "ideas.confirm_idea", idea)
    if request.method != "POST":  # the way back from the sign-in page
        return redirect(f"{idea.get_absolute_url()}#confirm")
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _again(request, idea, form, 422)
    try:
        said = form.cleaned_data
        confirm_idea(user=cast(User, request.user), idea=idea, was_done=said["was_done"] == "yes", text=said["text"])
    except ParticipationError as error:
        return _again(request, idea, form, form.take_errors(error))
    messages.success(request, _("Thank you. Your word stands in the life of this idea."))
    return redirect(f"{idea.get_absolute_url()}#confirm")


def _again(request: HttpRequest, idea: Idea, form: ConfirmForm, status: int) -> HttpResponse:
    return render(
        request, "office/confirm.html", {"section": "ideas", "idea": idea, "confirm_form": form}, status=status
    )
