"""Exports are made one after the other, beside everything else."""

from datetime import timedelta

from participation.events.registry import Lane, every

from .making import make_waiting_exports
from .tidying import send_mails, tidy_up

every(timedelta(seconds=1), name="exports.make", lane=Lane.LONG)(make_waiting_exports)
every(timedelta(seconds=30), name="exports.mail", lane=Lane.TELLING)(send_mails)
every(timedelta(minutes=5), name="exports.tidy")(tidy_up)
