"""The stories of what changed: all of them, one, one's own, and the editor's page."""

import mimetypes
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.errors import Invalid, ParticipationError

from ..keysets import read_cursor, take, written_cursor
from ..models import Idea
from ..results.views import bad_address
from .actions import tell_story
from .finding import LATEST, PAGE, because_of, changes
from .forms import StoryForm
from .models import Story
from .showing import cards, linked_data, part_of, steps, story_url


@require_safe
def change_list(request: HttpRequest) -> HttpResponse:
    """All stories, the latest answer first."""
    return _list(request, changes(), "changes/list.html", "changes")


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What changed because of this person."""
    assert isinstance(request.user, User)
    return _list(request, because_of(request.user), "changes/mine.html", "my changes")


def _list(request: HttpRequest, ideas: "QuerySet[Idea]", template: str, name: str) -> HttpResponse:
    try:
        after = read_cursor(request.GET.get("cursor", ""), name)
    except Invalid as error:
        return bad_address(request, error, request.path)
    page = take(ideas.select_related("topic", "place", "department", "author"), LATEST, PAGE, after)
    context = {
        "section": "me" if name == "my changes" else "answers",
        "cards": cards(page.items),
        "next_url": f"?cursor={written_cursor(page.after, name)}" if page.after else "",
        "first_url": request.path if request.GET.get("cursor") else "",
        "feed_url": f"{reverse('feeds:changes')}?lang={get_language() or ''}",
    }
    return render(request, template, context)


def _idea(pk: int) -> Idea:
    ideas = Idea.objects.select_related("author", "topic", "place", "department", "consultation", "retired_for")
    found: Idea = get_object_or_404(ideas, pk=pk)
    return found


@require_safe
def story(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One story. What may not be read yet is not there."""
    idea = _idea(pk)
    if not changes().filter(pk=pk).exists():
        raise Http404
    if slug != idea.slug:
        return redirect(story_url(idea), permanent=True)
    user = request.user
    told = Story.objects.filter(idea=idea, published_at__isnull=False).first()
    is_mine = isinstance(user, User) and because_of(user).filter(pk=pk).exists()
    context: dict[str, Any] = {
        "section": "answers",
        "idea": idea,
        "story": told,
        "card": cards([idea])[0],
        "steps": steps(idea),
        "part": part_of(user, idea, is_mine),
        "may_tell": user.has_perm("changes.tell_story", idea),
        "linked": linked_data(idea, told),
    }
    return render(request, "changes/story.html", context)


@require_safe
def photo(request: HttpRequest, pk: int) -> FileResponse:
    """The photo of a published story."""
    # The idea's own key is one of which the database can say that there is none such.
    pictured = Story.objects.filter(idea__in=Idea.objects.filter(pk=pk)).exclude(photo="")
    told = pictured.filter(published_at__isnull=False, idea__hidden_at=None).first()
    if told is None and request.user.is_authenticated:
        told = pictured.first()
        if told is not None:
            require(request.user, "changes.tell_story", told.idea)
    if told is None:
        raise Http404
    try:
        content = told.photo.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, content_type=mimetypes.guess_type(told.photo.name or "")[0] or "image/jpeg")
    response.headers["Cache-Control"] = "public, max-age=3600" if told.is_published else "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    """Add words and a photo; ``do`` = publish lets everybody see them."""
    idea = _idea(pk)
    require(request.user, "changes.tell_story", idea)
    assert isinstance(request.user, User)
    kept = Story.objects.filter(idea=idea).first()
    form, status = StoryForm(story=kept), 200
    if request.method == "POST":
        form, status = StoryForm(request.POST, request.FILES, story=kept), 422
        if form.is_valid():
            said, publish = form.cleaned_data, request.POST.get("do") == "publish"
            try:
                tell_story(
                    user=request.user,
                    idea=idea,
                    words=said["words"],
                    photo=said["photo"],
                    photo_alt=said["photo_alt"],
                    without_photo=said.get("without_photo", False),
                    publish=publish,
                )
            except ParticipationError as error:
                status = form.take_errors(error)
            else:
                told = _("The story is published.") if publish else _("The story is kept. Nobody outside sees it.")
                messages.success(request, told)
                return redirect(story_url(idea) if publish else reverse("changes:tell", args=[pk]))
    return render(request, "changes/tell.html", {"idea": idea, "story": kept, "form": form}, status=status)
