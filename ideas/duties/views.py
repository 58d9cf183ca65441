"""Pages on which something is done about what is owed: putting a date off, reporting, opening an idea again."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.errors import IllegalTransition, NotAllowed, ParticipationError

from ..actions.duties import extend_duty, fulfil_duty
from ..actions.reopening import reopen_idea, why_not_reopenable
from ..models import Duty, Idea
from ..refusals import RefusedForm
from ..views.detail import find_idea
from .forms import ExtendForm, FulfilForm, ReopenForm
from .showing import extensions_text


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: HttpRequest, pk: int, duty_pk: int) -> HttpResponse:
    """A later date, with the reason that everybody reads."""
    idea, duty = _owed(request, pk, duty_pk)
    form = ExtendForm(request.POST if request.method == "POST" else None, duty=duty)

    def act(user: User) -> str:
        extend_duty(user=user, duty=duty, due=form.end_of_day, reason=form.cleaned_data["reason"])
        return _("The date is put off. Everybody can read why.")

    title = _("Put the date off")
    page = {"title": title, "duty": duty, "note": extensions_text(duty), "submit": title}
    return _page(request, idea, form, act, page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fulfil(request: HttpRequest, pk: int, duty_pk: int) -> HttpResponse:
    """What came of a legal check or a forum."""
    idea, duty = _owed(request, pk, duty_pk)
    if duty.is_final:
        raise IllegalTransition
    form = FulfilForm(request.POST if request.method == "POST" else None)

    def act(user: User) -> str:
        fulfil_duty(user=user, duty=duty, report=form.cleaned_data["report"])
        return _("It is noted as done. Everybody can read what came of it.")

    return _page(request, idea, form, act, {"title": _("Report what was done"), "duty": duty, "submit": _("Report it")})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Another chance for an idea that ended without a yes."""
    idea = find_idea(pk, request.user)
    require(request.user, "ideas.reopen_idea", idea)
    if (refusal := why_not_reopenable(idea)) is not None:
        raise NotAllowed(refusal)
    form = ReopenForm(request.POST if request.method == "POST" else None)

    def act(user: User) -> str:
        reopen_idea(user=user, idea=idea, reason=form.cleaned_data["reason"])
        return _("The idea is open again. Its supporters are told.")

    title = _("Open the idea again")
    lead = _("It looks for support once more. Those who supported it need not do so again.")
    return _page(request, idea, form, act, {"title": title, "lead": lead, "submit": title})


def _owed(request: HttpRequest, pk: int, duty_pk: int) -> tuple[Idea, Duty]:
    """What is still owed, for those who keep it."""
    idea = find_idea(pk, request.user)
    duty = get_object_or_404(Duty.objects.select_related("department", "idea"), pk=duty_pk, idea=idea)
    require(request.user, "ideas.keep_duty", duty)
    if not duty.is_open:
        raise IllegalTransition
    return idea, duty


def _page(
    request: HttpRequest, idea: Idea, form: RefusedForm, act: Callable[[User], str], page: dict[str, Any]
) -> HttpResponse:
    """The form; after it was sent the idea's page, or the form again with what was refused."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                told = act(cast(User, request.user))
            except ParticipationError as error:
                if error.status == 403:
                    raise
                status = form.take_errors(error)
            else:
                messages.success(request, told)
                return redirect(idea.get_absolute_url())
    crumbs = [
        {"label": _("Ideas"), "url": reverse("ideas:list")},
        {"label": idea.title, "url": idea.get_absolute_url()},
    ]
    context = {"section": "ideas", "idea": idea, "form": form, "crumbs": crumbs, **page}
    return render(request, "duties/form.html", context, status=status)
