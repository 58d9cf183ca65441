"""What the API answers of whole sets of documents. These names are promised to others."""

from pydantic import BaseModel


class Answered(BaseModel):
    """What is said of every answer: how many documents it is made of, by which engine, and under which licence."""

    count: int
    engine: str
    notice: str
    licence: str


class MonthCount(BaseModel):
    month: str
    count: int


class Histogram(Answered):
    months: list[MonthCount]


class MonthShares(BaseModel):
    """`all` are the month's documents under the filters; counts and shares (per cent) in the order of `terms`."""

    month: str
    all: int
    counts: list[int]
    shares: list[float | None]


class Shares(Answered):
    terms: list[str]
    months: list[MonthShares]
