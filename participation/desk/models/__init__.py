"""What officials keep among themselves while they work on an idea."""

from .answer_template import AnswerTemplate
from .note import InternalNote

__all__ = ["AnswerTemplate", "InternalNote"]
