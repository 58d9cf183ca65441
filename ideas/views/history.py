"""Earlier versions of an idea, what changed between them, and the author's way to make a new one."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.errors import EditClosed, ParticipationError

from ..actions.posting import Proposal, edit_idea, why_not_editable
from ..comparing import compare, is_changed
from ..forms import EditForm
from ..models import Idea, IdeaVersion
from ..wording import language_written
from .detail import find_idea


@require_safe
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """All versions, the latest first, each with what it changed."""
    idea = find_idea(pk, request.user)
    found = list(idea.versions.select_related("editor").defer("html", "body").order_by("-number"))
    return render(request, "ideas/history.html", {"section": "ideas", "idea": idea, "versions": found, **_crumbs(idea)})


@require_safe
def diff(request: HttpRequest, pk: int, a: int, b: int) -> HttpResponse:
    """Two versions in one text, additions and deletions marked."""
    idea = find_idea(pk, request.user)
    if max(a, b) > idea.version:
        raise Http404
    found = {version.number: version for version in idea.versions.filter(number__in={a, b}).select_related("editor")}
    if a not in found or b not in found:
        raise Http404
    before, after = found[a], found[b]
    title, body = compare(before.title, after.title), compare(before.body, after.body)
    context = {
        "section": "ideas",
        "idea": idea,
        "before": before,
        "after": after,
        "title_parts": title,
        "body_parts": body,
        "is_changed": is_changed(title) or is_changed(body),
        **_crumbs(idea),
    }
    return render(request, "ideas/diff.html", context)


def _crumbs(idea: Idea) -> dict[str, list[dict[str, str]]]:
    crumbs = [
        {"label": _("Ideas"), "url": reverse("ideas:list")},
        {"label": idea.title, "url": idea.get_absolute_url()},
    ]
    return {"crumbs": crumbs}


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The author's form for a new version, or why there can be none any more."""
    user = request.user
    idea = find_idea(pk, user)
    require(user, "ideas.change_idea", idea)
    if (reason := why_not_editable(idea, cast(User, user))) is not None:
        raise EditClosed(reason)
    may_call_it_a_slip = user.has_perm("ideas.call_it_a_slip", idea)
    form = EditForm.of(idea, request.POST or None, may_call_it_a_slip=may_call_it_a_slip)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                return _save(request, cast(User, user), idea, form)
            except ParticipationError as error:
                status = form.take_errors(error)
        else:
            status = 422
    theirs = _meanwhile(idea, form)
    context = {"section": "ideas", "idea": idea, "form": form, "theirs": theirs, **_crumbs(idea)}
    return render(request, "ideas/edit.html", context, status=status)


def _meanwhile(idea: Idea, form: EditForm) -> IdeaVersion | None:
    """The version that somebody saved while this one was being written."""
    if form.is_bound and "base_version" in form.errors:
        return idea.versions.order_by("number").last()
    return None


def _save(request: HttpRequest, user: User, idea: Idea, form: EditForm) -> HttpResponse:
    words = form.cleaned_data
    proposal = Proposal.cleaned(
        title=words["title"],
        body=words["body"],
        consultation=idea.consultation,
        topic=words["topic"],
        place=words["place"],
        language=language_written(f"{words['title']}\n{words['body']}", otherwise=idea.language),
    )
    before = idea.version
    idea = edit_idea(
        user=user,
        idea=idea,
        proposal=proposal,
        note=words["note"],
        base_version=words["base_version"],
        is_slip=words.get("is_slip", False),
    )
    if idea.version > before and idea.version == idea.text_version and idea.support_count:
        messages.success(request, _("The new version is saved. Supporters are asked whether they stay."))
    elif idea.version > before:
        messages.success(request, _("The new version is saved. The earlier one stays in the history."))
    else:
        messages.info(request, _("Saved. The text is the same as before."))
    return redirect(idea)
