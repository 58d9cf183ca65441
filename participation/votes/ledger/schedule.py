"""The ledger is sealed within two seconds of a vote."""

from datetime import timedelta

from participation.events.registry import Lane, every

from .sealing import seal_waiting

every(timedelta(milliseconds=500), name="ledger.seal", lane=Lane.PROMPT)(seal_waiting)
