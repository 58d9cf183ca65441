"""Consultations in the API, with their stages and what is owed from how many supporters on."""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from pydantic import BaseModel, Field

from ideas.kept import kept
from participation.accounts.models import IdentityLevel
from participation.consultations import ladder, models

from .describe import absolute, department_name


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


def stage(row: models.Stage) -> Stage:
    return Stage(
        kind=row.kind,
        title=row.local_title,
        starts=row.starts_at,
        ends=row.ends_at,
        allows=sorted(row.powers),
        votes_per_person=row.votes_per_person,
        identity_level=IdentityLevel(row.identity_level).name.lower(),
        open=row.is_open_at(timezone.now()),
    )


def _rung(row: ladder.Rung) -> Rung:
    return Rung(
        supporters=row.supporters,
        per_cent=float(row.per_cent) if row.per_cent is not None else None,
        obliges=row.obliges,
        title=row.local_title,
        department=department_name(row.department),
        days=row.days,
        working_days=row.in_working_days,
        within_days=row.within_days,
        goes_on=row.goes_on,
    )


def consultation(request: HttpRequest, row: models.ConsultationPage) -> Consultation:
    now = row.stage_at()
    return Consultation(
        id=row.pk,
        slug=row.slug,
        title=row.local.title,
        intro=row.local.intro,
        department=department_name(row.department),
        topic=row.topic.slug if row.topic else None,
        place=row.place.slug if row.place else None,
        is_suggestion_box=row.is_suggestion_box,
        threshold=row.threshold,
        answer_days=row.answer_days,
        answered_from=row.answered_from,
        ladder=[_rung(each) for each in kept().ladders.get(row.pk, ()) or filter(None, [ladder.usual_rung(row)])],
        stage=stage(now) if now else None,
        stages=[stage(each) for each in row.all_stages],
        url=absolute(request, row.get_url(request) or ""),
    )
