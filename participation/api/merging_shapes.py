"""Merged and divided ideas in the API."""

from datetime import datetime

from pydantic import BaseModel

from ideas import models
from ideas.merging.progress import Progress
from ideas.merging.showing import name_of


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


def merge(row: models.Merge, progress: Progress | None) -> Merge:
    """Without numbers, where there is no progress to be told."""
    return Merge(
        id=row.pk,
        source=row.source_id,
        into=row.target_id,
        at=row.merged_at,
        by=name_of(row.merged_by) or None,
        reason=row.reason,
        supporters=progress.counted if progress else None,
        under_way=row.is_under_way,
        percent=(progress.percent if row.is_under_way else 100) if progress else None,
        undone=row.undone_at,
        undone_by=name_of(row.undone_by) or None,
        undone_reason=row.undone_reason,
    )


def merge_proposal(row: models.MergeProposal) -> MergeProposal:
    return MergeProposal(
        id=row.pk,
        source=row.source_id,
        into=row.target_id,
        at=row.proposed_at,
        by=row.proposed_by.public_name if row.proposed_by else None,
        reason=row.reason,
        settled=row.settled_at,
        accepted=row.accepted,
        answer=row.answer,
    )


def split(row: models.Split) -> Split:
    parts = row.idea.parts.published().filter(created_at__gte=row.split_at).order_by("pk")
    return Split(
        id=row.pk,
        idea=row.idea_id,
        parts=list(parts.values_list("pk", flat=True)),
        at=row.split_at,
        reason=row.reason,
        undone=row.undone_at,
        undone_reason=row.undone_reason,
    )
