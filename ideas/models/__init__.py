"""Ideas, from what people noticed to what became of it."""

from .draft import Attachment, Draft, DraftQuerySet
from .duty import DepartmentFigures, Duty, DutyExtension, DutyQuerySet
from .idea import (
    HALF_LIFE,
    Idea,
    IdeaCount,
    IdeaQuerySet,
    IdeaVersion,
    Observation,
    ObservationQuerySet,
    closing_time,
    new_shuffle,
)
from .office import Answer, Confirmation, ProgressNote
from .queued import TallyChange

__all__ = [
    "HALF_LIFE",
    "Answer",
    "Attachment",
    "Confirmation",
    "DepartmentFigures",
    "Draft",
    "DraftQuerySet",
    "Duty",
    "DutyExtension",
    "DutyQuerySet",
    "Idea",
    "IdeaCount",
    "IdeaQuerySet",
    "IdeaVersion",
    "Observation",
    "ObservationQuerySet",
    "ProgressNote",
    "TallyChange",
    "closing_time",
    "new_shuffle",
]
