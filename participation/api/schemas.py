"""What the API answers. These names are promised to others: fields are added, never renamed."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema


class FieldError(Schema):
    field: str
    message: str


class Problem(Schema):
    """Why something could not be done (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[FieldError]


class Author(Schema):
    name: str
    capacity: str
    badge: str
    department: str | None


class Tally(Schema):
    support: int
    oppose: int
    threshold: int | None


class Imported(Schema):
    support: int


class Source(Schema):
    board: str
    id: str
    url: str
    author: str = ""


class Hidden(Schema):
    """Only moderators and the author see that something is hidden, and why."""

    at: datetime
    reason: str


class Idea(Schema):
    id: int
    code: str
    title: str
    body: str
    html: str
    summary: str
    language: str
    status: str
    stage: str
    consultation: str
    topic: str | None
    place: str | None
    author: Author | None
    created: datetime
    edited: datetime | None
    version: int
    tally: Tally
    my_vote: Literal[1, -1, 0]
    closes: datetime | None
    department: str | None
    answer_due: datetime | None
    answered: datetime | None
    progress: int
    confirmations: dict[str, int]
    retired_for: int | None
    hidden: Hidden | None
    imported: Imported | None
    source: Source | None
    url: str


class IdeaPage(Schema):
    """``seed`` names a random order, so that it can be had again."""

    items: list[Idea]
    next: str | None
    count: int
    seed: str | None = None


class Vote(Schema):
    tally: Tally
    my_vote: Literal[1, -1, 0]
    receipt: str | None = None


class Similar(Schema):
    kind: str
    id: int
    title: str
    url: str
    source: Source | None
    score: float


class SimilarList(Schema):
    items: list[Similar]


class LifePoint(Schema):
    verb: str
    label: str
    detail: str
    when: datetime | None
    state: Literal["done", "next", "overdue"]
    near: bool
    note: str
    actor: str
    url: str


class Timeline(Schema):
    items: list[LifePoint]
    next: str | None = None
    count: int


class Answer(Schema):
    id: int
    interim: bool
    status: str | None
    reason: str
    html: str
    author: str | None
    department: str | None
    created: datetime
    published: datetime | None


class AnswerPage(Schema):
    items: list[Answer]
    next: str | None
    count: int


class ProgressNote(Schema):
    id: int
    percent: int
    text: str
    html: str
    created: datetime


class ProgressPage(Schema):
    items: list[ProgressNote]
    next: str | None
    count: int


class Confirmation(Schema):
    was_done: bool
    text: str
    confirmations: dict[str, int]


class Following(Schema):
    following: bool


class Photo(Schema):
    url: str
    alt: str


class Observation(Schema):
    id: int
    text: str
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


class ObservationPage(Schema):
    items: list[Observation]
    next: str | None
    count: int


class Agreement(Schema):
    agreed: int
    my_agreement: bool


class Stage(Schema):
    kind: str
    title: str
    starts: datetime
    ends: datetime | None
    allows: list[str]
    votes_per_person: int | None
    identity_level: str
    open: bool


class Consultation(Schema):
    id: int
    slug: str
    title: str
    intro: str
    department: str | None
    topic: str | None
    place: str | None
    is_suggestion_box: bool
    threshold: int | None
    answer_days: int
    stage: Stage | None
    stages: list[Stage]
    url: str


class ConsultationPage(Schema):
    items: list[Consultation]
    next: str | None
    count: int


class Named(Schema):
    """A topic, place or department; ``name`` is in the reader's language."""

    id: int
    slug: str
    name: str


class Topic(Named):
    parent: str | None


class NamedPage(Schema):
    items: list[Named]
    next: str | None
    count: int


class TopicPage(Schema):
    items: list[Topic]
    next: str | None
    count: int


class Hit(Schema):
    kind: str
    id: int
    code: str
    title: str
    snippet: str
    date: datetime
    author: str
    status: str
    stage: str
    votes: int
    url: str
    source: Source | None


class FacetValue(Schema):
    value: str
    label: str
    count: int


class SearchPage(Schema):
    items: list[Hit]
    next: str | None
    count: int
    facets: dict[str, list[FacetValue]]
    suggestion: str
    notice: str
    engine: str


class EventTarget(Schema):
    kind: str
    id: int


class Event(Schema):
    id: int
    verb: str
    at: datetime
    actor: Author | None
    target: EventTarget
    payload: dict[str, Any]


class EventPage(Schema):
    """``last`` is what to ask for after next time, also where there is no next page yet."""

    items: list[Event]
    next: str | None
    count: int
    last: int


class Me(Schema):
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


class Report(Schema):
    id: int
    kind: str
    target: int
    reason: str
    created: datetime
