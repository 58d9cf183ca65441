"""Ideas, from what people noticed to what became of it."""

from .draft import Attachment, Draft, DraftQuerySet
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
    "Draft",
    "DraftQuerySet",
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
