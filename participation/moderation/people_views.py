"""Pages about people: what somebody wrote, and whether they may go on writing."""

from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.events.models import Event

from .blocking import block_person, unblock_person
from .forms import BlockForm, ReasonForm
from .kinds import kind_of, kinds
from .words import happened

SHOWN = 50


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Who is blocked now, the latest first."""
    require(request.user, "moderation.read_log")
    blocked = [person for person in User.objects.exclude(blocked_at=None).order_by("-blocked_at") if person.is_blocked]
    return render(request, "moderation/people.html", {"people": blocked})


@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person, as moderators see them: neither address nor real name."""
    require(request.user, "moderation.read_log")
    return _page(request, get_object_or_404(User, pk=pk, closed_at=None))


@require_POST
def block(request: HttpRequest, pk: int) -> HttpResponse:
    target = get_object_or_404(User, pk=pk, closed_at=None)
    require(request.user, "moderation.block_person", target)
    form = BlockForm(request.POST)
    if not form.is_valid():
        return _page(request, target, form)
    block_person(user=request.user, person=target, **form.cleaned_data)  # type: ignore[arg-type]  # required above
    messages.success(request, _("Blocked. The person is told the reason."))
    return redirect("moderation:person", pk=pk)


@require_POST
def unblock(request: HttpRequest, pk: int) -> HttpResponse:
    target = get_object_or_404(User, pk=pk, closed_at=None)
    require(request.user, "moderation.block_person", target)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, target, form)
    unblock_person(user=request.user, person=target, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]  # required above
    messages.success(request, _("The person can write again."))
    return redirect("moderation:person", pk=pk)


def _page(request: HttpRequest, target: User, form: ReasonForm | None = None) -> HttpResponse:
    context = {
        "person": target,
        "written": _written(target),
        "events": _told(target),
        "may_block": request.user.has_perm("moderation.block_person", target),
        "form": form or (ReasonForm() if target.is_blocked else BlockForm()),
    }
    return render(request, "moderation/person.html", context, status=422 if form else 200)


def _written(author: User) -> list[dict[str, Any]]:
    found = [
        thing
        for model in kinds().values()
        for thing in model._default_manager.filter(author=author).order_by("-created_at")[:SHOWN]
    ]
    found.sort(key=lambda thing: thing.created_at, reverse=True)
    return [{"thing": thing, "kind": kind_of(thing), "kind_name": thing._meta.verbose_name} for thing in found[:SHOWN]]


def _told(target: User) -> list[dict[str, Any]]:
    """Lines of the record about this person, as its template shows them."""
    verbs = ["user.blocked", "user.unblocked"]
    kind = ContentType.objects.get_for_model(User)
    events = Event.objects.filter(verb__in=verbs, content_type=kind, object_id=target.pk).select_related("actor")
    return [
        {"event": event, "happened": happened(event.verb), "reason": event.payload.get("reason", "")}
        for event in events.order_by("-pk")[:SHOWN]
    ]
