"""Supporting, opposing and taking it back."""

from dataclasses import asdict
from typing import cast
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from participation.accounts.models import User
from participation.errors import Invalid, ParticipationError, VerificationNeeded
from participation.limits import limit
from participation.moderation.visibility import require_visible

from ..actions.voting import vote_on_idea
from ..allowance import turns_others, votes_text
from ..models import Idea
from ..rows import rows_for
from ..showing import vote_box
from ..votable import votable_idea
from .detail import find_idea
from .intents import keep_intent, sign_in_first, take_intent

VALUES = {"1": 1, "-1": -1, "0": 0}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """A POST votes. A GET finishes what was begun before signing in or verifying, and else only leads to the idea."""
    user = request.user
    idea = _find(pk, user)
    if request.method != "POST":
        value = take_intent(request, "vote", pk) if isinstance(user, User) and request.method == "GET" else None
        return redirect(idea) if value is None else _finish(request, cast(User, user), idea, value)
    if (value := VALUES.get(request.POST.get("value", ""))) is None:
        raise Invalid(errors={"value": _("A vote is 1, -1 or 0.")})
    version = _version(request)
    if not isinstance(user, User):
        keep_intent(request, "vote", pk, value)
        return sign_in_first(request, reverse("ideas:vote", args=[pk]))
    limit("vote", user.pk)
    try:
        idea = _cast(request, user, idea, value, version)
    except VerificationNeeded as error:
        return _verify_first(request, idea, error)
    if request.headers.get("HX-Request") == "true":
        return _pieces(request, user, find_idea(pk, user), value)
    _tell(request, user, idea, value)
    return redirect(_back(request, idea))


def _find(pk: int, user: User | AnonymousUser) -> Idea:
    """Only what the vote asks: mostly the answer is a way back, and the page there reads the rest."""
    if (idea := votable_idea(pk)) is None:
        raise Http404
    require_visible(user, idea)
    return idea


def _version(request: HttpRequest) -> int | None:
    """Which version the page showed; a list shows none, and there it is the present one."""
    said = request.POST.get("version", "")
    if said and not (said.isascii() and said.isdigit() and len(said) < 10):
        raise Invalid(errors={"version": _("This is no version of the idea.")})
    return int(said) if said else None


def _cast(request: HttpRequest, user: User, idea: Idea, value: int, version: int | None = None) -> Idea:
    """Vote; a person who must verify first need not press again afterwards."""
    try:
        return vote_on_idea(user=user, idea=idea, value=value, version=version)
    except VerificationNeeded:
        keep_intent(request, "vote", idea.pk, value)
        raise


def _verify_first(request: HttpRequest, idea: Idea, error: VerificationNeeded) -> HttpResponse:
    """To the page that tells which level is needed and how to get there; from it back to the vote."""
    query = urlencode({"next": reverse("ideas:vote", args=[idea.pk]), "level": error.level})
    target = f"{reverse('accounts:verify')}?{query}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return redirect(target)


def _finish(request: HttpRequest, user: User, idea: Idea, value: int) -> HttpResponse:
    """Count the vote that was pressed before; where it cannot be counted, the idea's page says why."""
    try:
        idea = _cast(request, user, idea, value)
    except VerificationNeeded as error:
        return _verify_first(request, idea, error)
    except ParticipationError as error:
        messages.error(request, str(error))
    else:
        _tell(request, user, idea, value)
    return redirect(idea)


def _tell(request: HttpRequest, user: User, idea: Idea, value: int) -> None:
    said = {1: _("Your support is counted."), -1: _("Your vote against is counted."), 0: _("Your vote is taken back.")}
    messages.success(request, " ".join(filter(None, [said[value], votes_text(user, idea.consultation.stage_at())])))


def _pieces(request: HttpRequest, user: User, idea: Idea, value: int) -> HttpResponse:
    """The parts of a page that a vote changes."""
    if request.POST.get("from") == "row":
        stage = idea.consultation.stage_at()
        left = votes_text(user, stage)
        if turns_others(user, stage, value):
            _tell(request, user, idea, value)
            return HttpResponse(status=204, headers={"HX-Redirect": _back(request, idea)})
        context = {"row": rows_for([idea], user)[0], "left": left, "csrf_token": get_token(request)}
        return render(request, "ideas/_row_voted.html", context)
    return render(request, "ideas/_vote.html", {"box_arguments": asdict(vote_box(idea, user)), "idea": idea})


def _back(request: HttpRequest, idea: Idea) -> str:
    """The page that the button was on: a list stays a list."""
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if request.POST.get("from") == "row" and url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        parts = urlsplit(came_from)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return idea.get_absolute_url()
