"""Once a night, and soon after something was hidden."""

from datetime import timedelta

from participation.events.registry import Lane, every

from .publishing import publish_when_due

every(timedelta(minutes=1), name="open_data.publish", lane=Lane.LONG)(publish_when_due)
