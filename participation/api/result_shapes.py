"""Results as the API is asked for them and shows them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import Schema
from pydantic import BaseModel, BeforeValidator, Field, StrictInt

from ideas.models import Idea
from ideas.results.actions import MOST_MILESTONES, Plan, Step
from ideas.results.models import Milestone, Result, ResultReport

from .asked import NAMED, Id, Paged, Ref, _no_flag
from .describe import absolute
from .lookup import department_of, place_of, topic_of


class ResultsAsked(Paged):
    state: Literal["", "planned", "underway", "done", "stopped"] = ""
    department: str = Field("", description=NAMED)
    topic: str = Field("", description=NAMED)
    place: str = Field("", description=NAMED)
    consultation: str = Field("", description=NAMED + " Results of the ideas put to it.")
    idea: str = Field("", max_length=20, description="The number of an idea: its results.")


class MilestoneAsked(Schema):
    id: Id | None = Field(None, description="A step that is there already; without it, a new one.")
    title: str = Field(max_length=120)
    due: date | None = None
    reached: date | None = None


class NewResult(Schema):
    title: str
    text: str = Field(max_length=10_000)
    department: Ref | None = Field(None, description="Where there is none, your own.")
    topic: Ref | None = None
    place: Ref | None = None
    cost: Annotated[StrictInt, BeforeValidator(_no_flag), Field(ge=0)] | None = None
    starts: date | None = None
    ends: date | None = None
    milestones: list[MilestoneAsked] = Field(default_factory=list, max_length=MOST_MILESTONES)
    ideas: list[Id] = Field(default_factory=list, max_length=100, description="Accepted ideas that it answers.")


class ChangedResult(Schema):
    """What is not sent stays as it is; milestones are sent all together."""

    title: str | None = None
    text: str | None = Field(None, max_length=10_000)
    department: Ref | None = None
    topic: Ref | None = None
    place: Ref | None = None
    cost: Annotated[StrictInt, BeforeValidator(_no_flag), Field(ge=0)] | None = None
    starts: date | None = None
    ends: date | None = None
    milestones: list[MilestoneAsked] | None = Field(None, max_length=MOST_MILESTONES)
    note: str = Field("", max_length=200, description="What changed, in a few words.")


class NewResultReport(Schema):
    percent: Annotated[StrictInt, BeforeValidator(_no_flag)]
    text: str = Field(max_length=5_000)
    reached: list[Id] = Field(default_factory=list, max_length=MOST_MILESTONES, description="Steps reached today.")


class MilestoneShape(BaseModel):
    id: int
    title: str
    due: date | None
    reached: date | None


class ResultShape(BaseModel):
    """``ideas`` are the public ones that it answers; ``cost`` is in ``currency``, without small change."""

    id: int
    title: str
    text: str
    html: str
    language: str
    state: str
    percent: int
    stopped_reason: str | None
    department: str | None
    topic: str | None
    place: str | None
    cost: int | None
    currency: str
    starts: date | None
    ends: date | None
    milestones: list[MilestoneShape]
    ideas: list[int]
    created: datetime
    changed: datetime
    url: str


class ResultList(BaseModel):
    items: list[ResultShape]
    next: str | None
    count: int


class ResultReportShape(BaseModel):
    """``before`` is what was told until then: a smaller ``percent`` corrects it."""

    id: int
    percent: int
    before: int
    text: str
    html: str
    language: str
    created: datetime


class ResultReportList(BaseModel):
    items: list[ResultReportShape]
    next: str | None
    count: int


def plan_of(asked: NewResult) -> Plan:
    return Plan.cleaned(
        title=asked.title,
        text=asked.text,
        department=department_of(asked.department),
        topic=topic_of(asked.topic),
        place=place_of(asked.place),
        cost=asked.cost,
        starts_on=asked.starts,
        ends_on=asked.ends,
        milestones=_steps(asked.milestones),
    )


def changed_plan(asked: ChangedResult, result: Result) -> Plan:
    """The plan as it stands, with what was sent in its place."""
    said = asked.model_fields_set
    kept = [Step(each.title, each.due_on, each.reached_on, each.pk) for each in result.milestones.all()]
    return Plan.cleaned(
        title=result.title if asked.title is None else asked.title,
        text=result.text if asked.text is None else asked.text,
        department=department_of(asked.department) if "department" in said else result.department,
        topic=topic_of(asked.topic) if "topic" in said else result.topic,
        place=place_of(asked.place) if "place" in said else result.place,
        cost=asked.cost if "cost" in said else result.cost,
        starts_on=asked.starts if "starts" in said else result.starts_on,
        ends_on=asked.ends if "ends" in said else result.ends_on,
        milestones=kept if asked.milestones is None else _steps(asked.milestones),
    )


def _steps(asked: Iterable[MilestoneAsked]) -> list[Step]:
    return [Step(each.title, each.due, each.reached, each.id) for each in asked]


def results(request: HttpRequest, rows: Sequence[Result]) -> list[ResultShape]:
    """Results with names and milestones at hand, in one more query: the ideas they answer."""
    linked: dict[int, list[int]] = {}
    public = Idea.objects.published().filter(results__in=rows).order_by("pk") if rows else Idea.objects.none()
    for result_id, idea_id in public.values_list("results", "pk"):
        linked.setdefault(result_id, []).append(idea_id)
    return [_result(request, row, linked.get(row.pk, [])) for row in rows]


def result(request: HttpRequest, row: Result) -> ResultShape:
    return results(request, [row])[0]


def _result(request: HttpRequest, row: Result, ideas: list[int]) -> ResultShape:
    return ResultShape(
        id=row.pk,
        title=row.title,
        text=row.text,
        html=row.html,
        language=row.language,
        state=row.state,
        percent=row.percent,
        stopped_reason=row.stopped_reason or None,
        department=row.department.local_name if row.department else None,
        topic=row.topic.slug if row.topic else None,
        place=row.place.slug if row.place else None,
        cost=row.cost,
        currency=settings.CURRENCY,
        starts=row.starts_on,
        ends=row.ends_on,
        milestones=[_milestone(step) for step in row.milestones.all()],
        ideas=ideas,
        created=row.created_at,
        changed=row.changed_at,
        url=absolute(request, row.get_absolute_url()),
    )


def _milestone(step: Milestone) -> MilestoneShape:
    return MilestoneShape(id=step.pk, title=step.title, due=step.due_on, reached=step.reached_on)


def report(row: ResultReport) -> ResultReportShape:
    return ResultReportShape(
        id=row.pk,
        percent=row.percent,
        before=row.before,
        text=row.text,
        html=row.html,
        language=row.language,
        created=row.created_at,
    )
