"""Signature sheets and ideas from a counter as the API is asked for them and shows them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import BaseModel, Field

from ideas.paper.actions import totals_of
from ideas.paper.models import SignatureSheet
from ideas.paper.reading import MOST_LINES
from ideas.paper.showing import Said, logs_of
from participation.accounts.models import User

from .asked import Paged, Ref
from .idea_shapes import Idea


class NewSheet(Schema):
    """Lines are made into keyed hashes at once and are not kept."""

    number: str = Field(max_length=40)
    lines: list[str] = Field(max_length=MOST_LINES, description="One signature each, as it stands on the sheet.")


class NewCounterIdea(Schema):
    title: str
    body: str
    consent: str = Field(max_length=200, description="How the person agreed that this is published.")
    name: str = Field("", max_length=40, description="The name that is shown; empty for nobody named.")
    consultation: Ref | None = Field(None, description="Where there is none, the suggestion box.")
    topic: Ref | None = None
    place: Ref | None = None
    language: Literal["ko", "en"] | None = None


class SheetRowShape(BaseModel):
    line: int
    outcome: str
    reason: str


class SheetLogShape(BaseModel):
    verb: str
    by: str
    at: datetime
    reason: str


class SheetShape(BaseModel):
    """``totals`` counts the lines by what became of them."""

    id: int
    idea: int
    number: str
    state: str
    entered: datetime
    entered_by: str | None
    checked: datetime | None
    checked_by: str | None
    undo_asked: datetime | None = Field(description="Since when it waits for a second person to take it back.")
    undo_asked_by: str | None
    undone: datetime | None
    undone_by: str | None
    undone_reason: str | None = Field(description="Why it was taken back, or is to be.")
    log: list[SheetLogShape] = Field(description="Who wanted to take it back, who did not agree, and why.")
    totals: dict[str, int]
    rows: list[SheetRowShape]


class SheetList(BaseModel):
    items: list[SheetShape]
    next: str | None
    count: int


class SheetsAsked(Paged):
    state: Literal["", "entered", "counted", "undone"] = Field("", description="Only sheets in this state.")


class CodeAsked(Schema):
    code: str = Field(max_length=100, description="As it stands on the paper; hyphens and case do not matter.")


class CounterIdeaShape(BaseModel):
    """``code`` is told this once: print it for the person."""

    idea: Idea
    code: str
    url: str


class PaperShape(BaseModel):
    """How many of the idea's votes came on paper; null while results are hidden."""

    support: int | None


def sheet(row: SignatureSheet) -> SheetShape:
    return sheets([row])[0]


def sheets(rows: Sequence[SignatureSheet]) -> list[SheetShape]:
    logs = logs_of(rows)
    return [_sheet(row, logs.get(row.pk, [])) for row in rows]


def _sheet(row: SignatureSheet, log: Iterable[Said]) -> SheetShape:
    return SheetShape(
        id=row.pk,
        idea=row.idea_id,
        number=row.number,
        state=row.state,
        entered=row.entered_at,
        entered_by=_name(row.entered_by),
        checked=row.checked_at,
        checked_by=_name(row.checked_by),
        undo_asked=row.undo_asked_at,
        undo_asked_by=_name(row.undo_asked_by),
        undone=row.undone_at,
        undone_by=_name(row.undone_by),
        undone_reason=row.undone_reason or None,
        log=[SheetLogShape(verb=said.verb, by=said.by, at=said.at, reason=said.reason) for said in log],
        totals=totals_of(row),
        rows=[SheetRowShape(line=each.position, outcome=each.outcome, reason=each.reason) for each in row.rows.all()],
    )


def _name(user: User | None) -> str | None:
    return user.public_name if user else None
