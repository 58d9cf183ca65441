"""What the API asks and answers about searches that are kept and results that are taken away."""

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import AwareDatetime, BaseModel, Field

from .asked import Paged
from .research_shapes import KeyWord, Period

SEARCH = "The search page's own parameters, as they stand in its address: q=버스&kind=idea"

__all__ = ["Paged"]


class NewSavedSearch(Schema):
    search: str = Field(max_length=4_000, description=SEARCH)
    name: str = Field("", max_length=100)
    pace: str = Field("daily", description="daily, weekly, or never: then it has its feed alone.")


class ChangedSavedSearch(Schema):
    paused: bool


class SavedSearch(BaseModel):
    id: int
    name: str
    search: str
    pace: str
    paused: bool
    created: datetime
    last_mail: datetime | None
    feed: str
    url: str


class SavedSearchPage(BaseModel):
    items: list[SavedSearch]
    next: str | None
    count: int


class Gone(BaseModel):
    id: str


class NewResultSet(Schema):
    search: str = Field(max_length=4_000, description=SEARCH)


class ResultSet(BaseModel):
    """`sha256` is over the ids, sorted by their bytes, each ended by a line feed.

    `now`, `added` and the others are as of `compared`, and null until the set is made. A large set is compared by the
    worker: while `comparing` says so, they are those of the last time. `/changes` says which results they are.
    """

    code: str
    title: str
    state: str
    search: str
    tree: dict[str, Any]
    engine: str
    normaliser: int
    made: datetime
    count: int
    sha256: str
    compared: datetime | None
    comparing: bool
    now: int | None
    added: int | None
    hidden: int | None
    folded: int | None
    gone: int | None
    changed: int | None
    url: str


class ResultSetPage(BaseModel):
    items: list[ResultSet]
    next: str | None
    count: int


class SetChanges(BaseModel):
    """The ids of what is found now and was not then, and of what was: hidden since, merged or divided since, no longer
    there at all, or changed so that it is not found any more.
    """

    compared: datetime
    added: list[str]
    hidden: list[str]
    folded: list[str]
    gone: list[str]
    changed: list[str]


class WordsOfSet(BaseModel):
    """`counted` is null until the worker is through, and so is what it counts; `done` of `total` tell how far it is.

    Every text is read from end to end: `read` documents of the set, `read_of_rest` others. The count never changes.
    """

    code: str
    sha256: str
    done: int
    total: int
    counted: datetime | None
    normaliser: int | None
    read: int | None
    read_of_rest: int | None
    words: list[KeyWord]
    periods: list[Period]
    url: str


class NewExport(Schema):
    search: str = Field(max_length=4_000, description=SEARCH)
    formats: list[str] = Field(default_factory=lambda: ["csv"], max_length=10, description="csv, jsonl, parquet")


class Export(BaseModel):
    token: str
    title: str
    search: str
    formats: list[str]
    state: str
    done: int
    total: int
    rows: int | None
    size: int | None
    sha256: str
    ids_sha256: str
    created: datetime
    expires: datetime | None
    file: str | None
    url: str


class ExportPage(BaseModel):
    items: list[Export]
    next: str | None
    count: int


class FoundAsked(Paged):
    search: str = Field(max_length=4_000, description=SEARCH)
    updated_since: AwareDatetime | None = Field(None, description="Only what was written or changed since then.")


class ResultPage(BaseModel):
    """Each item has the columns of an export; see the codebook of one."""

    items: list[dict[str, Any]]
    next: str | None
    count: int = Field(description="Of everything that is found, whenever it was written.")


class RemovedAsked(Schema):
    limit: int = Field(100, ge=1, le=100)
    cursor: str = Field("", max_length=60)
    since: AwareDatetime | None = None
    kind: str = Field("", max_length=40)


class Removal(BaseModel):
    id: str
    removed: datetime | None
    why: str
    rule: str
    instead: str | None


class RemovalPage(BaseModel):
    items: list[Removal]
    next: str | None
    count: int
