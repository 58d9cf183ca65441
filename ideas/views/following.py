"""Wanting news of an idea, or no more of it."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from participation.accounts.models import User
from participation.contributions.actions import follow as start_following
from participation.contributions.actions import unfollow

from ..models import Idea
from .detail import find_idea
from .intents import keep_intent, sign_in_first, take_intent


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """A POST with ``on`` 1 or 0; a GET finishes what was begun before signing in."""
    user = request.user
    idea = find_idea(pk, user)
    if request.method != "POST":
        value = take_intent(request, "follow", pk) if isinstance(user, User) and request.method == "GET" else None
        if value is not None:
            _set(request, cast(User, user), idea, value)
        return redirect(idea)
    value = 0 if request.POST.get("on") == "0" else 1
    if not isinstance(user, User):
        keep_intent(request, "follow", pk, value)
        return sign_in_first(request, reverse("ideas:follow", args=[pk]))
    _set(request, user, idea, value)
    return redirect(idea)


def _set(request: HttpRequest, user: User, idea: Idea, value: int) -> None:
    if value:
        start_following(user=user, target=idea)
        messages.success(request, _("You will hear when something happens to this idea."))
    else:
        unfollow(user=user, target=idea)
        messages.success(request, _("You will hear no more of this idea."))
