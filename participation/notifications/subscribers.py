"""Turns events that are news into notices, one per person."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from participation.accounts.models import NotificationChoice, User
from participation.accounts.notification_kinds import kinds
from participation.events.models import Event
from participation.events.registry import Lane, subscribe
from participation.events.turns import a_turn

from . import office_news  # noqa: F401  # adds its news before anybody subscribes to them
from .batches import HELD_UNTIL, is_held
from .blocking import block_message
from .department_mail import department_message
from .models import Notice
from .news import NEWS, may_be_told

Pace = NotificationChoice.Pace
BATCH = 1000
MORNING = 8


@subscribe(" ".join(NEWS), name="notifications", lane=Lane.TELLING)
def notify(event: Event) -> None:
    if not may_be_told(event):
        return
    news = NEWS[event.verb]
    people = sorted(news.recipients(event))
    for start in range(0, len(people), BATCH):
        with a_turn():
            _write(event, news.kind, people[start : start + BATCH])


@subscribe("user.blocked user.unblocked", name="notifications.blocking", lane=Lane.TELLING)
def tell_of_block(event: Event) -> None:
    """By mail at once, whatever paces are chosen: it is about the account, and its reason must be known."""
    person = event.target
    if isinstance(person, User) and person.is_active:
        block_message(person, event).send()


@subscribe("idea.answer_reminded idea.answer_overdue", name="notifications.department", lane=Lane.TELLING)
def tell_department(event: Event) -> None:
    """A department has an address of its own, which somebody reads also when whoever is in charge does not."""
    if may_be_told(event) and (message := department_message(event)) is not None:
        message.send()


def _write(event: Event, kind: str, people: list[int]) -> None:
    paces = _paces(kind, people)
    due = {pace: mail_time(pace) for pace in Pace.values}
    if is_held(event):
        due[Pace.AT_ONCE] = HELD_UNTIL
    Notice.objects.bulk_create(
        (Notice(user_id=person, event=event, kind=kind, mail_due_at=due[paces[person]]) for person in people),
        ignore_conflicts=True,
    )


def _paces(kind: str, people: Iterable[int]) -> dict[int, str]:
    chosen = dict(NotificationChoice.objects.filter(kind=kind, user__in=people).values_list("user_id", "pace"))
    return {person: chosen.get(person, kinds[kind].default.value) for person in people}


def mail_time(pace: str) -> datetime | None:
    """When the mail of a notice made now is due. "At once" waits a moment for more."""
    now = timezone.localtime()
    morning = now.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    if morning <= now:
        morning += timedelta(days=1)
    if pace == Pace.AT_ONCE:
        return now + timedelta(seconds=settings.MAIL_GROUPING_SECONDS)
    if pace == Pace.DAILY:
        return morning
    if pace == Pace.WEEKLY:
        return morning + timedelta(days=-morning.weekday() % 7)
    return None
