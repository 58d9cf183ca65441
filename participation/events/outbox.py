"""The outbox: recording is part of the change, delivery comes after it and is repeated until it succeeds."""

import logging
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import timezone

from participation.accounts.models import User

from .batches import mark
from .models import Delivery, Event
from .registry import Lane, Subscriber, listeners_to, subscribers, told_in
from .watermark import announce

logger = logging.getLogger(__name__)

# Minutes until the next try after each failure; after the last one the delivery waits for a person.
RETRY_MINUTES = (1, 5, 30, 120, 720)
# For so long nobody else tries what is told without a transaction, whether its worker lives or died over it.
LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = len(RETRY_MINUTES) + 1


def record(
    verb: str,
    *,
    target: models.Model,
    actor: User | AnonymousUser | None = None,
    public: bool = False,
    **payload: Any,
) -> Event:
    """Write down that something happened. Call it inside the transaction that makes it happen."""
    if not connection.in_atomic_block:
        raise RuntimeError("An event is recorded inside the transaction of its change.")
    announce()
    return record_announced(verb, target=target, actor=actor, public=public, **payload)


def record_announced(
    verb: str,
    *,
    target: models.Model,
    actor: User | AnonymousUser | None = None,
    public: bool = False,
    **payload: Any,
) -> Event:
    """The same where an earlier statement of the transaction held ``watermark.ANNOUNCEMENT``, as a vote's does."""
    person = actor if isinstance(actor, User) else None
    event = Event(
        verb=verb,
        actor=person,
        capacity=person.capacity if person else "",
        content_type=ContentType.objects.get_for_model(target),
        object_id=target.pk,
        payload=payload | mark(),
        is_public=public,
    )
    event.write()
    listeners = listeners_to(verb)
    for listener in listeners:
        if listener.in_transaction:
            listener.handle(event)
    if owed := [listener for listener in listeners if not listener.in_transaction]:
        Delivery.objects.bulk_create(Delivery(event=event, subscriber=listener.name) for listener in owed)
    return event


def record_past(verb: str, *, moments: Iterable[tuple[models.Model, datetime, dict[str, Any]]]) -> None:
    """Write down public events that happened elsewhere and long ago (an import): history, news to nobody."""
    if not connection.in_atomic_block:
        raise RuntimeError("An event is recorded inside the transaction of its change.")
    announce()
    Event.objects.bulk_create(
        Event(
            verb=verb,
            content_type=ContentType.objects.get_for_model(target),
            object_id=target.pk,
            payload=payload,
            is_public=True,
            created_at=moment,
        )
        for target, moment, payload in moments
    )


def deliver_due(limit: int = 100, *, lane: Lane | None = None) -> int:
    """Deliver up to ``limit`` due deliveries, oldest first; returns how many were tried."""
    tried = 0
    while tried < limit and _deliver_next(lane):
        tried += 1
    return tried


def _deliver_next(lane: Lane | None) -> bool:
    """Claim one delivery and hand it over. The claim, the handler's changes and the settling are one transaction.

    Who tells people takes time: that claim is a lease, and counts as a try before it is one, so that what ends the
    whole process is given up in the end and holds up nothing behind it.
    """
    if not _due(lane).exists():  # asked outside: where only one writes, a claim waits for whoever does
        return False
    with transaction.atomic():
        delivery = _claimed(lane)
        if delivery is None:
            return False
        delivery.attempts += 1
        listener = subscribers.get(delivery.subscriber)
        if listener is None:  # a subscriber that was taken out is owed nothing any more
            delivery.delete()
            return True
        if listener.lane is not Lane.TELLING:
            _try(delivery, listener)
            return True
        if delivery.attempts > MOST_ATTEMPTS:
            _postpone(delivery, RuntimeError("the worker ended over it"))
            return True
        delivery.due_at = timezone.now() + LEASE
        delivery.save(update_fields=["attempts", "due_at"])
    _try(delivery, listener)
    return True


def _due(lane: Lane | None) -> "models.QuerySet[Delivery]":
    due = Delivery.objects.filter(failed_at=None, due_at__lte=timezone.now())
    if lane is None:
        return due
    telling = Q(subscriber__in=told_in(Lane.TELLING))
    return due.filter(telling if lane is Lane.TELLING else ~telling)


def _claimed(lane: Lane | None) -> Delivery | None:
    due = _due(lane).order_by("due_at", "pk")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True, of=("self",))
    return due.select_related("event__content_type", "event__actor").first()


def _try(delivery: Delivery, listener: Subscriber) -> None:
    try:
        with ExitStack() as part:
            if connection.in_atomic_block:  # what failed is taken back, and the rest stays
                part.enter_context(transaction.atomic())
            listener.handle(delivery.event)
    except Exception as error:  # the edge of the worker: whatever a subscriber raises is kept and retried
        logger.exception("Event %s was not delivered to %s", delivery.event_id, delivery.subscriber)
        _postpone(delivery, error)
    else:
        delivery.delete()


def _postpone(delivery: Delivery, error: Exception) -> None:
    now = timezone.now()
    delivery.error = f"{type(error).__name__}: {error}"[:2000]
    if delivery.attempts < MOST_ATTEMPTS:
        delivery.due_at = now + timedelta(minutes=RETRY_MINUTES[delivery.attempts - 1])
    else:
        delivery.failed_at = now
    delivery.save()
