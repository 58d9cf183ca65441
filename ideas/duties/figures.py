"""How departments keep their dates: worked out by the worker from what they owed, and only read by pages."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from participation.accounts.models import Department

from ..life import ANSWERS, Status
from ..models import NEVER, DepartmentFigures, Duty

YEAR = timedelta(days=365)
MONTHS = 12
ADOPTED = frozenset({Status.ACCEPTED, Status.PARTLY})
# A change that was on its way while the figures were made is looked at once more.
SLACK = timedelta(minutes=2)


@dataclass(frozen=True)
class Kept:
    """One thing that was owed and done."""

    met_at: datetime
    due_at: datetime
    fulfilled_at: datetime
    outcome: str

    @property
    def days(self) -> float:
        return max((self.fulfilled_at - self.met_at).total_seconds(), 0) / 86_400

    @property
    def in_time(self) -> bool:
        return self.fulfilled_at <= self.due_at


def done_in_time() -> int | None:
    """Per cent of what was owed in the last year that was done by its date, by all departments; None of nothing."""
    totals = DepartmentFigures.objects.aggregate(due=Sum("due"), in_time=Sum("in_time"))
    return round(100 * totals["in_time"] / totals["due"]) if totals["due"] else None


def work_out_figures() -> int:
    """Bring the figures of departments up to date whose duties changed or came due; returns how many."""
    now = timezone.now()
    made = dict(DepartmentFigures.objects.values_list("department_id", "made_at"))
    everybody = list(Department.objects.values_list("pk", flat=True))
    fresh = {pk: at for pk, at in made.items() if timezone.localdate(at) == timezone.localdate(now)}
    stale = {pk for pk in everybody if pk not in fresh}
    if fresh:
        stale |= _touched_since(min(fresh.values()) - SLACK, now)
    for pk in stale & set(everybody):
        _work_out(pk, now)
    DepartmentFigures.objects.filter(department__in=set(fresh) - stale, made_at__gt=NEVER).update(made_at=now)
    return len(stale & set(everybody))


def _touched_since(moment: datetime, now: datetime) -> set[int]:
    """Departments whose duties changed, or became overdue. What is a day old is worked out anew at any rate."""
    changed = Duty.objects.filter(changed_at__gte=moment)
    missed = Duty.objects.open().filter(due_at__gte=moment, due_at__lte=now)
    found: set[int] = set()
    for rows in (changed, missed):
        departments = rows.filter(department__isnull=False).order_by()
        found |= set(departments.values_list("department_id", flat=True).distinct())
    return found


@transaction.atomic
def _work_out(department_id: int, now: datetime) -> None:
    duties = Duty.objects.public().filter(department=department_id)
    done = duties.filter(fulfilled_at__gte=now - YEAR, fulfilled_at__lte=now).order_by()
    columns = done.values_list("met_at", "due_at", "fulfilled_at", "outcome")
    kept = [Kept(met, due, at, outcome) for met, due, at, outcome in columns if at is not None]
    missed = duties.overdue().filter(due_at__gte=now - YEAR).count()
    decided = [each for each in kept if each.outcome in ANSWERS]
    days = [each.days for each in kept]
    figures = {
        "owed": duties.open().count(),
        "overdue": duties.overdue().count(),
        "due": len(kept) + missed,
        "in_time": sum(each.in_time for each in kept),
        "answered": len(kept),
        "decided": len(decided),
        "adopted": sum(each.outcome in ADOPTED for each in decided),
        "median_days": median(days) if days else None,
        "shortest_days": min(days, default=None),
        "longest_days": max(days, default=None),
        "months": _months(kept, now),
        "made_at": now,
    }
    DepartmentFigures.objects.update_or_create(department_id=department_id, defaults=figures)


def _months(kept: Iterable[Kept], now: datetime) -> list[dict[str, Any]]:
    """The last twelve months, this one included."""
    by_month: dict[str, list[Kept]] = defaultdict(list)
    for each in kept:
        by_month[f"{timezone.localtime(each.fulfilled_at):%Y-%m}"].append(each)
    today = timezone.localdate(now)
    last = today.year * 12 + today.month - 1
    names = [f"{number // 12}-{number % 12 + 1:02}" for number in range(last - MONTHS + 1, last + 1)]
    return [
        {
            "month": name,
            "answered": len(by_month[name]),
            "in_time": sum(each.in_time for each in by_month[name]),
            "median_days": round(median(each.days for each in by_month[name]), 1) if by_month[name] else None,
        }
        for name in names
    ]
