"""Reminders before a date, and who hears of it once it has passed."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from participation.events.apart import one_by_one
from participation.events.outbox import record

from ..actions.moving import locked
from ..models import Duty

BATCH = 200
# A department has a week to explain itself before the administrators are told.
ADMINISTRATORS_AFTER = timedelta(days=7)
TOLD_HEAD, TOLD_ADMINISTRATORS = 1, 2


def remind() -> int:
    """Tell those in charge of dates that come near, once for each date; returns how many."""
    now = timezone.now()
    waiting = Duty.objects.open().filter(reminded_at=None, due_at__gt=now)
    told = 0
    # One query for each number of days that a consultation has chosen: there are few, and each uses the index.
    for days in list(waiting.order_by("remind_days").values_list("remind_days", flat=True).distinct()):
        near = waiting.filter(remind_days=days, due_at__lte=now + timedelta(days=days)).by_day()
        told += one_by_one(partial(_remind, now=now), near.values_list("pk", flat=True)[:BATCH])
    return told


@transaction.atomic
def _remind(pk: int, now: datetime) -> int:
    duty = _still_open(pk)
    if duty is None or duty.reminded_at is not None or not duty.remind_at <= now < duty.due_at:
        return 0
    duty.reminded_at = now
    duty.save(update_fields=["reminded_at"])
    record("idea.answer_reminded", target=duty.idea, **_told(duty))
    return 1


def escalate() -> int:
    """Tell of dates that have passed, once for each level: the department and its head, then the administrators."""
    now = timezone.now()
    late = Duty.objects.open().filter(due_at__lt=now)
    first = late.filter(escalation=0)
    second = late.filter(escalation=TOLD_HEAD, due_at__lt=now - ADMINISTRATORS_AFTER)
    told = 0
    for rows, level in ((first, TOLD_HEAD), (second, TOLD_ADMINISTRATORS)):
        late_ones = rows.by_day().values_list("pk", flat=True)[:BATCH]
        told += one_by_one(partial(_escalate, level=level, now=now), late_ones)
    return told


@transaction.atomic
def _escalate(pk: int, level: int, now: datetime) -> int:
    duty = _still_open(pk)
    if duty is None or duty.escalation != level - 1 or duty.due_at >= now:
        return 0
    duty.escalation, duty.escalated_at = level, now
    duty.save(update_fields=["escalation", "escalated_at", "changed_at"])
    verb = "idea.answer_overdue" if level == TOLD_HEAD else "idea.answer_escalated"
    # The life-line says it once; whom else it was told is the office's own affair.
    record(verb, target=duty.idea, public=level == TOLD_HEAD and not duty.idea.is_hidden, **_told(duty))
    return 1


def _still_open(pk: int) -> Duty | None:
    """The duty with its idea's row held first, as in every change of what is owed."""
    found = Duty.objects.open().select_related("idea").filter(pk=pk).first()
    if found is None:
        return None
    idea = locked(found.idea)
    duty = Duty.objects.select_for_update(of=("self",)).select_related("department").get(pk=pk)
    duty.idea = idea
    return duty if duty.is_open else None


def _told(duty: Duty) -> dict[str, Any]:
    return {
        "duty": duty.pk,
        "obliges": duty.obliges,
        "department": str(duty.department or ""),
        "department_id": duty.department_id,
        "due": duty.due_at.isoformat(),
    }
