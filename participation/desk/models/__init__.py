"""What officials keep among themselves while they work on an idea."""

from .answer_template import AnswerTemplate
from .bulk import BulkItem, BulkJob
from .evaluation import Criterion, Evaluation, EvaluationRequest
from .note import InternalNote

__all__ = ["AnswerTemplate", "BulkItem", "BulkJob", "Criterion", "Evaluation", "EvaluationRequest", "InternalNote"]
