"""What the ledger's part of the API is asked, and what it answers. Hashes are hex in lower case."""

from datetime import datetime

from ninja import Schema
from pydantic import BaseModel, Field

from .asked import LARGEST, Paged

ENTRIES_AT_ONCE = 1000


class EntriesAsked(Schema):
    begin: int = Field(0, alias="from", ge=0, le=LARGEST, description="The first entry.")
    end: int | None = Field(
        None, alias="to", ge=0, le=LARGEST, description="The entry after the last; at most 1,000 come at once."
    )


class ProofAsked(Schema):
    size: int | None = Field(None, ge=1, le=LARGEST, description="The size of the log; the latest head's by default.")


class ConsistencyAsked(Schema):
    first: int = Field(ge=0, le=LARGEST, description="The smaller size.")
    second: int | None = Field(None, ge=0, le=LARGEST, description="The larger size; the latest head's by default.")


class HeadsAsked(Paged):
    """From the oldest to the latest."""


class OwnVote(BaseModel):
    """``receipt`` leads to the entry; ``index`` is null while that waits to be sealed."""

    idea: int
    value: int
    version: int
    at: datetime
    receipt: str
    index: int | None


class OwnVotes(BaseModel):
    items: list[OwnVote]
    next: str | None
    count: int


class State(BaseModel):
    size: int
    root: str


class Head(BaseModel):
    """``signed`` is the exact text that was signed; ``signature`` is base64, Ed25519."""

    size: int
    root: str
    previous: State | None
    sealed_at: datetime
    key_id: str
    signed: str
    signature: str


class HeadPage(BaseModel):
    items: list[Head]
    next: str | None
    count: int


class Key(BaseModel):
    """``public_key`` is base64 of 32 bytes."""

    key_id: str
    public_key: str
    first_used: datetime


class Keys(BaseModel):
    keys: list[Key]


class Entry(BaseModel):
    """``leaf`` is base64 of the leaf's exact bytes, which are JSON in UTF-8."""

    index: int
    leaf: str


class Entries(BaseModel):
    """``size`` is that of the latest head: there is more as long as the last index + 1 is smaller."""

    entries: list[Entry]
    size: int


class Proof(BaseModel):
    """The inclusion proof of RFC 9162, 2.1.3."""

    index: int
    size: int
    leaf: str
    path: list[str]


class Consistency(BaseModel):
    """The consistency proof of RFC 9162, 2.1.4."""

    first: int
    second: int
    path: list[str]
