"""Mails about many things that changed in one go wait for all of them, and then go as one to each person."""

from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone

from participation.desk.models import BulkJob
from participation.events.models import Delivery, Event

from .models import Notice

# No mail goes at this time: it says that the notice waits for its batch.
HELD_UNTIL = datetime(9999, 1, 1, tzinfo=UTC)
SUBSCRIBER = "notifications"


def is_held(event: Event) -> bool:
    """Whether more of the same batch is to come."""
    number = event.payload.get("batch")
    return number is not None and BulkJob.objects.filter(pk=number, mails_released_at=None).exists()


def release_batches() -> int:
    """Let the mails of finished jobs go, once every event of theirs was told; returns how many jobs."""
    finished = BulkJob.objects.filter(finished_at__isnull=False, mails_released_at=None)
    return sum(_release(pk) for pk in list(finished.values_list("pk", flat=True)))


@transaction.atomic
def _release(pk: int) -> int:
    job = BulkJob.objects.select_for_update(of=("self",)).get(pk=pk)
    # One that failed is tried again for hours: its mail goes by itself when it comes.
    untold = Delivery.objects.filter(subscriber=SUBSCRIBER, event__payload__batch=pk, error="", failed_at=None)
    if job.mails_released_at is not None or untold.exists():
        return 0
    held = Notice.objects.filter(mail_due_at=HELD_UNTIL, mailed_at=None, event__payload__batch=pk)
    held.update(mail_due_at=timezone.now())
    job.mails_released_at = timezone.now()
    job.save(update_fields=["mails_released_at"])
    return 1
