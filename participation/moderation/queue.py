"""The moderators' lists: what is reported and not settled, and the record of what was done."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, QuerySet

from participation.contributions.models import Contribution
from participation.events.models import Event
from participation.votes.patterns.showing import Share

from .kinds import content_types, kind_of, kinds
from .models import Report
from .words import ABOUT_PEOPLE, HAPPENED, MODERATION

PAGE = 25


@dataclass(frozen=True)
class Case:
    """One contribution and the open reports about it."""

    target: Contribution
    reports: list[Report]
    first: int
    share: Share | None = None

    @property
    def kind(self) -> str:
        return kind_of(self.target)

    @property
    def kind_name(self) -> str:
        return str(self.target._meta.verbose_name)

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """The reasons given, with how often, the most frequent first."""
        return Counter(str(report.get_reason_display()) for report in self.reports).most_common()

    @property
    def since(self) -> datetime:
        return min(report.created_at for report in self.reports)


def cases_page(after: int = 0) -> tuple[list[Case], int | None]:
    """Cases in the order of their first open report, and where the next page begins."""
    groups = list(
        Report.objects.open()
        .values("content_type_id", "object_id")
        .annotate(first=Min("pk"), last=Max("pk"), reports=Count("pk"))
        .filter(first__gt=after)
        .order_by("first")[: PAGE + 1]
    )
    shown = groups[:PAGE]
    return _cases(shown), shown[-1]["first"] if len(groups) > PAGE else None


def _cases(groups: Collection[Mapping[str, Any]]) -> list[Case]:
    if not groups:
        return []
    targets = {
        (type_id, pk): target
        for type_id, model in content_types().items()
        if (ids := [group["object_id"] for group in groups if group["content_type_id"] == type_id])
        for pk, target in model._default_manager.select_related("author").in_bulk(ids).items()
    }
    reports: dict[tuple[int, int], list[Report]] = {}
    ids = [group["object_id"] for group in groups]
    for report in Report.objects.open().filter(object_id__in=ids).select_related("reporter").order_by("pk"):
        reports.setdefault((report.content_type_id, report.object_id), []).append(report)
    keys = [(group["content_type_id"], group["object_id"], group["first"]) for group in groups]
    return [Case(targets[key, pk], reports[key, pk], first) for key, pk, first in keys if (key, pk) in targets]


def record_of(
    *, only_moderation: bool, kind: str = "", actor: int | None = None, target: Contribution | None = None
) -> QuerySet[Event]:
    """Events about contributions, the latest first: what moderators may read, see ``words``."""
    chosen = MODERATION if only_moderation else HAPPENED
    names = [kind] if kind else list(kinds())
    verbs = [f"{name}.{word}" for name in names for word in chosen]
    if not kind:
        verbs += ABOUT_PEOPLE
    events = Event.objects.filter(verb__in=verbs)
    if actor is not None:
        events = events.filter(actor_id=actor)
    if target is not None:
        events = events.about(target)
    return events.select_related("actor").order_by("-pk")
