"""The shapes of what is owed: rungs, duties, and the figures of departments."""

from datetime import datetime

from pydantic import BaseModel

from .schemas import Named


class Extension(BaseModel):
    before: datetime
    after: datetime
    reason: str
    created: datetime


class Duty(BaseModel):
    """One thing owed for one idea, as it was promised."""

    id: int
    rung: int
    supporters: int | None
    obliges: str
    title: str
    department: str | None
    days: int
    working_days: bool
    met: datetime
    due: datetime
    overdue: bool
    days_left: int | None
    fulfilled: datetime | None
    in_time: bool | None
    outcome: str
    report: str
    lapsed: datetime | None
    lapse: str
    extensions: list[Extension]
    extensions_left: int | None


class DutyPage(BaseModel):
    items: list[Duty]
    next: str | None
    count: int


class Figures(BaseModel):
    """Of the last twelve months, but for what is owed now. ``/departments/`` says what each means."""

    owed: int
    overdue: int
    due: int
    in_time: int
    in_time_percent: int | None
    answered: int
    median_days: float | None
    shortest_days: float | None
    longest_days: float | None
    decided: int
    adopted: int
    adopted_percent: int | None
    made_at: datetime | None


class Month(BaseModel):
    month: str
    answered: int
    in_time: int
    median_days: float | None


class Department(Named):
    figures: Figures
    url: str


class DepartmentPage(BaseModel):
    items: list[Department]
    next: str | None
    count: int


class OwedIdea(BaseModel):
    id: int
    code: str
    title: str
    url: str


class Owed(BaseModel):
    """What a department owes, with the idea for which it does."""

    duty: Duty
    idea: OwedIdea


class DepartmentDetail(Department):
    months: list[Month]


class OwedPage(BaseModel):
    items: list[Owed]
    next: str | None
    count: int
