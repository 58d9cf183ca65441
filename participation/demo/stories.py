"""What the demo tells, as it is written in content/*.toml. Days are counted back from the day of loading."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"


@dataclass(frozen=True)
class Edit:
    """The author adds a paragraph some hours after posting."""

    hours: float
    note: str
    add: str


@dataclass(frozen=True)
class Reply:
    """An answer of the department in charge; without a status it is an interim one."""

    days: float
    reason: str
    status: str = ""
    department: str = ""


@dataclass(frozen=True)
class Progress:
    days: float
    percent: int
    text: str


@dataclass(frozen=True)
class Verdict:
    """What supporters say after "done": so many yes and no, some of them in words."""

    days: float
    yes: int
    no: int = 0
    praise: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ending:
    """Hidden by a moderator, or retired by its author in favour of another idea."""

    days: float
    reason: str
    instead: str = ""


@dataclass(frozen=True)
class Division:
    """Divided by a moderator into parts, each with its title and text."""

    days: float
    reason: str
    parts: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class Complaint:
    """A report that waits in the moderators' queue."""

    days: float
    reason: str
    text: str


@dataclass(frozen=True)
class PutOff:
    """So many days ago a date was put off, by so many days, and why."""

    days: float
    by: int
    reason: str


@dataclass(frozen=True)
class IdeaStory:
    """One idea from its posting to what became of it."""

    key: str
    days: float
    title: str
    body: str
    author: str = ""
    consultation: str = "suggestion-box"
    topic: str = ""
    place: str = ""
    language: str = "ko"
    support: int = 0
    oppose: int = 0
    # The day on which the threshold was reached; without it, some day before the answer.
    met: float | None = None
    put_off: PutOff | None = None
    observations: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
    replies: tuple[Reply, ...] = ()
    progress: tuple[Progress, ...] = ()
    verdict: Verdict | None = None
    retired: Ending | None = None
    hidden: Ending | None = None
    # Merged by a moderator into another idea.
    merged: Ending | None = None
    divided: Division | None = None
    # Said by somebody to be the same as another; nobody has decided.
    same: Ending | None = None
    complaint: Complaint | None = None

    @property
    def ends(self) -> tuple["Ending | Division | None", ...]:
        """What takes no more support from then on."""
        return (self.retired, self.hidden, self.merged, self.divided)

    @classmethod
    def of(cls, entry: dict[str, Any]) -> "IdeaStory":
        lists = {"edits": Edit, "replies": Reply, "progress": Progress}
        ones = {"verdict": Verdict, "complaint": Complaint, "put_off": PutOff, "divided": Division}
        ones |= dict.fromkeys(("retired", "hidden", "merged", "same"), Ending)
        read = dict(entry)
        for name, kind in lists.items():
            read[name] = tuple(kind(**each) for each in entry.get(name, ()))
        for name, one in ones.items():
            if name in entry:
                read[name] = one(**entry[name])
        return cls(**read | {"body": entry["body"].strip()})


@dataclass(frozen=True)
class ObservationStory:
    """One thing that somebody noticed; ``picture`` names a drawing of pictures.py."""

    days: float
    text: str
    key: str = ""
    author: str = ""
    consultation: str = "suggestion-box"
    topic: str = ""
    place: str = ""
    spot: str = ""
    agree: int = 0
    picture: str = ""
    alt: str = ""
    complaint: Complaint | None = None

    @classmethod
    def of(cls, entry: dict[str, Any]) -> "ObservationStory":
        complaint = {"complaint": Complaint(**entry["complaint"])} if "complaint" in entry else {}
        return cls(**entry | complaint)


@dataclass(frozen=True)
class StepStory:
    """A step of a result, and the day by which it is promised."""

    title: str
    due: float


@dataclass(frozen=True)
class ReportStory:
    days: float
    percent: int
    text: str
    reached: tuple[str, ...] = ()


@dataclass(frozen=True)
class ResultStory:
    """What an office does about some ideas, from its plan to where it stands today."""

    key: str
    department: str
    days: float
    ideas: tuple[str, ...]
    title: str
    text: str
    cost: int | None = None
    starts: float | None = None
    ends: float | None = None
    steps: tuple[StepStory, ...] = ()
    reports: tuple[ReportStory, ...] = ()

    @classmethod
    def of(cls, entry: dict[str, Any]) -> "ResultStory":
        steps = tuple(StepStory(**step) for step in entry["steps"])
        reports = tuple(ReportStory(**report) for report in entry["reports"])
        return cls(**entry | {"steps": steps, "reports": reports})


@dataclass(frozen=True)
class StageStory:
    """A stage from one day up to another, both counted back from today; the last may have no end."""

    kind: str
    starts: float
    ends: float | None = None
    title: str = ""
    english: str = ""
    votes: int | None = None


@dataclass(frozen=True)
class RungStory:
    supporters: int
    obliges: str = "answer"
    days: int = 30
    title: str = ""
    english: str = ""
    department: str = ""
    in_working_days: bool = False


@dataclass(frozen=True)
class ConsultationStory:
    slug: str
    title: str
    intro: str
    english: dict[str, Any]
    stages: tuple[StageStory, ...]
    department: str
    body: list[dict[str, Any]] = field(default_factory=list)
    topic: str = ""
    place: str = ""
    cover: str = "sun"
    tone: str = "pine"
    threshold: int | None = None
    answer_days: int = 30
    support_days: int | None = None
    reopening: str = "office"
    falls_back: bool = False
    rungs: tuple[RungStory, ...] = ()

    @classmethod
    def of(cls, entry: dict[str, Any]) -> "ConsultationStory":
        stages = tuple(StageStory(**stage) for stage in entry["stages"])
        rungs = tuple(RungStory(**rung) for rung in entry.get("rungs", ()))
        return cls(**entry | {"stages": stages, "rungs": rungs})


def read(name: str) -> dict[str, Any]:
    """One file of the content."""
    with (CONTENT / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def ideas() -> list[IdeaStory]:
    """Every idea of every file, in the order of the files' names."""
    names = sorted(path.stem for path in CONTENT.glob("ideas_*.toml"))
    return [IdeaStory.of(entry) for name in names for entry in read(name)["idea"]]


def observations() -> list[ObservationStory]:
    return [ObservationStory.of(entry) for entry in read("observations")["observation"]]


def consultations() -> list[ConsultationStory]:
    return [ConsultationStory.of(entry) for entry in read("consultations")["consultation"]]


def results() -> list[ResultStory]:
    return [ResultStory.of(entry) for entry in read("results")["result"]]
