"""Digests go in the morning; sets that are large are made as soon as somebody asks for them."""

from datetime import timedelta

from participation.events.registry import Lane, every

from .comparing import compare_waiting_sets
from .counting import count_waiting_words
from .keeping import make_waiting_sets
from .mailing import send_due_digests

every(timedelta(seconds=30), name="sets.digests", lane=Lane.TELLING)(send_due_digests)
every(timedelta(seconds=2), name="sets.make", lane=Lane.LONG)(make_waiting_sets)
every(timedelta(seconds=2), name="sets.compare", lane=Lane.LONG)(compare_waiting_sets)
every(timedelta(seconds=2), name="sets.count_words", lane=Lane.LONG)(count_waiting_words)
