"""Stopping the mail of saved searches without signing in: the address in the mail is signed, and says only which."""

from collections.abc import Iterable

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from participation.accounts.models import User

from .actions import set_paused
from .models import SavedSearch

SALT = "sets.stop"


def stop_path(user: User, searches: Iterable[SavedSearch]) -> str:
    said = {"user": user.pk, "ids": sorted(saved.pk for saved in searches)}
    return reverse("sets:stop", args=[signing.dumps(said, salt=SALT, compress=True)])


def stop_url(user: User, searches: Iterable[SavedSearch]) -> str:
    return f"{settings.BASE_URL}{stop_path(user, searches)}"


def searches_of(token: str) -> list[SavedSearch] | None:
    """The searches that the address names and that are still there; None where it is not ours."""
    try:
        said = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return list(SavedSearch.objects.filter(user_id=said["user"], pk__in=said["ids"]).order_by("pk"))


@transaction.atomic
def stop(searches: Iterable[SavedSearch], *, again: bool) -> None:
    """Pause them, or take that back. Doing it twice is doing it once."""
    for saved in searches:
        set_paused(saved, is_paused=not again)
