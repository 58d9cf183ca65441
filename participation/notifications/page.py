"""The notices of a person, on their own page and in the export of their data."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from participation.accounts import notices
from participation.accounts.export import register_section
from participation.accounts.models import User
from participation.contributions.models import Follow

from .models import Notice
from .news import address, may_be_told, sentence
from .stopping import stop_target_path

SHOWN = 100


def latest(user: User) -> Iterator[notices.Notice]:
    """The newest notices; showing them makes them read."""
    rows = Notice.objects.filter(user=user).select_related("event").prefetch_related("event__target")
    found = list(rows.order_by("-pk")[:SHOWN])
    Notice.objects.unread().filter(user=user).update(read_at=timezone.now())
    stopped = set(Follow.objects.filter(user=user, is_muted=True).values_list("content_type_id", "object_id"))
    for notice in found:
        if may_be_told(notice.event):
            target: Any = notice.event.target
            yield notices.Notice(
                about=str(target),
                text=sentence(notice.event),
                url=address(notice.event),
                at=notice.created_at,
                is_new=notice.read_at is None,
                stop_url=stop_target_path(user, target),
                is_stopped=(notice.event.content_type_id, notice.event.object_id) in stopped,
            )


def export(user: User) -> list[dict[str, Any]]:
    rows = Notice.objects.filter(user=user).order_by("pk")
    columns = ("event__verb", "event__object_id", "kind", "created_at", "read_at", "mailed_at")
    return [dict(row) for row in rows.values(*columns)]


notices.register_source("notifications", latest)
register_section("notices", export)
