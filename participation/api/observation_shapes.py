"""Observations in the API. What many rows need is asked for all of them at once."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.http import HttpRequest
from pydantic import BaseModel
from wagtail.models import Page

from ideas import models
from ideas.translating import source_of_observation
from participation.votes.casting import votes_of

from .access import reader
from .describe import absolute, author_of, hidden_of
from .schemas import Author, Hidden, Photo


class Observation(BaseModel):
    id: int
    text: str
    language: str
    photo: Photo | None
    consultation: str
    topic: str | None
    place: str | None
    spot: str
    author: Author | None
    created: datetime
    agreed: int
    my_agreement: bool
    ideas: list[int]
    hidden: Hidden | None
    url: str


class ObservationPage(BaseModel):
    items: list[Observation]
    next: str | None
    count: int


class Agreement(BaseModel):
    agreed: int
    my_agreement: bool


def _consultation_slugs(things: Iterable[models.Observation]) -> dict[int, str]:
    """Only the slugs: a consultation's own row carries its whole text. What was read already is not read again."""
    slugs: dict[int, str] = {}
    ids: set[int] = set()
    for thing in things:
        if type(thing).consultation.is_cached(thing):
            slugs[thing.consultation_id] = thing.consultation.slug
        else:
            ids.add(thing.consultation_id)
    return slugs | dict(Page.objects.filter(pk__in=ids).values_list("pk", "slug")) if ids else slugs


def observations(request: HttpRequest, rows: Sequence[models.Observation]) -> list[Observation]:
    """Observations with names selected, in three more queries: agreements, ideas that came of them, consultations."""
    user = reader(request)
    keys = [row.pk for row in rows]
    agreed = votes_of(user, models.Observation, keys) if user.is_authenticated and rows else {}
    slugs = _consultation_slugs(rows)
    became: dict[int, list[int]] = {}
    if rows:
        public = models.Idea.objects.published().filter(observations__in=keys).order_by("pk")
        for observation_id, idea_id in public.values_list("observations", "pk"):
            became.setdefault(observation_id, []).append(idea_id)
    return [
        Observation(
            id=row.pk,
            text=row.text,
            language=source_of_observation(row).language,
            photo=Photo(url=absolute(request, row.photo.url), alt=row.photo_alt) if row.photo else None,
            consultation=slugs.get(row.consultation_id, ""),
            topic=row.topic.slug if row.topic else None,
            place=row.place.slug if row.place else None,
            spot=row.spot,
            author=author_of(row),
            created=row.created_at,
            agreed=row.agree_count,
            my_agreement=row.pk in agreed,
            ideas=became.get(row.pk, []),
            hidden=hidden_of(row),
            url=absolute(request, row.get_absolute_url()),
        )
        for row in rows
    ]


def observation(request: HttpRequest, row: models.Observation) -> Observation:
    return observations(request, [row])[0]
