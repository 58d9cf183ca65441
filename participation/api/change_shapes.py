"""What changed because of citizens, as the API is asked for it and shows it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Schema
from pydantic import BaseModel, Field, StrictBool

from ideas.changes.models import Story
from ideas.changes.showing import steps, story_url
from ideas.kept import kept
from ideas.models import Idea

from .describe import absolute
from .idea_shapes import LifePoint, life_point
from .schemas import Photo


class StoryAsked(Schema):
    words: str = Field(max_length=5_000)
    publish: StrictBool = Field(True, description="false keeps it: nobody outside sees it.")


class Change(BaseModel):
    """An idea that changed something; ``words`` and ``photo`` are an editor's. ``supporters`` is null while hidden."""

    idea: int
    code: str
    title: str
    status: str
    supporters: int | None
    answered: datetime
    words: str | None
    html: str | None
    photo: Photo | None
    url: str


class ChangeDetail(Change):
    steps: list[LifePoint]


class ChangeList(BaseModel):
    items: list[Change]
    next: str | None
    count: int


class StoryShape(BaseModel):
    idea: int
    words: str
    html: str
    published: datetime | None
    url: str


def changes(request: HttpRequest, rows: Sequence[Idea]) -> list[Change]:
    """Ideas with what was added to each, in one more query."""
    told = Story.objects.filter(idea__in=rows, published_at__isnull=False) if rows else Story.objects.none()
    stories = {story.idea_id: story for story in told}
    return [Change(**_values(request, row, stories.get(row.pk))) for row in rows]


def change(request: HttpRequest, row: Idea) -> ChangeDetail:
    story = Story.objects.filter(idea=row, published_at__isnull=False).first()
    points = [life_point(request, entry) for entry in steps(row)]
    return ChangeDetail(**_values(request, row, story), steps=points)


def _values(request: HttpRequest, row: Idea, story: Story | None) -> dict[str, Any]:
    photo = absolute(request, reverse("changes:photo", args=[row.pk])) if story and story.photo else ""
    return {
        "idea": row.pk,
        "code": row.code,
        "title": row.title,
        "status": row.status,
        "supporters": None if row.consultation_id in kept().hidden else row.support_count,
        "answered": row.answered_at,
        "words": story.words if story else None,
        "html": story.html if story else None,
        "photo": Photo(url=photo, alt=story.photo_alt) if story and photo else None,
        "url": absolute(request, story_url(row)),
    }


def story(request: HttpRequest, row: Story) -> StoryShape:
    url = absolute(request, story_url(row.idea))
    return StoryShape(idea=row.idea_id, words=row.words, html=row.html, published=row.published_at, url=url)
