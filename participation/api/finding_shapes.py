"""What a search finds, in the API."""

from datetime import datetime

from django.http import HttpRequest
from pydantic import BaseModel, Field

from search import finding

from .describe import absolute, source
from .schemas import Source


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
    near: bool = Field(
        False, description="Whether only most of the words are in it; such hits follow where few are whole."
    )


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


def hit(request: HttpRequest, found: finding.Hit) -> Hit:
    return Hit(
        kind=found.kind,
        id=found.object_id,
        code=found.code,
        title=found.title,
        snippet=str(found.snippet),
        date=found.date,
        author=found.author_name,
        status=found.status,
        stage=found.stage,
        votes=found.votes,
        url=absolute(request, found.url),
        source=source(found.source, found.source_id, found.source_url),
        thread=found.thread,
        more=found.more,
        near=found.near,
    )
