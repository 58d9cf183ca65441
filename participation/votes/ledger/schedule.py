"""The ledger is sealed within two seconds of a vote."""

from datetime import timedelta

from participation.events.registry import every

from .sealing import seal_waiting

every(timedelta(milliseconds=500), name="ledger.seal", prompt=True)(seal_waiting)
