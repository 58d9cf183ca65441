"""What the desk's part of the API is asked and answers. All of it is for officials, but for evaluations."""

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import BaseModel, Field, StrictBool, StrictInt

from ..asked import Id, Moment, Paged
from ..idea_shapes import Idea


class Section(BaseModel):
    """One kind of work, with how much waits: null where it is not counted, at most 1000."""

    name: str
    label: str
    count: int | None
    url: str


class Desk(BaseModel):
    items: list[Section]


class Work(BaseModel):
    """An idea as it waits at the desk."""

    idea: Idea
    owner: str | None
    due: datetime | None
    days: int | None
    overdue: bool


class WorkPage(BaseModel):
    items: list[Work]
    next: str | None
    count: int


class WorkAsked(Paged):
    view: str = Field("owed", description="owed, reached, assigned, approval, prepared, underway or looking.")
    whose: str = Field("mine", description="mine, all, nobody, or the id of a department.")
    status: str = ""
    consultation: str = Field("", description="Its id.")
    due: Literal["", "overdue", "soon", "later"] = ""


class Assigned(Schema):
    department: str | None = Field(None, description="Its slug or its id; null for none.")
    owner: Id | None = Field(None, description="The id of an official of that department.")
    due: Moment | None = Field(None, description="A new day for the answer; null leaves it.")


class Colleague(BaseModel):
    id: int
    name: str
    badge: str
    department: str | None


class ColleaguePage(BaseModel):
    items: list[Colleague]
    next: str | None
    count: int


class NewNote(Schema):
    text: str = Field(max_length=5_000, description="@ and a colleague's name tells them that there is a note.")


class Note(BaseModel):
    """Among officials alone."""

    id: int
    text: str
    html: str
    author: str | None
    mentioned: list[str]
    created: datetime


class NotePage(BaseModel):
    items: list[Note]
    next: str | None
    count: int


class NewAbsence(Schema):
    deputy: Id = Field(description="The id of a colleague.")
    starts: date
    ends: date


class Absence(BaseModel):
    id: int
    person: str
    deputy: str
    starts: date
    ends: date


class AbsencePage(BaseModel):
    items: list[Absence]
    next: str | None
    count: int


class Step(BaseModel):
    at: datetime
    person: str
    text: str


class History(BaseModel):
    items: list[Step]


class ApprovalAsked(Schema):
    approve: StrictBool
    fingerprint: str = Field(max_length=64, description="Of the answer as it was read: another text is refused.")
    words: str = Field("", max_length=2_000, description="What is to be changed, where it is not approved.")


class PlanAsked(Schema):
    at: Moment | None = Field(None, description="When it goes out by itself; null takes that back.")


class OfferedReason(BaseModel):
    id: int
    name: str
    decision: str | None


class OfferedReasonPage(BaseModel):
    items: list[OfferedReason]
    next: str | None
    count: int


class NewTemplate(Schema):
    name: str = Field(max_length=200)
    text: str = Field(
        max_length=20_000, description="{title}, {code}, {supporters}, {department}, {author} and {date}."
    )
    decision: Literal["", "accepted", "partly", "declined", "already_done", "not_ours"] = ""


class Template(BaseModel):
    id: int
    name: str
    text: str
    decision: str | None
    department: str | None


class TemplatePage(BaseModel):
    items: list[Template]
    next: str | None
    count: int


class Filled(BaseModel):
    """A template with its places filled in from an idea."""

    status: str | None
    reason: str


class EvaluationAsked(Schema):
    people: list[Id] = Field(max_length=100, description="The ids of officials, experts or evaluators.")
    due_on: date
    question: str = Field("", max_length=4_000)
    goes_public: StrictBool = Field(False, description="Publish the means with the answer.")


class Scores(Schema):
    scores: list[StrictInt] = Field(max_length=20, description="1 to 5 for each criterion; 0 for: cannot say.")
    words: str = Field("", max_length=10_000)


class Mean(BaseModel):
    name: str
    mean: float | None
    scores: int


class PublicResult(BaseModel):
    means: list[Mean]
    evaluators: int


class PublicResults(BaseModel):
    items: list[PublicResult]


class Given(BaseModel):
    evaluator: str
    scores: list[int | None]
    words: str
    done: datetime | None


class Result(BaseModel):
    id: int
    question: str
    due: date
    public: bool
    means: list[Mean]
    evaluations: list[Given]


class Results(BaseModel):
    items: list[Result]


class MyEvaluation(BaseModel):
    id: int
    idea: int
    title: str
    html: str
    question: str
    criteria: list[str]
    due: date
    scores: list[int | None]
    words: str
    done: datetime | None


class EvaluationPage(BaseModel):
    items: list[MyEvaluation]
    next: str | None
    count: int


class Criterion(BaseModel):
    name: str
    translations: dict[str, str]


class Criteria(BaseModel):
    items: list[Criterion]


class NewCriterion(Schema):
    name: str = Field(max_length=300)
    translations: dict[str, str] = Field(default_factory=dict)


class CriteriaAsked(Schema):
    criteria: list[NewCriterion] = Field(max_length=50)


class Matching(BaseModel):
    """A list of the desk, as its address names it."""

    view: str = "owed"
    whose: str = "mine"
    status: str = ""
    consultation: str = ""
    due: str = ""


class BulkAsked(Schema):
    to: str
    reason: str = Field(max_length=20_000)
    chosen_reason: Id | None = None
    ideas: list[Id] = Field(default_factory=list, max_length=5_000)
    matching: Matching | None = Field(None, description="All ideas of this list, besides those named.")


class Bulk(BaseModel):
    id: int
    to: str
    reason: str
    total: int
    done: int
    asked: int = Field(description="Answers that were prepared and wait for a colleague's approval.")
    refused: int
    created: datetime
    finished: datetime | None


class BulkPage(BaseModel):
    items: list[Bulk]
    next: str | None
    count: int


class BulkItemsAsked(Paged):
    outcome: Literal["", "waiting", "done", "asked", "refused"] = ""


class BulkItem(BaseModel):
    idea: int
    outcome: str
    words: str


class BulkItemPage(BaseModel):
    items: list[BulkItem]
    next: str | None
    count: int
