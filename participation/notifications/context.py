"""How many notices wait, for the bell in the header."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from participation.accounts.models import User

from .models import Notice

MOST = 99


def notices(request: HttpRequest) -> dict[str, Any]:
    """Asked only by pages that draw the header, with one query; visitors cost none."""
    return {"notice_count": SimpleLazyObject(lambda: unread_count(getattr(request, "user", None)))}


def unread_count(user: object) -> str:
    """The number as the header shows it, or nothing; counting stops where it would no longer be read."""
    if not isinstance(user, User) or not user.is_authenticated:
        return ""
    count = Notice.objects.unread().filter(user_id=user.pk)[: MOST + 1].count()
    return f"{MOST}+" if count > MOST else str(count or "")
