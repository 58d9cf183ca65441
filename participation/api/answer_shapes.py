"""Answers and progress in the API."""

from datetime import datetime

from pydantic import BaseModel

from ideas import models
from ideas.translating import source_of_voice

from .describe import department_name
from .idea_shapes import Promise, promise


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


def answer_inside(row: models.Answer) -> Answer:
    """With what officials are told of an answer that is being prepared."""
    told = answer(row)
    if not row.is_published:
        told.approval = _approval(row)
        told.planned, told.fingerprint = row.publish_at, row.fingerprint
    return told


def _approval(row: models.Answer) -> str:
    if not row.needs_approval:
        return ""
    if row.is_approved:
        return "approved"
    return "asked" if row.approval_asked_at else "needed"


def answer(row: models.Answer) -> Answer:
    return Answer(
        id=row.pk,
        interim=row.is_interim,
        status=row.status or None,
        reason=row.reason,
        chosen_reason=str(row.chosen_reason) if row.chosen_reason else None,
        promise=promise(row.promised),
        html=row.html,
        language=source_of_voice(row).language,
        author=row.author.public_name if row.author and row.author.closed_at is None else None,
        department=department_name(row.department),
        created=row.created_at,
        published=row.published_at,
    )


def progress_note(row: models.ProgressNote) -> ProgressNote:
    return ProgressNote(
        id=row.pk,
        percent=row.percent,
        text=row.text,
        html=row.html,
        language=source_of_voice(row).language,
        created=row.created_at,
    )
