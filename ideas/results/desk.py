"""Results at the office's desk: planning one, telling its progress, linking ideas."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.errors import Invalid, ParticipationError

from ..keysets import read_cursor, take, written_cursor
from ..models import Idea
from ..refusals import RefusedForm
from .actions import change_result, link_result, plan_result, report_result, stop_result, unlink_result
from .forms import LinkForm, PlanForm, ReportForm, StopForm, UnlinkForm
from .listing import LATEST, PAGE
from .models import Result
from .showing import cards
from .views import bad_address


@never_cache
@require_safe
def result_desk(request: HttpRequest) -> HttpResponse:
    """The results of one's own department; the administrator's are all."""
    user = _official(request)
    results = Result.objects.with_names()
    if user.department_id:
        results = results.filter(department_id=user.department_id)
    try:
        page = take(results, LATEST, PAGE, read_cursor(request.GET.get("cursor", ""), "desk results"))
    except Invalid as error:
        return bad_address(request, error, reverse("results_desk:list"))
    context = {
        "cards": cards(page.items),
        "next_url": f"?cursor={written_cursor(page.after, 'desk results')}" if page.after else "",
        "first_url": reverse("results_desk:list") if request.GET.get("cursor") else "",
    }
    return render(request, "results/desk.html", context)


def _official(request: HttpRequest) -> User:
    require(request.user, "results.plan_result")
    assert isinstance(request.user, User)
    return request.user


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new result, of the idea that ``?idea=`` names where it does."""
    user = _official(request)
    idea = _asked_idea(request)
    form = PlanForm(request.POST if request.method == "POST" else None, department=user.department)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                result = plan_result(user=user, plan=form.plan(), ideas=[idea] if idea else [])
            except ParticipationError as error:
                if error.status == 403:
                    raise
                status = form.take_errors(error)
            else:
                messages.success(request, _("The result is published. Everybody sees it."))
                return redirect("results_desk:edit", pk=result.pk)
    return render(request, "results/new.html", {"form": form, "idea": idea}, status=status)


def _asked_idea(request: HttpRequest) -> Idea | None:
    number = request.GET.get("idea", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return Idea.objects.filter(pk=int(number)).first()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One result with all that can be done about it; what is sent here is the plan."""
    _official(request)
    result = _result(pk)
    if request.method != "POST":
        return _page(request, result)
    form = PlanForm(request.POST, result=result)

    def act(user: User) -> str:
        change_result(user=user, result=result, plan=form.plan(), note=form.cleaned_data["note"])
        return _("The plan is changed. What stood there before stays in the log.")

    return _carry_out(request, result, "plan_form", form, act)


@require_POST
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell how far the work has come."""
    _official(request)
    result = _result(pk)
    form = ReportForm(request.POST, result=result)

    def act(user: User) -> str:
        said = form.cleaned_data
        reached = [step.pk for step in said.get("reached", ())]
        report_result(user=user, result=result, percent=said["percent"], text=said["text"], reached=reached)
        return _("The progress is told, on every linked idea.")

    return _carry_out(request, result, "report_form", form, act)


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """The work does not go on."""
    _official(request)
    result = _result(pk)
    form = StopForm(request.POST)

    def act(user: User) -> str:
        stop_result(user=user, result=result, reason=form.cleaned_data["reason"])
        return _("It is told that the work was stopped, and why.")

    return _carry_out(request, result, "stop_form", form, act)


@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """The result answers one more idea."""
    _official(request)
    result = _result(pk)
    form = LinkForm(request.POST)

    def act(user: User) -> str:
        link_result(user=user, result=result, idea=form.cleaned_data["idea"])
        return _("The idea is linked. It follows the result from now on.")

    return _carry_out(request, result, "link_form", form, act)


@require_POST
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """A link was wrong."""
    _official(request)
    result = _result(pk)
    form = UnlinkForm(request.POST, result=result)

    def act(user: User) -> str:
        said = form.cleaned_data
        unlink_result(user=user, result=result, idea=said["idea"], reason=said["reason"])
        return _("The link is taken back.")

    return _carry_out(request, result, "unlink_form", form, act)


def _result(pk: int) -> Result:
    result: Result = get_object_or_404(Result.objects.with_names(), pk=pk)
    return result


def _carry_out(
    request: HttpRequest, result: Result, name: str, form: RefusedForm, act: Callable[[User], str]
) -> HttpResponse:
    """Do what the form asks, then show the result anew; what is refused is shown at its field."""
    require(request.user, "results.change_result", result)
    assert isinstance(request.user, User)
    if not form.is_valid():
        return _page(request, result, status=422, **{name: form})
    try:
        told = act(request.user)
    except ParticipationError as error:
        if error.status == 403:
            raise
        return _page(request, result, status=form.take_errors(error), **{name: form})
    messages.success(request, told)
    return redirect("results_desk:edit", pk=result.pk)


def _page(request: HttpRequest, result: Result, *, status: int = 200, **bound: RefusedForm) -> HttpResponse:
    """The page with fresh forms, but for those in ``bound`` that were sent and refused."""
    ideas = list(result.ideas.order_by("pk"))
    context: dict[str, Any] = {
        "result": result,
        "card": cards([result])[0],
        "ideas": ideas,
        "may_change": request.user.has_perm("results.change_result", result),
        "report_form": ReportForm(result=result),
        "plan_form": PlanForm(result=result),
        "link_form": LinkForm(),
        "unlink_form": UnlinkForm(result=result) if ideas else None,
        "stop_form": None if result.state in {Result.State.DONE, Result.State.STOPPED} else StopForm(),
        "refused": next(iter(bound.values()), None),
        **bound,
    }
    return render(request, "results/edit.html", context, status=status)
