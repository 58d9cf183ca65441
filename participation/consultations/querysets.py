"""Which consultations are open, to come or over: by their dates, at each moment anew."""

from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import PageManager, PageViewRestriction
from wagtail.query import PageQuerySet


class TopicQuerySet(models.QuerySet[Any]):
    def offered(self, *, keep: int | None = None) -> Self:
        """Those to choose from where something is written; ``keep`` is the one that was chosen before."""
        return self.filter(models.Q(is_offered=True) | models.Q(pk=keep))


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

    def that_hide_results(self) -> Self:
        """In some stage, now or once; with their stages, by whose dates it is decided."""
        hiding = self._stages().filter(hides_results=True)
        found: Self = self.filter(models.Exists(hiding)).defer("body").prefetch_related("stages")
        return found

    def soonest_end_first(self, moment: datetime | None = None) -> Self:
        """What closes next comes first; what never closes comes last."""
        ends = self._stages().running(moment).order_by(models.F("ends_at").asc(nulls_last=True)).values("ends_at")
        ordered: Self = self.annotate(closes_at=models.Subquery(ends[:1])).order_by(
            models.F("closes_at").asc(nulls_last=True), "-first_published_at", "-pk"
        )
        return ordered

    def unrestricted(self) -> Self:
        """Without what stands in a private part of the tree: Wagtail's public(), without a query of its own."""
        path = models.ExpressionWrapper(models.OuterRef("path"), output_field=models.CharField())
        private = PageViewRestriction.objects.annotate(seen=path).filter(seen__startswith=models.F("page__path"))
        found: Self = self.exclude(models.Exists(private))
        return found

    def heading(self, pk: int | None) -> Any | None:
        """The page that a list of something else is narrowed to, by its words; none that not everybody may see."""
        return self.live().unrestricted().filter(pk=pk).prefetch_related("words").first() if pk else None

    def about(self, *, topic: str = "", department: str = "", place: str = "") -> Self:
        """Narrowed by slugs; an empty one narrows nothing. A topic holds what is about its parts."""
        found = self
        if topic:
            found = found.filter(models.Q(topic__slug=topic) | models.Q(topic__parent__slug=topic))
        if department:
            found = found.filter(department__slug=department)
        if place:
            found = found.filter(place__slug=place)
        return found

    def counted_by_state(self, *columns: str) -> models.QuerySet[Any, dict[str, Any]]:
        """How many there are of each combination of these columns and the state: open, upcoming or finished."""
        state = models.Case(
            models.When(models.Exists(self._stages().running()), then=models.Value("open")),
            models.When(models.Exists(self._stages().to_come()), then=models.Value("upcoming")),
            default=models.Value("finished"),
            output_field=models.CharField(),
        )
        rows: models.QuerySet[Any, dict[str, Any]] = (
            self.filter(models.Exists(self._stages()))
            .annotate(state=state)
            .order_by()
            .values("state", *columns)
            .annotate(count=models.Count("pk"))
        )
        return rows

    def for_cards(self) -> Self:
        """With all that a card shows, in few queries."""
        chosen: Self = self.select_related("department", "topic", "place", "photo").prefetch_related(
            "stages", "photo__renditions"
        )
        # In the site's own language nobody asks for the words of another.
        return chosen if get_language() == settings.LANGUAGE_CODE else chosen.prefetch_related("words")

    @staticmethod
    def _stages() -> StageQuerySet:
        stages: StageQuerySet = apps.get_model("consultations", "Stage").objects.filter(page=models.OuterRef("pk"))
        return stages


ConsultationManager = PageManager.from_queryset(ConsultationQuerySet)
