"""How often somebody may fail to prove who they are: a few times in a row, and then not for a while.

Names and birth dates of others could otherwise be tried out until a register says yes.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from participation.errors import TooManyRequests

from .models import User
from .signals import account_changed


class ProofsLocked(TooManyRequests):
    """Says when the next try is possible."""

    code = "verification_locked"


def require_unlocked(user: User) -> None:
    """Pass where this person may try to prove who they are. Raises ProofsLocked."""
    until = user.proofs_locked_until
    if until is None or until <= timezone.now():
        return
    moment = date_format(timezone.localtime(until), "DATETIME_FORMAT")
    message = _("The verification failed too often. You can try again from %(moment)s.") % {"moment": moment}
    raise ProofsLocked(message, retry_after=int((until - timezone.now()).total_seconds()) + 1)


@transaction.atomic
def count_failed_proof(*, user: User) -> None:
    """Note that what this person showed did not match; the last of settings.IDENTITY_FAILURES in a row locks."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    locked.failed_proofs += 1
    if locked.failed_proofs >= settings.IDENTITY_FAILURES:
        locked.failed_proofs = 0
        locked.proofs_locked_until = timezone.now() + timedelta(minutes=settings.IDENTITY_LOCK_MINUTES)
        until = locked.proofs_locked_until.isoformat()
        account_changed.send(
            sender=User, verb="account.verification_locked", user=user, actor=user, payload={"until": until}
        )
    locked.save(update_fields=["failed_proofs", "proofs_locked_until"])
    user.failed_proofs, user.proofs_locked_until = locked.failed_proofs, locked.proofs_locked_until


def forget_failed_proofs(user: User) -> None:
    """A success ends the row."""
    if user.failed_proofs or user.proofs_locked_until:
        user.failed_proofs, user.proofs_locked_until = 0, None
        user.save(update_fields=["failed_proofs", "proofs_locked_until"])


def tries_left(user: User) -> int:
    """How many failures are still forgiven; told once one has happened."""
    left: int = settings.IDENTITY_FAILURES - user.failed_proofs
    return left
