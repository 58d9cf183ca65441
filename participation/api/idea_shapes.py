"""Ideas in the API: what is shown of them, and how rows become that. What many rows need is asked for all at once."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal, cast

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from pydantic import BaseModel, Field

from ideas import models
from ideas.kept import kept
from ideas.life import Status
from ideas.lifeline import Entry
from ideas.promises import Promise as Promised
from participation.consultations.models import ConsultationPage
from participation.votes.casting import OwnVote, own_votes
from search.finding import Hit

from .access import reader
from .describe import absolute, author_of, department_name, hidden_of, source
from .schemas import Author, Hidden, Source


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


class Confirmation(BaseModel):
    was_done: bool
    text: str
    confirmations: dict[str, int]


def tally(idea: models.Idea) -> Tally:
    """The counts of an idea whose consultation is at hand."""
    return _tally(idea, is_hidden=idea.consultation.hides_results())


def _tally(idea: models.Idea, *, is_hidden: bool) -> Tally:
    if is_hidden:
        until = idea.consultation.results_from
        return Tally(support=None, oppose=None, threshold=idea.threshold, hidden_until=until)
    return Tally(
        support=idea.support_count,
        present=idea.present_support,
        oppose=idea.oppose_count,
        threshold=idea.threshold,
        points=idea.points,
    )


def attachment(request: HttpRequest, row: models.Attachment) -> Attachment:
    return Attachment(
        id=row.pk,
        kind=row.kind,
        name=row.name,
        size=row.size,
        type=row.content_type,
        alt=row.alt,
        url=absolute(request, reverse("ideas:attachment", args=[row.pk])),
    )


def confirmations(idea: models.Idea) -> dict[str, int]:
    return {"done": idea.confirmed_count, "not_done": idea.disputed_count}


def ideas(
    request: HttpRequest, rows: Sequence[models.Idea], *, why: Callable[[models.Idea], str] | None = None
) -> list[Idea]:
    """Ideas with names selected, in two more queries: this person's votes and the consultations' slugs.

    Out of a list, ``why`` gives the reason for each one's place.
    """
    user = reader(request)
    votes = own_votes(user, models.Idea, [row.pk for row in rows]) if user.is_authenticated and rows else {}
    _consultations_on(rows)
    return [_idea(request, row, votes.get(row.pk), why(row) if why else "") for row in rows]


def _consultations_on(rows: Sequence[models.Idea]) -> None:
    """What a row needs of its consultation, which is not its whole text; where results are hidden, until when."""
    missing = {row.consultation_id for row in rows if not models.Idea.consultation.is_cached(row)}
    pages = ConsultationPage.objects.only("slug", "oppose_points").in_bulk(missing) if missing else {}
    prefetch_related_objects([page for pk, page in pages.items() if pk in kept().hidden], "stages")
    for row in rows:
        if row.consultation_id in pages:
            row.consultation = pages[row.consultation_id]


def idea(request: HttpRequest, row: models.Idea) -> Idea:
    return ideas(request, [row])[0]


def _idea(request: HttpRequest, row: models.Idea, vote: OwnVote | None, why: str) -> Idea:
    return Idea(
        id=row.pk,
        code=row.code,
        title=row.title,
        body=row.body,
        html=row.html,
        summary=row.summary,
        language=row.language,
        status=row.status,
        stage=row.step,
        consultation=row.consultation.slug,
        topic=row.topic.slug if row.topic else None,
        place=row.place.slug if row.place else None,
        author=author_of(row),
        created=row.created_at,
        edited=row.edited_at,
        version=row.version,
        text_version=row.text_version,
        tally=_tally(row, is_hidden=row.consultation_id in kept().hidden),
        my_vote=cast(Literal[1, -1, 0], vote.value if vote else 0),
        my_vote_version=vote.version if vote else None,
        closes=row.closes_at,
        department=department_name(row.department),
        answer_due=row.answer_due_at,
        obliges=row.obliges if row.status == Status.OWED else None,
        answered=row.answered_at,
        progress=row.progress,
        promise=promise(row.promised),
        confirmations=confirmations(row),
        retired_for=row.retired_for_id,
        merged_into=row.merged_into_id,
        split_from=row.split_from_id,
        hidden=hidden_of(row),
        imported=Imported(support=row.imported_support) if row.imported_support is not None else None,
        source=source(row.source_board, row.source_id, row.source_url, row.source_author),
        why=why,
        url=absolute(request, row.get_absolute_url()),
    )


def life_point(request: HttpRequest, entry: Entry) -> LifePoint:
    point = LifePoint(**entry)
    point.url = absolute(request, point.url) if point.url else ""
    return point


def promise(said: Promised) -> Promise | None:
    if not said:
        return None
    return Promise(cost=None if said.cost is None else str(said.cost), currency=said.currency or None, term=said.term)


def similar(request: HttpRequest, found: Hit) -> Similar:
    return Similar(
        kind=found.kind,
        id=found.object_id,
        title=found.title,
        url=absolute(request, found.url),
        source=source(found.source, found.source_id, found.source_url),
        score=found.score,
    )
