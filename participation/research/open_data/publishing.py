"""Puts the set where people find it: an edition a night, and a new one as soon as something in it was hidden."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from participation.events.models import Event

from .making import Made, make
from .models import Edition, Turn

KEPT = 30
"""So many editions keep their files; of older ones the hash is left."""
WATCHED = timedelta(hours=3)
"""So long after it was begun an edition is looked after for what was hidden while it was made."""


def publish_when_due() -> int:
    """The worker's job: 1 where there is a new edition."""
    now = timezone.now()
    withdraw_overtaken()
    if not is_due(now) or not Turn.take(now):
        return 0
    try:
        return int(publish() is not None)
    finally:
        Turn.give_back(timezone.now())


def is_due(now: datetime) -> bool:
    """Once a day at the time that is set; at once where the latest edition had to be withdrawn."""
    if not settings.OPEN_DATA_AT:
        return False
    looked = Turn.last_look()
    if looked is None or looked < _last_time(now):
        return True
    latest = Edition.objects.first()
    return latest is not None and latest.withdrawn_at is not None


def _last_time(now: datetime) -> datetime:
    """When it should have been made last."""
    hour, minute = (int(part) for part in settings.OPEN_DATA_AT.split(":"))
    today = timezone.localtime(now).replace(hour=hour, minute=minute, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)


def publish() -> Edition | None:
    """Make an edition; None where nothing has changed since the latest one."""
    with tempfile.TemporaryDirectory(prefix="open-data-") as folder:
        begun, last_event = timezone.now(), Event.objects.settled().aggregate(last=Max("pk"))["last"] or 0
        made = make(Path(folder))
        latest = Edition.latest_one()
        edition = None
        if latest is None or latest.sha256 != made.sha256:
            edition = _store(Path(folder), made, begun, last_event)
            withdraw_overtaken()
    remove_old_files()
    return edition


def _store(folder: Path, made: Made, begun: datetime, last_event: int) -> Edition:
    """The files first, the row last: an edition that is listed is whole."""
    edition = Edition(
        name=_free_name(begun),
        made_at=begun,
        last_event=last_event,
        sha256=made.sha256,
        row_count=made.row_count,
    )
    for file in made.files:
        path = edition.path_of(file.name)
        if default_storage.exists(path):
            default_storage.delete(path)
        with (folder / file.name).open("rb") as source:
            default_storage.save(path, File(source))
        edition.files.append(
            {"name": file.name, "format": file.format, "size": file.size, "sha256": file.sha256, "rows": file.rows}
        )
    edition.save()
    return edition


def _free_name(moment: datetime) -> str:
    """The day, and a number from the second edition of a day on."""
    day = timezone.localdate(moment).isoformat()
    taken = set(Edition.objects.filter(name__startswith=day).values_list("name", flat=True))
    names = (day if number == 1 else f"{day}.{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def withdraw_overtaken() -> int:
    """Who hid something while the latest edition was being made found no edition to withdraw."""
    latest = Edition.latest_one()
    if latest is None or latest.made_at < timezone.now() - WATCHED:
        return 0
    hidden = Event.objects.filter(pk__gt=latest.last_event, verb__endswith=".hidden")
    return sum(withdraw(event) for event in hidden)


def withdraw(event: Event) -> int:
    """What was hidden is in no edition that is handed out from now on."""
    created_at = getattr(event.target, "created_at", None)
    return withdraw_those_with(created_at) if created_at is not None else 0


@transaction.atomic
def withdraw_those_with(created_at: datetime) -> int:
    """Something was hidden that was posted then: no edition made since is handed out any more."""
    return Edition.objects.offered().filter(made_at__gte=created_at).update(withdrawn_at=timezone.now())


def remove_old_files() -> int:
    """Files of editions that are withdrawn, or that are too old; their rows stay."""
    old = Edition.objects.offered().order_by("-made_at", "-pk").values_list("pk", flat=True)[KEPT:]
    Edition.objects.filter(pk__in=list(old)).update(withdrawn_at=timezone.now())
    removed = 0
    for edition in Edition.objects.filter(withdrawn_at__isnull=False, files_removed=False):
        for file in edition.files:
            default_storage.delete(edition.path_of(file["name"]))
        edition.files_removed = True
        edition.save(update_fields=["files_removed"])
        removed += 1
    return removed
