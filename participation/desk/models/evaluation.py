"""What people who know a matter think of an idea, asked for by officials on given criteria."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea
from participation.accounts.models import Named, User
from participation.consultations.models import ConsultationPage

LOWEST, HIGHEST = 1, 5
# In place of a score: the evaluator cannot say.
UNKNOWN = 0


class Criterion(Named):
    """What is weighed in one consultation; where it names none, the usual four are."""

    consultation = models.ForeignKey(ConsultationPage, models.CASCADE, related_name="evaluation_criteria")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "pk"]


class EvaluationRequest(models.Model):
    """One round of evaluation of one idea. The criteria are kept as they were when it was asked for."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="evaluation_requests")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    question = models.TextField(_("question"), max_length=2_000, blank=True)
    criteria = models.JSONField()
    due_on = models.DateField(_("due"))
    goes_public = models.BooleanField(_("published with the answer"), default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def names(self) -> list[str]:
        """The criteria in the language of the reader."""
        language = get_language() or ""
        return [each["translations"].get(language) or each["name"] for each in self.criteria]


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    def of(self, user: User) -> Self:
        return self.filter(evaluator=user)

    def open(self) -> Self:
        return self.filter(done_at=None)

    def done(self) -> Self:
        return self.filter(done_at__isnull=False)


class Evaluation(models.Model):
    """One person's part in a round: a score for each criterion, and words."""

    request = models.ForeignKey(EvaluationRequest, models.CASCADE, related_name="evaluations")
    evaluator = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="evaluations")
    scores = models.JSONField(default=list)
    words = models.TextField(_("in words"), max_length=5_000, blank=True)
    done_at = models.DateTimeField(null=True)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "evaluator"], name="desk_one_evaluation_each")
        ]
        indexes: ClassVar = [
            models.Index(fields=["evaluator"], condition=models.Q(done_at=None), name="desk_evaluations_open")
        ]

    def __str__(self) -> str:
        return f"{self.request_id} ← {self.evaluator_id}"

    @property
    def is_late(self) -> bool:
        return self.done_at is None and self.request.due_on < timezone.localdate()

    @property
    def answers(self) -> list[dict[str, Any]]:
        """Each criterion with the score that it got; None where the evaluator could not say."""
        scores = [score or None for score in self.scores] or [None] * len(self.request.criteria)
        return [{"name": name, "score": score} for name, score in zip(self.request.names, scores, strict=True)]
