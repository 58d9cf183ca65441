"""What people are told who may write nothing for a while."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.errors import NotAllowed

from .models import User


class Blocked(NotAllowed):
    """A moderator has this person keep silent."""

    code = "blocked"
    message = gettext_lazy("A moderator has blocked your account: you can read and vote, but not write.")


def told_to(user: User) -> str:
    """The whole of it: what is blocked, until when, and why."""
    said = {"reason": user.blocked_reason}
    if user.blocked_until is None:
        words = _("A moderator has blocked your account: you can read and vote, but not write. Reason: %(reason)s")
        return words % said
    said["date"] = date_format(timezone.localtime(user.blocked_until), "DATETIME_FORMAT")
    words = _(
        "A moderator has blocked your account until %(date)s: you can read and vote, but not write. Reason: %(reason)s"
    )
    return words % said
