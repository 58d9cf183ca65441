"""The list of ideas, and a person's own."""

from dataclasses import replace
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from participation.accounts.models import User
from participation.consultations.models import ConsultationPage, Stage, Topic
from participation.contributions.actions import is_following
from participation.errors import Invalid
from participation.limits import key_of, limit

from ..allowance import votes_text
from ..campaigns.showing import running_cards
from ..facets import address, chosen_count, facets_for
from ..kept import kept
from ..keysets import Keyset, read_cursor, take, written_cursor
from ..listing import ROW_COLUMNS, SORTS, Wanted, is_local, list_page, new_seed
from ..models import Draft, Idea
from ..ranking.views import memory_note
from ..rows import rows_for

# Orders of which a phone shows the names when asked.
MORE_SORTS = frozenset({"near", "controversial", "unseen", "random"})
OWN = Keyset("id", int, descending=True)


@require_safe
def idea_list(request: HttpRequest) -> HttpResponse:
    """Ideas in the order and with the filters that the address holds."""
    try:
        wanted = Wanted.read(request.GET)
        if wanted.sort == "random" and not wanted.seed:
            return HttpResponseRedirect(request.path + address(wanted, seed=new_seed()))
        if wanted.q:
            limit("search", key_of(request))
        reader = request.user if isinstance(request.user, User) else None
        page = list_page(wanted, cursor=request.GET.get("cursor", ""), columns=ROW_COLUMNS, reader=reader)
    except Invalid as error:
        return bad_address(request, error)
    context = {
        "section": "answers" if wanted.sort == "answered" else "ideas",
        "wanted": wanted,
        "heading": _heading(page.count),
        "rows": rows_for(
            page.ideas, cast(User, request.user), sort="" if wanted.q else wanted.sort, is_local=is_local(wanted)
        ),
        "csrf_token": get_token(request),
        "facets": _facets(wanted),
        "sort_label": _("Order"),
        "sorts": _sorts(wanted, more=False),
        "more_sorts": _sorts(wanted, more=True),
        "is_more": wanted.sort in MORE_SORTS,
        "memory": memory_note(request, wanted),
        "next_url": _next_url(wanted, page.next),
        "first_url": address(wanted) if request.GET.get("cursor") else "",
        "is_narrowed": bool(request.GET),
        "new_url": reverse("ideas:new") + (f"?consultation={wanted.consultation}" if wanted.consultation else ""),
        "kept_query": [(name, value) for name, value in wanted.as_query().items() if name != "q"],
        "empty": _empty(wanted),
        "campaigns": running_cards(wanted.consultation),
        "feed_url": _feed_url(wanted),
        "desk_url": _desk_url(wanted),
        **_consultation(wanted, request),
        **_topic(wanted, request),
    }
    return render(request, "ideas/list.html", context)


def bad_address(request: HttpRequest, error: Invalid) -> HttpResponse:
    """An address that makes no sense: what is wrong with it, and the way to the list."""
    context = {
        "status": 400,
        "title": _("This address does not lead to a list"),
        "detail": " ".join(str(message) for message in error.errors.values()),
        "home_url": reverse("ideas:list"),
    }
    return render(request, "errors/error.html", context, status=400)


def _heading(count: int) -> str:
    return ngettext("%(count)s idea", "%(count)s ideas", count) % {"count": f"{count:,}"}


def _sorts(wanted: Wanted, *, more: bool) -> list[dict[str, Any]]:
    """The orders that most people want, or (``more``) the others, which stand behind a press."""
    return [
        {"label": label, "url": address(wanted, sort=sort, seed=""), "current": sort == wanted.sort, "count": None}
        for sort, label in SORTS.items()
        if (sort in MORE_SORTS) is more
    ]


def _next_url(wanted: Wanted, cursor: str | None) -> str:
    return f"?{urlencode({**wanted.as_query(), 'cursor': cursor})}" if cursor else ""


def _facets(wanted: Wanted) -> SafeString:
    """The choices as HTML: the same for everybody, so they are drawn once for as long as the counts are kept."""

    def draw() -> SafeString:
        chosen = chosen_count(wanted)
        groups = {"groups": facets_for(wanted), "chosen": chosen}
        clear = address(wanted, status="", stage="", topic=None, place=None, consultation=None, board="")
        return mark_safe(render_to_string("components/facets.html", {**groups, "clear_url": clear}))  # noqa: S308  # a template's own output

    return kept().once(("drawn facets", replace(wanted, seed=""), get_language()), draw)


def _consultation(wanted: Wanted, request: HttpRequest) -> dict[str, Any]:
    """The consultation that the list is narrowed to, and how many votes are left in it."""
    page = ConsultationPage.objects.heading(wanted.consultation)
    if page is None:
        return {}
    return {
        "consultation": page,
        "without_consultation": address(wanted, consultation=None),
        "left": _votes_text(request.user, page.pk),
    }


def _topic(wanted: Wanted, request: HttpRequest) -> dict[str, Any]:
    """The topic that the list is narrowed to, and whether the person hears of what is new in it."""
    topic = Topic.objects.filter(pk=wanted.topic).first() if wanted.topic else None
    if topic is None:
        return {}
    try:
        url = reverse("notifications:follow_topic", args=[topic.pk])
    except NoReverseMatch:  # nothing is told where no notifications are installed
        return {}
    user = request.user
    return {
        "followed_topic": topic,
        "follow_url": url,
        "is_following": isinstance(user, User) and is_following(user, topic),
    }


def _votes_text(user: User | AnonymousUser, consultation_id: int) -> str:
    """What the person is told of their votes in the consultation's open stage."""
    stage = kept().stages.get(consultation_id) if user.is_authenticated else None
    return votes_text(user, Stage.objects.filter(pk=stage.pk).first()) if stage else ""


def _empty(wanted: Wanted) -> dict[str, str]:
    if chosen_count(wanted) or wanted.q or wanted.consultation or wanted.sort in {"needs_answer", "answered"}:
        return {
            "title": _("No idea matches this"),
            "text": _("Take a filter away, or search with other words."),
            "action": reverse("ideas:list"),
            "label": _("Show all ideas"),
        }
    return {
        "title": _("No ideas yet"),
        "text": _("Be the first: say what should change."),
        "action": reverse("ideas:new"),
        "label": _("Propose an idea"),
    }


def _feed_url(wanted: Wanted) -> str:
    """The same list as a feed."""
    query = wanted.as_query() | {"lang": get_language() or ""}
    return f"{reverse('feeds:ideas')}?{urlencode(query)}"


def _desk_url(wanted: Wanted) -> str:
    """The same ideas at the researcher's desk, which knows neither orders nor groups of states."""
    asked = {
        "q": wanted.q,
        "kind": "idea",
        "topic": sorted(kept().with_children(wanted.topic)) if wanted.topic else (),
        "place": wanted.place,
        "consultation": wanted.consultation,
        "status": sorted(wanted.statuses) if wanted.status or wanted.stage else (),
        "board": wanted.board,
    }
    said = {name: value for name, value in asked.items() if value}
    return f"{reverse('research:documents')}?{urlencode(said, doseq=True)}"


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What a person wrote, hidden ideas too, newest first."""
    user = cast(User, request.user)
    ideas = Idea.objects.filter(author=user).with_names()
    try:
        page = take(ideas, OWN, 25, read_cursor(request.GET.get("cursor", ""), "mine"))
    except Invalid as error:
        return bad_address(request, error)
    context = {
        "section": "me",
        "rows": rows_for(page.items, user),
        "hidden": [idea for idea in page.items if idea.is_hidden],
        "drafts": Draft.objects.filter(author=user, idea=None).exists(),
        "next_url": f"?cursor={written_cursor(page.after, 'mine')}" if page.after else "",
        "first_url": reverse("ideas:mine") if request.GET.get("cursor") else "",
    }
    return render(request, "ideas/mine.html", context)
