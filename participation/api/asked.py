"""What the API is asked. Unknown fields are left alone, so that a newer client can talk to an older server."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AwareDatetime, BeforeValidator, Field, StrictBool, StrictInt, WithJsonSchema

LARGEST = 2**63 - 1


def _as_word(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _no_flag(value: Any) -> Any:
    """A flag is no number, although Python says so."""
    return None if isinstance(value, bool) else value


NAMED = "Its slug or its id."

# The short name of a topic, place or consultation, or its number.
Ref = Annotated[
    str,
    BeforeValidator(_as_word),
    Field(max_length=255),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "integer"}], "description": NAMED}),
]


def _no_seconds(value: Any) -> Any:
    """A moment is written as ISO 8601 has it; a number could be any."""
    if isinstance(value, (int, float)) or (isinstance(value, str) and re.fullmatch(r"\s*[-+.\d]+\s*", value)):
        raise ValueError("Write the moment as ISO 8601 has it.")
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_no_seconds)]
Id = Annotated[StrictInt, Field(ge=1, le=LARGEST)]


class Paged(Schema):
    limit: int = Field(25, ge=1, le=100, description="How many on a page.")
    cursor: str = Field("", max_length=1000, description="What the page before gave as next.")


class IdeasAsked(Paged):
    sort: Literal[
        "newest",
        "popular",
        "supported",
        "rising",
        "near",
        "controversial",
        "unseen",
        "needs_answer",
        "answered",
        "random",
    ] = "newest"
    seed: str = Field("", max_length=60, description="The same seed gives the same random order, also tomorrow.")
    status: str = Field("", description='A status, or "answered" for all that have an answer.')
    stage: str = Field("", description="post, vote, confirm or ended.")
    topic: str = Field("", description=NAMED + " Its parts are in it.")
    place: str = Field("", description=NAMED)
    consultation: str = Field("", description=NAMED)
    board: str = Field("", description="The board that an idea was imported from.")
    q: str = Field("", max_length=1000, description="Words to find, as the search takes them.")


class NewIdea(Schema):
    title: str
    body: str
    consultation: Ref | None = Field(None, description="Where there is none, the suggestion box.")
    topic: Ref | None = None
    place: Ref | None = None
    language: Literal["ko", "en"] | None = Field(None, description="The language of the text.")
    observations: list[Id] = Field(default_factory=list, max_length=100)


class ChangedIdea(Schema):
    """What is not sent stays as it is."""

    title: str | None = None
    body: str | None = None
    topic: Ref | None = None
    place: Ref | None = None
    note: str = Field("", max_length=200, description="What changed, in a few words.")
    base_version: Id | None = Field(None, description="The version that was edited; a newer one refuses.")
    is_slip: bool = Field(
        False, description="It only mends a slip of the pen: supporters are not asked. A moderator may say so."
    )


class VoteAsked(Schema):
    value: Annotated[Literal[1, -1], BeforeValidator(_no_flag)]
    version: Id | None = Field(
        None,
        description="The version that was read: the vote is for it. Repeating a vote for an earlier text with a later "
        "version confirms it for that one. Left out, a new vote is for the present version.",
    )


class SimilarAsked(Schema):
    title: str = Field(max_length=500)
    body: str = Field("", max_length=20_000)


class TransitionAsked(Schema):
    to: str
    reason: str = Field("", max_length=20_000)


class Reason(Schema):
    reason: str = Field("", max_length=2_000)


class MergeTried(Schema):
    into: int = Field(ge=1, le=LARGEST, description="The idea that would stay.")


class MergeAsked(Reason):
    into: Id = Field(description="The idea that stays.")


class SameAsked(Schema):
    into: Id = Field(description="The other idea.")
    reason: str = Field("", max_length=5_000, description="What whoever decides should know.")


class PartAsked(Schema):
    title: str = Field(max_length=1_000)
    body: str = Field(max_length=50_000)


class SplitAsked(Reason):
    parts: list[PartAsked] = Field(max_length=10, description="Two to four.")


class PutOff(Schema):
    due: AwareDatetime = Field(description="The new date, later than the one that was promised.")
    reason: str = Field("", max_length=1_000)


class Reported(Schema):
    report: str = Field("", max_length=5_000, description="What came of it.")


class NewAnswer(Schema):
    status: str = Field("", description="The decision; empty for an interim answer.")
    reason: str = Field(max_length=20_000)
    publish: StrictBool = Field(True, description="false prepares it: nobody outside sees it yet.")
    chosen_reason: Id | None = Field(None, description="The id of a reason of the list.")
    cost: str | StrictInt | None = Field(None, description="What is promised costs so much.")
    currency: str = Field("", max_length=3, description="The site's first one, where a cost has none.")
    term: str = Field("", max_length=120, description="By when it is done, in words.")
    answer: Id | None = Field(None, description="Rewrites this one, which is not published yet.")


class NewProgress(Schema):
    percent: Annotated[StrictInt, BeforeValidator(_no_flag)]
    text: str = Field(max_length=5_000)


class ConfirmationAsked(Schema):
    was_done: StrictBool
    text: str = Field("", max_length=500)


class ObservationsAsked(Paged):
    sort: Literal["newest", "agreed"] = "newest"
    gathered: bool | None = Field(None, description="Whether ideas came of it.")
    topic: str = Field("", description=NAMED)
    place: str = Field("", description=NAMED)
    consultation: str = Field("", description=NAMED)


class NewObservation(Schema):
    text: str
    consultation: Ref | None = Field(None, description="Where there is none, the suggestion box.")
    topic: Ref | None = None
    place: Ref | None = None
    spot: str = Field("", max_length=120)


class ConsultationsAsked(Paged):
    state: Literal["", "open", "upcoming", "finished"] = ""


class NewReport(Schema):
    kind: Literal["idea", "observation"]
    id: Id
    reason: str
    text: str = Field("", max_length=1000)


class SetAsked(Schema):
    """A set of documents: those with the words, under the filters."""

    q: str = Field("", max_length=1000)
    kind: str = Field("", description="Several are separated by commas, here and below.")
    topic: str = Field("", description=NAMED)
    place: str = Field("", description=NAMED)
    department: str = Field("", description=NAMED)
    consultation: str = Field("", description=NAMED)
    exact: bool = Field(False, description="Only words that stand by themselves, not as a part of longer ones.")
    thread: str = Field("", max_length=100, description="Only what is said about one thing, as a hit names it.")
    status: str = ""
    stage: str = ""
    board: str = ""
    author: str = ""
    date_from: date | None = Field(None, alias="from")
    date_to: date | None = Field(None, alias="to")


class SuggestionsAsked(Schema):
    q: str = Field("", max_length=200, description="What is typed so far.")


class SearchAsked(SetAsked):
    limit: int = Field(20, ge=1, le=100)
    cursor: str = Field("", max_length=1000)
    sort: Literal["relevance", "date", "votes"] = "relevance"
    group: Literal["", "thread"] = Field(
        "", description="thread: each thing once, with how many more hits are said about it; count counts all hits."
    )


class SharesAsked(SetAsked):
    second: str = Field("", alias="with", max_length=1000, description="A second term, under the first one's filters.")


class CompareAsked(SetAsked):
    second: str = Field("", alias="with", max_length=1000, description="The second query; its operators are its own.")


class AlikeAsked(Schema):
    like: str = Field(max_length=1000, description="What is checked: idea:12,observation:5.")


class EventsAsked(Schema):
    after: int = Field(0, ge=0, le=LARGEST, description="The last event that is known already.")
    cursor: str = Field("", max_length=19, description="The same, as every other list takes it.")
    limit: int = Field(25, ge=1, le=100)
