"""Ideas, from what people noticed to what became of it."""

from .draft import Attachment, Draft, DraftQuerySet
from .duty import NEVER, WITHOUT_RUNG, DepartmentFigures, Duty, DutyExtension, DutyQuerySet
from .idea import (
    Idea,
    IdeaCount,
    IdeaQuerySet,
    IdeaVersion,
    Observation,
    ObservationQuerySet,
    closing_time,
    new_shuffle,
)
from .merging import CarriedVote, Merge, MergeProposal, MergeProposalQuerySet, MergeQuerySet, Split, SplitChoice
from .office import Answer, AnswerApproval, AnswerReason, Confirmation, ProgressNote
from .queued import TallyChange
from .ranking import HalfLifeChange, PopularityRule, SeenIdea, UnrememberedReader

__all__ = [
    "NEVER",
    "WITHOUT_RUNG",
    "Answer",
    "AnswerApproval",
    "AnswerReason",
    "Attachment",
    "CarriedVote",
    "Confirmation",
    "DepartmentFigures",
    "Draft",
    "DraftQuerySet",
    "Duty",
    "DutyExtension",
    "DutyQuerySet",
    "HalfLifeChange",
    "Idea",
    "IdeaCount",
    "IdeaQuerySet",
    "IdeaVersion",
    "Merge",
    "MergeProposal",
    "MergeProposalQuerySet",
    "MergeQuerySet",
    "Observation",
    "ObservationQuerySet",
    "PopularityRule",
    "ProgressNote",
    "SeenIdea",
    "Split",
    "SplitChoice",
    "TallyChange",
    "UnrememberedReader",
    "closing_time",
    "new_shuffle",
]
