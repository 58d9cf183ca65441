"""What the worker does at the desk."""

from datetime import timedelta

from participation.events.registry import every

from .bulk.actions import run_bulk

every(timedelta(seconds=1), name="desk.bulk")(run_bulk)
