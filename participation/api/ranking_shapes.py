"""What the API says of the orders of lists."""

from datetime import datetime

from ninja import Schema
from pydantic import BaseModel, Field, StrictBool, StrictInt

from ideas.models.ranking import LONGEST_HALF_LIFE

from .asked import NAMED


class OrderExplained(BaseModel):
    label: str
    text: str


class HalfLifeRule(BaseModel):
    """``consultation`` is null for the lists of the site."""

    name: str
    days: int
    url: str


class HalfLifeChange(BaseModel):
    consultation: str | None
    before: int
    after: int
    reason: str
    at: datetime
    by: str
    percent: int


class Orders(BaseModel):
    orders: list[OrderExplained]
    half_lives: list[HalfLifeRule]
    changes: list[HalfLifeChange]


class PlacedIdea(BaseModel):
    """``other`` is its place on the other page; null where it is not on it."""

    id: int
    title: str
    place: int
    other: int | None


class Simulation(BaseModel):
    days_now: int
    days: int
    before: list[PlacedIdea]
    after: list[PlacedIdea]


class Seen(BaseModel):
    seen: bool


class Memory(BaseModel):
    remember: bool


class HalfLifeTried(Schema):
    days: int = Field(ge=1, le=LONGEST_HALF_LIFE, description="The half-life to look at.")
    consultation: str = Field("", description=NAMED + " Empty: the lists of the site.")


class HalfLifeAsked(Schema):
    days: StrictInt = Field(description="In how many days a supporter loses half of the weight.")
    reason: str = Field(max_length=500)
    consultation: str = Field("", description=NAMED + " Empty: the lists of the site.")


class MemoryAsked(Schema):
    remember: StrictBool
