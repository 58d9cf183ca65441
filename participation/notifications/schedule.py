"""Mail goes by the clock, so that what happened together is told together."""

from datetime import timedelta

from participation.events.registry import Lane, every

from .batches import release_batches
from .mailing import send_due_mail

every(timedelta(seconds=5), name="notifications.batches")(release_batches)
every(timedelta(seconds=10), name="notifications.mail", lane=Lane.TELLING)(send_due_mail)
