"""Choosing many ideas, setting their state, and watching how far it has come."""

from typing import cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ideas.models import Idea
from ideas.office.listing import Wanted, work_of
from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.errors import Invalid, ParticipationError

from ..models import BulkJob
from .actions import MOST, needing_approval, start_bulk
from .forms import BulkForm
from .showing import progress_of

NAMED = 20
SHOWN = 100


@never_cache
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """One's own jobs, the latest first."""
    require(request.user, "desk.start_bulk")
    rows = BulkJob.objects.filter(actor=cast(User, request.user))[:NAMED]
    shown = [{"job": job, "progress": progress_of(job)} for job in rows]
    return render(request, "desk/bulk_jobs.html", {"rows": shown})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """What is to become of those that were ticked, or of all that match the list (``all``)."""
    require(request.user, "desk.start_bulk")
    user = cast(User, request.user)
    asked = request.POST if request.method == "POST" else request.GET
    ideas = _chosen(user, asked)
    if request.method != "POST":
        return _page(request, asked, ideas, BulkForm())
    form = BulkForm(request.POST)
    if not form.is_valid():
        return _page(request, asked, ideas, form, 422)
    said = form.cleaned_data
    try:
        numbers = list(ideas.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        job = start_bulk(user=user, ideas=numbers, to=said["to"], reason=said["reason"], chosen=said["chosen_reason"])
    except ParticipationError as error:
        return _page(request, asked, ideas, form, form.take_errors(error))
    return redirect("desk:bulk", pk=job.pk)


def _chosen(user: User, asked: QueryDict) -> "QuerySet[Idea]":
    """Raises Invalid where the list makes no sense."""
    if asked.get("all"):
        return work_of(user, Wanted.read(asked))
    numbers = [int(each) for each in asked.getlist("pk") if each.isascii() and each.isdigit() and len(each) < 19]
    if len(numbers) > MOST:
        raise Invalid(_("At most %(count)s ideas at once.") % {"count": MOST})
    chosen: QuerySet[Idea] = Idea.objects.filter(pk__in=numbers)
    return chosen


def _page(
    request: HttpRequest, asked: QueryDict, ideas: "QuerySet[Idea]", form: BulkForm, status: int = 200
) -> HttpResponse:
    count = ideas.order_by().count()
    kept = [("all", "1"), *Wanted.read(asked).query.items()] if asked.get("all") else []
    context = {
        "form": form,
        "count": count,
        "named": list(ideas.order_by("pk")[:NAMED]),
        "more": max(count - NAMED, 0),
        "to_approve": needing_approval(cast(User, request.user), ideas),
        "kept": kept or [("pk", number) for number in asked.getlist("pk")],
    }
    return render(request, "desk/bulk_new.html", context, status=status)


@never_cache
@require_safe
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it has come, and what was refused and why."""
    require(request.user, "desk.start_bulk")
    mine = get_object_or_404(BulkJob.objects.filter(actor=cast(User, request.user)), pk=pk)
    refused = mine.items.refused().select_related("idea")[: SHOWN + 1]
    context = {
        "job": mine,
        "progress": progress_of(mine),
        "refused": list(refused)[:SHOWN],
        "has_more": len(refused) > SHOWN,
    }
    return render(request, "desk/bulk.html", context)
