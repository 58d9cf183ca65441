"""Which consultations are open, to come or over: by their dates, at each moment anew."""

from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.utils import timezone
from wagtail.models import PageManager
from wagtail.query import PageQuerySet


class StageQuerySet(models.QuerySet[Any]):
    def running(self, moment: datetime | None = None) -> Self:
        moment = moment or timezone.now()
        return self.begun(moment).filter(models.Q(ends_at=None) | models.Q(ends_at__gt=moment))

    def begun(self, moment: datetime | None = None) -> Self:
        return self.filter(starts_at__lte=moment or timezone.now())

    def to_come(self, moment: datetime | None = None) -> Self:
        return self.filter(starts_at__gt=moment or timezone.now())


class ConsultationQuerySet(PageQuerySet):
    """Lists of consultations."""

    def open_at(self, moment: datetime | None = None) -> Self:
        """A stage is running."""
        found: Self = self.filter(models.Exists(self._stages().running(moment)))
        return found

    def upcoming_at(self, moment: datetime | None = None) -> Self:
        """Something is still to come, and nothing runs now."""
        found: Self = self.filter(models.Exists(self._stages().to_come(moment))).exclude(
            models.Exists(self._stages().running(moment))
        )
        return found

    def finished_at(self, moment: datetime | None = None) -> Self:
        """Its stages are over, and none is to come."""
        found: Self = (
            self.filter(models.Exists(self._stages()))
            .exclude(models.Exists(self._stages().running(moment)))
            .exclude(models.Exists(self._stages().to_come(moment)))
        )
        return found

    def soonest_end_first(self, moment: datetime | None = None) -> Self:
        """What closes next comes first; what never closes comes last."""
        ends = self._stages().running(moment).order_by(models.F("ends_at").asc(nulls_last=True)).values("ends_at")
        ordered: Self = self.annotate(closes_at=models.Subquery(ends[:1])).order_by(
            models.F("closes_at").asc(nulls_last=True), "-first_published_at", "-pk"
        )
        return ordered

    def for_cards(self) -> Self:
        """With all that a card shows, in few queries."""
        chosen: Self = self.select_related("department", "topic", "place", "photo").prefetch_related(
            "stages", "words", "photo__renditions"
        )
        return chosen

    @staticmethod
    def _stages() -> StageQuerySet:
        stages: StageQuerySet = apps.get_model("consultations", "Stage").objects.filter(page=models.OuterRef("pk"))
        return stages


ConsultationManager = PageManager.from_queryset(ConsultationQuerySet)
