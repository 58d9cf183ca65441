"""What all answers of the API share. These names are promised to others: fields are added, never renamed.

Plain models: Ninja's own look for Django objects inside each value first, which took half the time of a list.
"""

from datetime import datetime
from typing import Any

from pydantic import BaseModel


class FieldError(BaseModel):
    field: str
    message: str


class Problem(BaseModel):
    """Why something could not be done (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[FieldError]


class Author(BaseModel):
    name: str
    capacity: str
    badge: str
    department: str | None


class Source(BaseModel):
    board: str
    id: str
    url: str
    author: str = ""


class Hidden(BaseModel):
    """Only moderators and the author see that something is hidden, and why."""

    at: datetime
    reason: str


class Following(BaseModel):
    following: bool


class Photo(BaseModel):
    url: str
    alt: str


class Named(BaseModel):
    """A topic, place or department; ``name`` is in the reader's language."""

    id: int
    slug: str
    name: str


class Place(Named):
    population: int | None


class PlacePage(BaseModel):
    items: list[Place]
    next: str | None
    count: int


class Topic(Named):
    parent: str | None


class NamedPage(BaseModel):
    items: list[Named]
    next: str | None
    count: int


class TopicPage(BaseModel):
    items: list[Topic]
    next: str | None
    count: int


class EventTarget(BaseModel):
    kind: str
    id: int


class Event(BaseModel):
    id: int
    verb: str
    at: datetime
    actor: Author | None
    target: EventTarget
    payload: dict[str, Any]


class EventPage(BaseModel):
    """``last`` is what to ask for after next time, also where there is no next page yet."""

    items: list[Event]
    next: str | None
    count: int
    last: int


class Me(BaseModel):
    id: int
    name: str
    email: str
    language: str
    capacity: str
    badge: str
    department: str | None
    identity_level: str
    moderator: bool
    scopes: list[str] | None


class Report(BaseModel):
    id: int
    kind: str
    target: int
    reason: str
    created: datetime
