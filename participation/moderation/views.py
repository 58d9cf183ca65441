"""Pages of moderation."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import select_template
from django.urls import reverse, translate_url
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.contributions.models import Contribution
from participation.errors import Invalid, ParticipationError
from participation.events.models import Event
from participation.votes.patterns.showing import share_for, shares_for

from . import actions
from .forms import LogFilter, ReasonForm, ReportForm
from .kinds import find, kind_of, kinds
from .models import Report
from .queue import PAGE, cases_page, record_of
from .visibility import may_see, require_visible
from .words import happened


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The form to report something, and its sending."""
    target = find(kind, pk)
    require_visible(request.user, target)
    require(request.user, "moderation.report", target)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "moderation/report.html", {"form": form, "target": target}, status=status)
    actions.report(user=request.user, target=target, **form.cleaned_data)  # type: ignore[arg-type]  # required above
    messages.success(request, _("Thank you. The moderators will look at it."))
    if not may_see(request.user, find(kind, pk)):  # this report has hidden it: its page would only refuse
        return redirect(translate_url("/", get_language() or settings.LANGUAGE_CODE))
    return redirect(target.get_absolute_url())  # type: ignore[attr-defined]  # every kind has a page


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What was reported and waits for a decision."""
    require(request.user, "moderation.settle_report")
    after = request.GET.get("after", "0")
    if not (after.isascii() and after.isdigit() and len(after) < 19):
        raise Invalid(errors={"after": _("This page of the list cannot be found. Go back to its beginning.")})
    cases, following = cases_page(int(after))
    shares = shares_for(request.user, [case.target for case in cases])
    cases = [replace(case, share=shares.get(case.target)) for case in cases]
    return render(
        request,
        "moderation/queue.html",
        {"cases": cases, "next": f"?after={following}" if following else "", "after": int(after)},
    )


@require_GET
def review(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One contribution with all that was said and done about it, and what can be done now."""
    target = find(kind, pk)
    require(request.user, "moderation.hide", target)
    return _review_page(request, target)


def _review_page(request: HttpRequest, target: Contribution, form: ReasonForm | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "target": target,
        "share": share_for(request.user, target),
        "kind": kind_of(target),
        "kind_name": target._meta.verbose_name,
        "shown": select_template([f"moderation/_{kind_of(target)}.html", "moderation/_contribution.html"]),
        "reports": Report.objects.about(target).select_related("reporter", "settled_by").order_by("-pk")[:100],
        "events": _told(list(record_of(only_moderation=False, target=target)[:100])),
        # Empty even where it is hidden: the old reason would be told as the reason for showing it again.
        "form": form or ReasonForm(),
    }
    return render(request, "moderation/review.html", context, status=422 if form else 200)


@require_POST
def hide(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take it out of sight."""
    return _decide(request, find(kind, pk), actions.hide, _("It is hidden. The author is told the reason."))


@require_POST
def unhide(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show it again."""
    return _decide(request, find(kind, pk), actions.unhide, _("Everybody can see it again."))


def _decide(request: HttpRequest, target: Contribution, decide: Any, told: str) -> HttpResponse:
    require(request.user, "moderation.hide", target)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _review_page(request, target, form)
    try:
        decide(user=request.user, target=target, reason=form.cleaned_data["reason"])
    except Invalid as error:
        form.add_error(None, str(error))
        return _review_page(request, target, form)
    messages.success(request, told)
    return redirect("moderation:review", kind=kind_of(target), pk=target.pk)


@require_POST
def dismiss(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Leave it as it is."""
    target = find(kind, pk)
    require(request.user, "moderation.settle_report", target)
    try:
        actions.dismiss_reports(user=request.user, target=target)  # type: ignore[arg-type]  # required above
    except ParticipationError as error:
        messages.error(request, str(error))
        return redirect("moderation:review", kind=kind, pk=pk)
    messages.success(request, _("The reports are settled. It stays as it is."))
    return redirect("moderation:queue")


@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """The record of what was done to contributions, and by whom."""
    require(request.user, "moderation.read_log")
    form = LogFilter(request.GET)
    if not form.is_valid():
        raise Invalid(errors={name: str(problems[0]) for name, problems in form.errors.items()})
    wanted = form.cleaned_data
    events = record_of(only_moderation=wanted["show"] != "all", kind=wanted["kind"], actor=wanted["actor"])
    if wanted["after"]:
        events = events.filter(pk__lt=wanted["after"])
    found = list(events.prefetch_related("target")[: PAGE + 1])
    query = {name: wanted[name] for name in ("show", "kind", "actor") if wanted[name]}
    more = urlencode(query | {"after": found[PAGE - 1].pk}) if len(found) > PAGE else ""
    context = {"form": form, "events": _told(found[:PAGE]), "more": more, "first": urlencode(query)}
    return render(request, "moderation/log.html", context)


def _told(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Lines of the record, as its template shows them."""
    return [
        {
            "event": event,
            "url": _page_of(event),
            "kind_name": (kinds().get(event.verb.partition(".")[0]) or User)._meta.verbose_name,
            "happened": happened(event.verb),
            "reason": _reason(event),
        }
        for event in events
    ]


def _page_of(event: Event) -> str:
    """Where moderators read more about what an event is about."""
    kind = event.verb.partition(".")[0]
    if kind in kinds():
        return reverse("moderation:review", args=[kind, event.object_id])
    return reverse("moderation:person", args=[event.object_id])


def _reason(event: Event) -> str:
    reason = str(event.payload.get("reason", ""))
    return str(Report.Reason(reason).label) if reason in Report.Reason.values else reason
