"""The board of observations, one observation, and what can be done with it."""

import mimetypes
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models.fields.files import ImageFieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.accounts.models import User
from participation.consultations.models import ConsultationPage, Place, Topic
from participation.contributions import actions as following
from participation.contributions.models import Follow
from participation.contributions.reading import can_translate, reading_of, translate_page, wants_translation
from participation.errors import Invalid
from participation.limits import limit
from participation.moderation.visibility import require_visible
from participation.votes.casting import votes_of

from ..actions.observing import agree_with_observation
from ..models import Idea, Observation
from ..translating import source_of_observation
from .listing import SORTS, Wanted, observation_page

MOST_GATHERED = 50
# What a visitor pressed before signing in, so that it is done afterwards without a second press.
INTENT = "observation_intent"


@require_safe
def observation_list(request: HttpRequest) -> HttpResponse:
    """What people noticed, in the order and with the filters that the address holds."""
    try:
        wanted = Wanted.read(request.GET)
        page = observation_page(wanted, cursor=request.GET.get("cursor", ""))
    except Invalid as error:
        return _bad_address(request, error)
    agreed = _agreed(request, [observation.pk for observation in page.observations])
    context = {
        "section": "observations",
        "wanted": wanted,
        "rows": [{"observation": each, "agreed": each.pk in agreed} for each in page.observations],
        "sorts": [
            {"label": label, "url": _address(wanted.but(sort=sort)), "current": sort == wanted.sort, "count": None}
            for sort, label in SORTS.items()
        ],
        "facets": _facets(wanted),
        "clear_url": _address(Wanted(sort=wanted.sort)),
        "consultation": ConsultationPage.objects.heading(wanted.consultation),
        "next_url": _address(wanted, cursor=page.next) if page.next else "",
        "first_url": _address(wanted) if request.GET.get("cursor") else "",
        "csrf_token": get_token(request),
    }
    return render(request, "observations/list.html", context)


def _address(wanted: Wanted, **more: str) -> str:
    query = urlencode(wanted.as_query() | more)
    return reverse("observations:list") + (f"?{query}" if query else "")


def _bad_address(request: HttpRequest, error: Invalid) -> HttpResponse:
    context = {
        "status": 400,
        "title": _("This address does not lead to a list"),
        "detail": " ".join(str(message) for message in error.errors.values()),
        "home_url": reverse("observations:list"),
    }
    return render(request, "errors/error.html", context, status=400)


def _agreed(request: HttpRequest, ids: list[int]) -> set[int]:
    return set(votes_of(request.user, Observation, ids)) if isinstance(request.user, User) and ids else set()


def _facets(wanted: Wanted) -> list[dict[str, Any]]:
    """Topics and places to choose from; what is chosen already leads back to all."""
    groups: list[tuple[str, str, Any]] = [
        ("topic", _("Topic"), Topic.objects.offered(keep=wanted.topic).filter(parent=None)),
        ("place", _("Place"), Place.objects.all()),
    ]
    return [
        {
            "name": label,
            "items": [
                {
                    "label": str(thing),
                    "url": _address(wanted.but(**{name: None if getattr(wanted, name) == thing.pk else thing.pk})),
                    "current": getattr(wanted, name) == thing.pk,
                    "count": None,
                }
                for thing in things
            ],
        }
        for name, label, things in groups
    ]


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One observation, and the ideas that came of it."""
    observation = _visible(request, pk)
    context = {
        "section": "observations",
        "observation": observation,
        "reading": reading_of(source_of_observation(observation), translated=wants_translation(request)),
        "translate_url": reverse("observations:translate", args=[pk]) if can_translate() else "",
        "agreed": bool(_agreed(request, [pk])),
        "ideas": Idea.objects.published().filter(observations=observation).with_names()[:50],
        "is_following": isinstance(request.user, User) and _is_told(request.user, observation),
        "csrf_token": get_token(request),
    }
    return render(request, "observations/detail.html", context)


def _is_told(user: User, observation: Observation) -> bool:
    """Whether news of it reaches this person: by a wish of theirs, or because they wrote it."""
    wish = Follow.objects.about(observation).filter(user=user).values_list("is_muted", flat=True).first()
    return observation.author_id == user.pk if wish is None else not wish


def _visible(request: HttpRequest, pk: int) -> Observation:
    rows = Observation.objects.select_related("author", "spoke_for", "topic", "place", "consultation")
    observation: Observation = get_object_or_404(rows.prefetch_related("consultation__words"), pk=pk)
    require_visible(request.user, observation)
    return observation


@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The photo of an observation, for whoever may see the observation."""
    return _picture(_visible(request, pk).photo)


@require_safe
def thumbnail(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The small copy of the photo, for whoever may see the observation."""
    observation = get_object_or_404(Observation, pk=pk)
    require_visible(request.user, observation)
    return _picture(observation.thumbnail)


def _picture(file: ImageFieldFile) -> FileResponse:
    """A stored picture, which only shows itself. Raises Http404 where there is none."""
    if not file:
        raise Http404
    kind = mimetypes.guess_type(file.name or "")[0] or "application/octet-stream"
    response = FileResponse(file.open("rb"), content_type=kind)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def translate(request: HttpRequest, pk: int) -> HttpResponse:
    """Have an observation translated, and show it so."""
    observation = _visible(request, pk)
    return translate_page(request, [source_of_observation(observation)], observation.get_absolute_url())


@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """ "I saw that too", or taking it back (``value`` 1 or 0)."""
    value = request.POST.get("value", "1")
    return _do_or_sign_in(request, "agree" if value == "1" else "disagree", _visible(request, pk))


@require_POST
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """News of this observation from now on, or no more (``value`` 1 or 0)."""
    value = request.POST.get("value", "1")
    return _do_or_sign_in(request, "follow" if value == "1" else "unfollow", _visible(request, pk))


def _do_or_sign_in(request: HttpRequest, verb: str, observation: Observation) -> HttpResponse:
    if isinstance(request.user, User):
        limit("vote", request.user.pk)
        observation = DO[verb](request.user, observation)
        if request.headers.get("HX-Request") == "true" and verb in {"agree", "disagree"}:
            context = {"observation": observation, "agreed": verb == "agree", "csrf_token": get_token(request)}
            return render(request, "observations/_agree.html", context)
        return redirect(_back(request, observation))
    request.session[INTENT] = [verb, observation.pk]
    target = f"{reverse('account_login')}?{urlencode({'next': reverse('observations:go_on')})}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=401, headers={"HX-Redirect": target})
    return redirect(target)


def _back(request: HttpRequest, observation: Observation) -> str:
    """The list the person came from, at the row; else the observation's own page."""
    page = request.POST.get("next", "")
    board = reverse("observations:list")
    is_board = page == board or page.startswith(f"{board}?")
    return f"{page}#observation-{observation.pk}" if is_board else observation.get_absolute_url()


@never_cache
@require_safe
def go_on(request: HttpRequest) -> HttpResponse:
    """After signing in: do what was pressed before. It was a checked form of this session, and is done once."""
    verb, pk = request.session.get(INTENT, ["", 0])
    if verb not in DO:
        return redirect("observations:list")
    observation = _visible(request, pk)
    if not isinstance(request.user, User):
        return redirect(observation)
    del request.session[INTENT]
    DO[verb](request.user, observation)
    messages.success(request, DONE[verb]())
    return redirect(observation)


@require_safe
def gather(request: HttpRequest) -> HttpResponse:
    """Begin an idea from the observations that were ticked."""
    ticked = [
        word for word in request.GET.getlist("observation") if word.isascii() and word.isdigit() and len(word) < 19
    ]
    if not ticked:
        messages.error(request, _("Tick the observations that belong together first."))
        return redirect("observations:list")
    chosen = ",".join(dict.fromkeys(ticked[:MOST_GATHERED]))
    return redirect(f"{reverse('ideas:new')}?from={chosen}")


def _agree(user: User, observation: Observation) -> Observation:
    return agree_with_observation(user=user, observation=observation, agrees=True)


def _disagree(user: User, observation: Observation) -> Observation:
    return agree_with_observation(user=user, observation=observation, agrees=False)


def _follow(user: User, observation: Observation) -> Observation:
    following.follow(user=user, target=observation)
    return observation


def _unfollow(user: User, observation: Observation) -> Observation:
    following.unfollow(user=user, target=observation)
    return observation


DO: dict[str, Callable[[User, Observation], Observation]] = {
    "agree": _agree,
    "disagree": _disagree,
    "follow": _follow,
    "unfollow": _unfollow,
}
DONE: dict[str, Callable[[], str]] = {
    "agree": lambda: _("Noted: you saw it too."),
    "disagree": lambda: _("Taken back."),
    "follow": lambda: _("You will hear what becomes of it."),
    "unfollow": lambda: _("You will hear no more of it."),
}
