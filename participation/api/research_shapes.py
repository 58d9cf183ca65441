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


class KeyWord(BaseModel):
    """In how many of the documents read a word stands, inside and outside of the set; shares in per cent."""

    word: str
    inside: int
    inside_share: float
    outside: int
    outside_share: float | None
    keyness: float


class Period(BaseModel):
    """A month, a quarter or a year; its words are set against the other periods of the set."""

    period: str
    documents: int
    words: list[KeyWord]


class Words(Answered):
    """`measure` says how `keyness` is made; `read` documents of the set and `read_of_rest` others were read for it."""

    measure: str
    read: int
    read_of_rest: int
    words: list[KeyWord]
    periods: list[Period]


class MonthShares(BaseModel):
    """`all` are the month's documents under the filters; counts and shares (per cent) in the order of `terms`."""

    month: str
    all: int
    counts: list[int]
    shares: list[float | None]


class Shares(Answered):
    terms: list[str]
    months: list[MonthShares]


class ContributorGroup(BaseModel):
    """People who contributed from `least` to `most` times; `most` is null in the group that contributed most."""

    least: int
    most: int | None
    people: int
    documents: int


class Contributors(Answered):
    """No group is smaller than five people; with fewer than five in all there is none. Pseudonyms hold for one set."""

    people: int
    documents: int
    groups: list[ContributorGroup]
    pseudonyms: list[str]


class SetCount(BaseModel):
    q: str
    count: int
    only: int


class Difference(BaseModel):
    """How many documents of each set have a value of a facet; `points` is the difference of the shares in per cent."""

    facet: str
    value: str
    counts: list[int]
    points: float


class Comparison(Answered):
    """`likeness` is Jaccard's index in per cent."""

    sets: list[SetCount]
    both: int
    likeness: float | None
    differences: list[Difference]


class Alike(BaseModel):
    """A document, how much of the checked ones' telling words it has (per cent), and which."""

    kind: str
    id: int
    title: str
    url: str
    share: float
    words: list[str]


class MoreLikeThis(BaseModel):
    words: list[str]
    items: list[Alike]
    engine: str
    notice: str
