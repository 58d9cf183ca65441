"""Atom feeds of what the lists show, and of one idea's life. They tell everybody the same, whoever asks."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ideas.campaigns.models import Campaign
from ideas.campaigns.showing import period
from ideas.changes.finding import LATEST
from ideas.changes.finding import changes as told_changes
from ideas.changes.showing import cards as story_cards
from ideas.lifeline import lifeline
from ideas.listing import Wanted, list_page
from ideas.models import Idea, Observation
from ideas.results.listing import Wanted as WantedResults
from ideas.results.listing import result_page
from ideas.results.models import Result
from ideas.results.showing import percent_label
from participation.consultations.models import ConsultationPage
from participation.contributions.text import clean_line, clean_text
from participation.events.models import Event
from participation.limits import key_of, limit
from search.conditions import conditions
from search.finding import find
from search.views import filters_of

from .lookup import number_of, public_consultations

LONGEST = 50
NOTHING_YET = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """One thing that a feed tells."""

    id: str
    title: str
    url: str
    # Read as HTML by everybody: plain words are escaped before they come here.
    html: str
    posted: datetime
    updated: datetime
    author: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class News:
    """A feed before it is written."""

    id: str
    title: str
    url: str
    entries: list[Entry] = field(default_factory=list)

    @property
    def updated(self) -> datetime:
        return max((entry.updated for entry in self.entries), default=NOTHING_YET)


class _Atom(Atom1Feed):
    """An empty feed was last changed at a time that stays, so that its tag stays too."""

    moment = NOTHING_YET

    def latest_post_date(self) -> datetime:
        return self.moment


Make = Callable[..., News]
View = Callable[..., HttpResponse]


def as_atom(make: Make) -> View:
    """The feed in the language of ``?lang=``, with what a reader needs to ask again cheaply."""

    @require_safe
    @wraps(make)
    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = request.GET.get("lang", "")
        language = wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            news = make(request, *args, **kwargs)
            body = written(news, absolute(request.get_full_path()), language)
        response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
        changed = int(news.updated.timestamp())
        response.headers["ETag"] = f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
        response.headers["Last-Modified"] = http_date(changed)
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Content-Language"] = language
        etag = response.headers["ETag"]
        return cast(
            HttpResponse, get_conditional_response(request, etag=etag, last_modified=changed, response=response)
        )

    return view


def written(news: News, own_url: str, language: str) -> bytes:
    feed = _Atom(
        title=news.title, link=news.url, description="", language=language, feed_url=own_url, feed_guid=news.id
    )
    feed.moment = news.updated
    for entry in news.entries:
        feed.add_item(
            title=clean_line(entry.title),
            link=entry.url,
            description=clean_text(entry.html),
            unique_id=entry.id,
            unique_id_is_permalink=False,
            pubdate=entry.posted,
            updateddate=entry.updated,
            # An entry without an author would make the whole feed invalid.
            author_name=clean_line(entry.author) or _site_name(),
            categories=entry.topics,
        )
    return feed.writeString("utf-8").encode()


def absolute(url: str) -> str:
    return url if urlsplit(url).netloc else f"{settings.BASE_URL}{url}"


def tag(kind: str, key: object) -> str:
    """A name that stays when addresses and titles change."""
    return f"tag:{urlsplit(settings.BASE_URL).hostname},2026:{kind}/{key}"


def _site_name() -> str:
    return settings.SITE_NAME or _("Madang")


def _title(name: str) -> str:
    return f"{name} · {_site_name()}"


def _names(things: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(thing) for thing in things if thing)


def _author(thing: Idea | Observation) -> str:
    return thing.author.public_name if thing.author and thing.author.closed_at is None else ""


@as_atom
def ideas(request: HttpRequest) -> News:
    """Any list of ideas, by the list's own parameters. A random order has no news: it is told as the newest."""
    said = {name: str(value) for name, value in request.GET.items()}
    said["consultation"] = number_of(public_consultations(), said.get("consultation", ""), "consultation")
    if said.get("sort", "random") == "random":
        said["sort"] = "newest"
    wanted = Wanted.read(said)
    query = urlencode(sorted(wanted.as_query().items()))
    return News(
        id=tag("ideas", query),
        title=_title(_("Ideas")),
        url=absolute(f"{reverse('ideas:list')}?{query}"),
        entries=[_idea_entry(idea) for idea in list_page(wanted, limit=LONGEST).ideas],
    )


def _local(url: str) -> str:
    """An address that Wagtail serves, in the language of the feed."""
    language = translation.get_language()
    return url if language == settings.LANGUAGE_CODE else f"/{language}{url}"


def _idea_entry(idea: Idea) -> Entry:
    moments = (idea.created_at, idea.edited_at, idea.threshold_met_at, idea.answered_at)
    return Entry(
        id=tag("idea", idea.pk),
        title=idea.title,
        url=absolute(idea.get_absolute_url()),
        html=idea.html,
        posted=idea.created_at,
        updated=max(moment for moment in moments if moment),
        author=_author(idea) or idea.source_author,
        topics=_names((idea.topic, idea.place)),
    )


@as_atom
def idea(request: HttpRequest, pk: int) -> News:
    """One idea's life: a new entry for each thing that happens to it."""
    found = Idea.objects.published().select_related("author", "department").filter(pk=pk).first()
    if found is None:
        raise Http404
    points = [point for point in lifeline(found, AnonymousUser()) if point["state"] == "done" and point["when"]]
    entries = [
        Entry(
            id=tag("idea", f"{found.pk}/{point['verb']}/{cast(datetime, point['when']).timestamp():.0f}"),
            title=f"{point['label']}: {found.title}",
            url=absolute(point["url"] or found.get_absolute_url()),
            html=escape(" · ".join(part for part in (point["detail"], point["note"]) if part)),
            posted=cast(datetime, point["when"]),
            updated=cast(datetime, point["when"]),
            author=point["actor"],
        )
        for point in reversed(points)
    ]
    return News(tag("life", found.pk), _title(found.title), absolute(found.get_absolute_url()), entries[:LONGEST])


@as_atom
def observations(request: HttpRequest) -> News:
    """What people noticed, the newest first."""
    rows = Observation.objects.published().select_related("author", "topic", "place").order_by("-created_at", "-pk")
    entries = [
        Entry(
            id=tag("observation", row.pk),
            title=row.text,
            url=absolute(row.get_absolute_url()),
            html=escape(row.spot),
            posted=row.created_at,
            updated=row.created_at,
            author=_author(row),
            topics=_names((row.topic, row.place)),
        )
        for row in rows[:LONGEST]
    ]
    return News(tag("observations", ""), _title(_("Observations")), absolute(reverse("observations:list")), entries)


@as_atom
def changes(request: HttpRequest) -> News:
    """What changed because of citizens, the latest answer first."""
    rows = told_changes().select_related("author", "topic", "place", "department").order_by(*LATEST.order)[:LONGEST]
    entries = [
        Entry(
            id=tag("change", card.idea.pk),
            title=card.idea.title,
            url=absolute(card.url),
            html=escape(card.text),
            posted=cast(datetime, card.idea.answered_at),
            updated=cast(datetime, card.idea.answered_at),
            author=_author(card.idea),
            topics=_names((card.idea.topic, card.idea.place)),
        )
        for card in story_cards(rows)
    ]
    title = _title(_("What changed because of you"))
    return News(tag("changes", ""), title, absolute(reverse("changes:list")), entries)


@as_atom
def results(request: HttpRequest) -> News:
    """Any list of results, by the list's own parameters: an entry is updated with each report."""
    wanted = WantedResults.read(request.GET)
    query = urlencode(sorted(wanted.as_query().items()))
    entries = [
        Entry(
            id=tag("result", row.pk),
            title=row.title,
            url=absolute(row.get_absolute_url()),
            html=f"<p>{escape(Result.State(row.state).label)} · {escape(percent_label(row.percent))}</p>{row.html}",
            posted=row.created_at,
            updated=row.changed_at,
            author=row.department.local_name if row.department else "",
            topics=_names((row.topic, row.place)),
        )
        for row in result_page(wanted, limit=LONGEST).results
    ]
    return News(tag("results", query), _title(_("Results")), absolute(f"{reverse('results:list')}?{query}"), entries)


@as_atom
def campaigns(request: HttpRequest) -> News:
    """The campaigns, the one announced last first; an entry is updated when what was announced is changed."""
    changed = Event.objects.public().filter(
        content_type=ContentType.objects.get_for_model(Campaign), object_id=OuterRef("pk"), verb="campaign.changed"
    )
    last = Subquery(changed.order_by("-pk").values("created_at")[:1])
    rows: Iterable[Any] = (
        Campaign.objects.select_related("consultation").annotate(changed_at=last).order_by("-pk")[:LONGEST]
    )
    promised = _("Reward")
    entries = [
        Entry(
            id=tag("campaign", row.pk),
            title=row.title,
            url=absolute(row.get_absolute_url()),
            html=f"<p>{escape(period(row))} · {escape(promised)}: {escape(row.reward)}</p>{row.html}",
            posted=row.created_at,
            updated=row.changed_at or row.created_at,
            topics=_names((row.consultation.title,)),
        )
        for row in rows
    ]
    return News(tag("campaigns", ""), _title(_("Campaigns")), absolute(reverse("campaigns:list")), entries)


@as_atom
def search(request: HttpRequest) -> News:
    """Any search, by the search page's own parameters, the newest first."""
    limit("search", key_of(request))
    words = request.GET.get("q", "")
    asked = request.GET.copy()
    for name in ("lang", "cursor", "sort"):
        asked.pop(name, None)
    filters = filters_of(asked)
    found = find(words, filters=filters, sort="date", limit=LONGEST).hits if words.strip() or filters else []
    query = urlencode(sorted((name, value) for name in asked for value in asked.getlist(name)))
    entries = [
        Entry(
            id=tag(hit.kind, hit.object_id),
            title=hit.title,
            url=absolute(hit.url),
            html=str(hit.snippet),
            posted=hit.date,
            updated=hit.date,
            author=hit.author_name,
        )
        # What is only close comes and goes with how few whole hits there are: no news.
        for hit in sorted(found, key=lambda hit: hit.date, reverse=True)
        if not hit.near
    ]
    page = _local(f"{reverse('search:results')}?{query}")
    title = " · ".join(filter(None, (clean_line(words), *conditions(filters)))) or _("Search")
    return News(tag("search", query), _title(title), absolute(page), entries)


@as_atom
def consultations(request: HttpRequest) -> News:
    """What is asked, the latest first."""
    rows: Iterable[ConsultationPage] = public_consultations().for_cards().order_by("-pk")[:LONGEST]
    entries = [
        Entry(
            id=tag("consultation", row.pk),
            title=row.local.title,
            url=absolute(row.get_url(request) or ""),
            html=escape(row.local.intro),
            posted=row.first_published_at or NOTHING_YET,
            updated=row.last_published_at or row.first_published_at or NOTHING_YET,
            author=str(row.department or ""),
            topics=_names((row.topic, row.place)),
        )
        for row in rows
    ]
    return News(tag("consultations", ""), _title(_("Consultations")), absolute(_local("/consultations/")), entries)
