"""Merging and dividing ideas: look first, then do; and the log of it all."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.errors import IllegalTransition, ParticipationError
from participation.limits import limit

from ..life import Status
from ..models import Idea, Split
from ..near import near_idea
from ..refusals import form_page
from ..stages import why_not_votable
from ..views.detail import find_idea
from ..views.intents import keep_intent, sign_in_first, take_intent
from .actions import choose_part, merge_ideas, split_idea, unmerge_idea, unsplit_idea, why_not_merged
from .forms import ChooseForm, MergeForm, ReasonForm, SplitForm
from .showing import itself, log_of, preview, warnings


@require_safe
def merges(request: HttpRequest, pk: int) -> HttpResponse:
    """The log: what was merged with the idea, or divided, by whom and why."""
    idea = find_idea(pk, request.user)
    context = {"entries": log_of(idea), "may_merge": request.user.has_perm("ideas.merge_idea", idea)}
    return render(request, "merging/log.html", context | _about(idea))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """A GET chooses the other idea and shows what would come of it; a POST merges."""
    idea = _idea_to_change(request, pk)
    if idea.status == Status.MERGED or why_not_votable(idea) is not None:
        raise IllegalTransition
    if request.method == "POST":
        form = MergeForm(request.POST)
        if not form.is_valid():
            return _choose(request, idea, ChooseForm({"into": request.POST.get("into", "")}), status=422)
        target = find_idea(form.cleaned_data["into"].pk, request.user)
        try:
            merge_ideas(user=cast(User, request.user), source=idea, target=target, reason=form.cleaned_data["reason"])
        except ParticipationError as error:
            return _preview(request, idea, target, form, status=form.take_errors(error))
        messages.success(request, _("The idea is merged. Its supporters are told."))
        return redirect(f"{target.get_absolute_url()}?merged={idea.pk}")
    if "into" not in request.GET:
        return _choose(request, idea, ChooseForm())
    chosen = ChooseForm(request.GET)
    if not chosen.is_valid():
        return _choose(request, idea, chosen, status=422)
    target = find_idea(chosen.cleaned_data["into"].pk, request.user)
    require(request.user, "ideas.merge_idea", target)
    if (why := why_not_merged(idea, target)) is not None:
        chosen.add_error("into", why)
        return _choose(request, idea, chosen, status=422)
    return _preview(request, idea, target, MergeForm(initial={"into": target.pk}))


def _choose(request: HttpRequest, idea: Idea, form: ChooseForm, status: int = 200) -> HttpResponse:
    return render(
        request,
        "merging/choose.html",
        {"form": form, "similar": near_idea(idea, ("idea",)), **_about(idea)},
        status=status,
    )


def _preview(request: HttpRequest, idea: Idea, target: Idea, form: MergeForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "target": target, "facts": preview(idea, target), "warnings": warnings(idea, target)}
    return render(request, "merging/preview.html", context | _about(idea), status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unmerge(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo the merge, with a reason."""
    idea = _idea_to_change(request, pk)
    if idea.status != Status.MERGED:
        raise IllegalTransition
    return _with_reason(
        request,
        idea,
        unmerge_idea,
        title=_("Undo the merge"),
        text=_("The idea stands by itself again, with its own supporters; they no longer count for the other one."),
        done=_("The merge is undone. The supporters are told."),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsplit(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo the division, with a reason."""
    idea = _idea_to_change(request, pk)
    if idea.status != Status.SPLIT:
        raise IllegalTransition
    return _with_reason(
        request,
        idea,
        unsplit_idea,
        title=_("Undo the division"),
        text=_("The idea is whole again. Its parts are merged into it, with those who support them."),
        done=_("The idea is whole again. The supporters are told."),
    )


def _with_reason(request: HttpRequest, idea: Idea, act: Any, *, title: str, text: str, done: str) -> HttpResponse:
    form = ReasonForm(request.POST or None)

    def undo() -> HttpResponse:
        act(user=cast(User, request.user), idea=idea, reason=form.cleaned_data["reason"])
        messages.success(request, done)
        return redirect(idea)

    return form_page(request, form, undo, "merging/undo.html", {"title": title, "text": text, **_about(idea)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """Divide an idea that is several; its supporters are asked, never moved."""
    idea = _idea_to_change(request, pk)
    if idea.status in {Status.SPLIT, Status.OWED} or why_not_votable(idea) is not None:
        raise IllegalTransition
    form = SplitForm(request.POST or None)

    def divide() -> HttpResponse:
        reason = form.cleaned_data["reason"]
        split_idea(user=cast(User, request.user), idea=idea, parts=form.parts(), reason=reason)
        messages.success(request, _("The idea is divided. Its supporters are asked which part they support."))
        return redirect(idea)

    return form_page(request, form, divide, "merging/split.html", _about(idea))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """A supporter of a divided idea goes on to this part of it, also over the sign-in."""
    user = request.user
    part = find_idea(pk, user)
    divided = Split.objects.filter(idea=part.split_from_id, undone_at=None).select_related("idea__consultation").first()
    if divided is None:
        raise Http404
    if request.method != "POST":
        wanted = take_intent(request, "choose", pk) if isinstance(user, User) and request.method == "GET" else None
        return redirect(part) if wanted is None else _chosen(request, cast(User, user), divided, part)
    if not isinstance(user, User):
        keep_intent(request, "choose", pk, 1)
        return sign_in_first(request, reverse("ideas:choose", args=[pk]))
    limit("vote", user.pk)
    return _chosen(request, user, divided, part)


def _chosen(request: HttpRequest, user: User, divided: Split, part: Idea) -> HttpResponse:
    try:
        choose_part(user=user, split=divided, part=part)
    except ParticipationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your support is counted."))
    return redirect(part)


def _idea_to_change(request: HttpRequest, pk: int) -> Idea:
    idea = find_idea(pk, request.user)
    require(request.user, "ideas.merge_idea", idea)
    return idea


def _about(idea: Idea) -> dict[str, Any]:
    url = itself(idea) if idea.status == Status.MERGED else idea.get_absolute_url()
    crumbs = [{"label": _("Ideas"), "url": reverse("ideas:list")}, {"label": idea.title, "url": url}]
    return {"section": "ideas", "idea": idea, "idea_url": url, "crumbs": crumbs}
