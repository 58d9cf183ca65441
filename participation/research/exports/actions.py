"""Asking for an export, and giving it up."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.datasets.writing import formats_here
from participation.errors import Conflict, Invalid, TooManyRequests
from participation.events.outbox import record

from ..results import Asked, count
from .models import Export

MOST_AT_ONCE = 3
MOST_A_DAY = 20


@transaction.atomic
def ask_for_export(*, user: User, asked: Asked, formats: Iterable[str] = ("csv",)) -> Export:
    """Have the worker write all results. Raises Invalid on ``formats``, TooManyRequests beyond the quota."""
    require(user, "exports.ask_for_export")
    wanted = list(dict.fromkeys(formats))
    if not wanted or not set(wanted) <= set(formats_here()):
        raise Invalid(errors={"formats": _("Choose in which formats you want the results.")})
    User.objects.select_for_update().get(pk=user.pk)
    mine = Export.objects.filter(owner=user)
    if mine.unfinished().count() >= MOST_AT_ONCE:
        raise TooManyRequests(_("Your other exports are still being made. Wait for one of them, or cancel it."))
    if mine.filter(created_at__gt=timezone.now() - timedelta(days=1)).count() >= MOST_A_DAY:
        raise TooManyRequests(retry_after=3600)
    export = Export.objects.create(
        owner=user, address=asked.address, title=asked.title[:300], formats=wanted, total=count(asked)
    )
    record("export.asked", actor=user, target=export)
    return export


@transaction.atomic
def cancel_export(*, user: User, export: Export) -> Export:
    """Give an export up, also one that is ready: its file goes. Raises Conflict where there is nothing to give up."""
    require(user, "exports.cancel_export", export)
    export = Export.objects.select_for_update().get(pk=export.pk)
    if not export.is_unfinished and not export.is_ready:
        raise Conflict(_("This export is over already."))
    export.state = Export.State.CANCELLED
    export.save(update_fields=["state"])
    record("export.cancelled", actor=user, target=export)
    return export
