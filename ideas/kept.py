"""What every list needs and what changes slowly, kept for seconds: counts by filter, and which stages are open."""

import secrets
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.cache import cache
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import get_language

from participation.consultations.models import Rung, Stage
from participation.consultations.stages import Power

from .counts import Cell
from .models import IdeaCount

SECONDS = 5
EPOCH = "ideas.kept"
Made = TypeVar("Made")


@dataclass(frozen=True)
class Name:
    """A topic or place as lists show it."""

    name: str
    translations: dict[str, str]
    parent_id: int | None = None
    position: int = 0
    is_offered: bool = True

    def __str__(self) -> str:
        return self.translations.get(get_language() or "") or self.name


@dataclass(frozen=True)
class OpenStage:
    """The part of an open stage that decides about votes."""

    pk: int
    powers: frozenset[Power]
    votes_per_person: int | None
    supporters_at_most: int | None


@dataclass
class Kept:
    """One reading of the database. Whatever is worked out from it is kept beside it and goes with it."""

    epoch: str
    cells: list[tuple[Cell, int]]
    topics: dict[int, Name]
    places: dict[int, Name]
    stages: dict[int, OpenStage]
    hidden: frozenset[int]
    made: dict[Hashable, Any] = field(default_factory=dict)

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What ``make`` gives, made once for this reading."""
        if key not in self.made:
            if len(self.made) > 15_000:
                self.made.clear()
            self.made[key] = make()
        found: Made = self.made[key]
        return found

    @property
    def ladders(self) -> dict[int, tuple[Rung, ...]]:
        """By consultation its rungs, lowest first; most have none. Read once somebody asks: lists do not."""
        return self.once("ladders", _ladders)

    def with_children(self, topic_id: int) -> tuple[int, ...]:
        """A topic and those below it."""
        return (topic_id, *(pk for pk, topic in self.topics.items() if topic.parent_id == topic_id))


_latest: Kept | None = None


def kept() -> Kept:
    """The present reading; a new one every few seconds.

    It stays in the process, since taking thousands of counts out of a cache costs more than asking the database; the
    cache only says when it is too old.
    """
    global _latest
    epoch = cache.get(EPOCH)
    if epoch is None:
        epoch = secrets.token_hex(8)
        cache.set(EPOCH, epoch, SECONDS)
    if _latest is None or _latest.epoch != epoch:
        _latest = _read(epoch)
    return _latest


def _read(epoch: str) -> Kept:
    topics: dict[int, Name] = {}
    places: dict[int, Name] = {}
    cells = []
    named = ("topic__name", "topic__translations", "topic__parent_id", "topic__position", "topic__is_offered")
    located = ("place__name", "place__translations", "place__position")
    rows = IdeaCount.objects.values_list(*Cell._fields, *named, *located).annotate(total=Sum("count")).order_by()
    for row in rows:
        cell, total = Cell(*row[:5]), row[-1]
        if not total:
            continue
        cells.append((cell, total))
        if cell.topic_id and row[5] is not None:
            topics.setdefault(cell.topic_id, Name(row[5], row[6] or {}, row[7], row[8], bool(row[9])))
        if cell.place_id and row[10] is not None:
            places.setdefault(cell.place_id, Name(row[10], row[11] or {}, None, row[12]))
    return Kept(epoch, cells, topics, places, *_stages())


def _stages() -> tuple[dict[int, OpenStage], frozenset[int]]:
    """By consultation the open stage, as ``ConsultationPage.stage_at`` chooses it; and which hide their results now."""
    now = timezone.now()
    told = Q(pk__in=Stage.objects.running(now)) | Q(hides_results=True)
    rows = Stage.objects.filter(told, page__live=True).select_related("page").order_by("starts_at", "pk")
    fields = ("page_id", "kind", "votes_per_person", "starts_at", "ends_at", "hides_results")
    stages = list(rows.only(*fields, "page__supporters_at_most", "page__takes_more"))
    opened = {stage.page_id: _open(stage) for stage in stages if stage.is_open_at(now)}
    begun = {stage.page_id for stage in stages if stage.hides_results and stage.starts_at <= now}
    not_over = {stage.page_id for stage in stages if stage.hides_results and not stage.is_over_at(now)}
    return opened, frozenset(begun & not_over)


def _ladders() -> dict[int, tuple[Rung, ...]]:
    ladders: dict[int, tuple[Rung, ...]] = {}
    for rung in Rung.objects.select_related("department").order_by("page_id", "sort_order"):
        ladders[rung.page_id] = (*ladders.get(rung.page_id, ()), rung)
    return ladders


def _open(stage: Stage) -> OpenStage:
    limit = None if stage.page.takes_more else stage.page.supporters_at_most
    return OpenStage(stage.pk, stage.powers, stage.votes_per_person, limit)
