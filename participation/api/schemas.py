"""What the API answers. These names are promised to others: fields are added, never renamed.

Plain models: Ninja's own look for Django objects inside each value first, which took half the time of a list.
"""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field


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


class Tally(BaseModel):
    """Counts are null while the consultation hides its results; ``points`` where it weighs votes against.

    ``present`` are those of the supporters who support the text as it is: it may have changed after the others did.
    """

    support: int | None
    present: int | None = None
    oppose: int | None
    threshold: int | None
    points: int | None = None
    hidden_until: datetime | None = None


class Imported(BaseModel):
    support: int


class Source(BaseModel):
    board: str
    id: str
    url: str
    author: str = ""


class Hidden(BaseModel):
    """Only moderators and the author see that something is hidden, and why."""

    at: datetime
    reason: str


class Promise(BaseModel):
    """What is promised: the cost (a decimal number as text) with its currency, and by when, in words."""

    cost: str | None
    currency: str | None
    term: str


class Idea(BaseModel):
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
    text_version: int = Field(description="The version since which the text says what it says now.")
    tally: Tally
    my_vote: Literal[1, -1, 0]
    my_vote_version: int | None = Field(None, description="For which version: before text_version, you are asked.")
    closes: datetime | None
    department: str | None
    answer_due: datetime | None
    obliges: str | None = Field(
        None, description="What is due by then: answer, legal_check, hearing or decision; null where nothing is owed."
    )
    answered: datetime | None
    progress: int
    promise: Promise | None = None
    confirmations: dict[str, int]
    retired_for: int | None
    merged_into: int | None
    split_from: int | None
    hidden: Hidden | None
    imported: Imported | None
    source: Source | None
    why: str = ""
    url: str


class IdeaPage(BaseModel):
    """``seed`` names a random order, so that it can be had again; each idea's ``why`` says what gives it its place."""

    items: list[Idea]
    next: str | None
    count: int
    seed: str | None = None


class Merge(BaseModel):
    """One idea taken into another. ``supporters`` came along and count there; ``percent`` of them were asked after.

    Both are null while results are hidden.
    """

    id: int
    source: int
    into: int
    at: datetime
    by: str | None
    reason: str
    supporters: int | None
    under_way: bool
    percent: int | None
    undone: datetime | None
    undone_by: str | None
    undone_reason: str


class MergeFact(BaseModel):
    name: str
    value: str


class MergePreview(BaseModel):
    """What a merge would make of the two counts, and what to know before, in words."""

    facts: list[MergeFact]
    warnings: list[str]


class MergePage(BaseModel):
    items: list[Merge]
    next: str | None
    count: int


class MergeProposal(BaseModel):
    """Somebody's word that an idea is the same as another. ``accepted`` is null until it is decided on."""

    id: int
    source: int
    into: int
    at: datetime
    by: str | None
    reason: str
    settled: datetime | None
    accepted: bool | None
    answer: str


class MergeProposalPage(BaseModel):
    items: list[MergeProposal]
    next: str | None
    count: int


class Split(BaseModel):
    """An idea divided into parts, which begin without votes."""

    id: int
    idea: int
    parts: list[int]
    at: datetime
    reason: str
    undone: datetime | None
    undone_reason: str


class Vote(BaseModel):
    tally: Tally
    my_vote: Literal[1, -1, 0]
    my_vote_version: int | None = None
    receipt: str | None = None


class UnusualVotes(BaseModel):
    """Votes that came in an unusual way are counted like all others; the numbers are null while results are hidden."""

    unusual: int | None
    support: int | None
    judged: datetime | None = Field(description="When it was last looked at; null where there was no reason to.")
    explanation: str = Field(description="The page that explains the method.")


class Similar(BaseModel):
    kind: str
    id: int
    title: str
    url: str
    source: Source | None
    score: float


class SimilarList(BaseModel):
    items: list[Similar]


class Attachment(BaseModel):
    """A picture (with the words for those who cannot see it) or a file."""

    id: int
    kind: str
    name: str
    size: int
    type: str
    alt: str
    url: str


class AttachmentPage(BaseModel):
    items: list[Attachment]
    next: str | None
    count: int


class LifePoint(BaseModel):
    verb: str
    label: str
    detail: str
    when: datetime | None
    state: Literal["done", "next", "overdue"]
    near: bool
    note: str
    actor: str
    url: str


class Timeline(BaseModel):
    items: list[LifePoint]
    next: str | None = None
    count: int


class Answer(BaseModel):
    """``approval`` (needed, asked, approved or empty), ``planned`` and ``fingerprint`` are told to officials alone."""

    id: int
    interim: bool
    status: str | None
    reason: str
    chosen_reason: str | None = None
    promise: Promise | None = None
    html: str
    language: str
    author: str | None
    department: str | None
    created: datetime
    published: datetime | None
    approval: str | None = None
    planned: datetime | None = None
    fingerprint: str | None = None


class AnswerPage(BaseModel):
    items: list[Answer]
    next: str | None
    count: int


class ProgressNote(BaseModel):
    id: int
    percent: int
    text: str
    html: str
    language: str
    created: datetime


class ProgressPage(BaseModel):
    items: list[ProgressNote]
    next: str | None
    count: int


class Confirmation(BaseModel):
    was_done: bool
    text: str
    confirmations: dict[str, int]


class Following(BaseModel):
    following: bool


class Photo(BaseModel):
    url: str
    alt: str


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


class Stage(BaseModel):
    kind: str
    title: str
    starts: datetime
    ends: datetime | None
    allows: list[str]
    votes_per_person: int | None
    identity_level: str
    open: bool


class Rung(BaseModel):
    """From so many supporters on (or so large a share of the people of the place) something is owed."""

    supporters: int
    per_cent: float | None
    obliges: str
    title: str
    department: str | None
    days: int
    working_days: bool
    within_days: int | None
    goes_on: bool


class Consultation(BaseModel):
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
    answered_from: int | None = Field(
        None,
        description="An idea whose time is over below the threshold is answered all the same from so many supporters"
        " on; null: it expires.",
    )
    ladder: list[Rung]
    stage: Stage | None
    stages: list[Stage]
    url: str


class ConsultationPage(BaseModel):
    items: list[Consultation]
    next: str | None
    count: int


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


class Hit(BaseModel):
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
    thread: str
    more: int


class FacetValue(BaseModel):
    value: str
    label: str
    count: int


class SearchPage(BaseModel):
    items: list[Hit]
    next: str | None
    count: int
    facets: dict[str, list[FacetValue]]
    suggestion: str
    notice: str
    engine: str


class Suggestion(BaseModel):
    """``label`` says what it is: a search, an idea, a topic."""

    text: str
    label: str
    url: str


class Suggestions(BaseModel):
    items: list[Suggestion]


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
