"""Digests go in the morning; sets that are large are made as soon as somebody asks for them."""

from datetime import timedelta

from participation.events.registry import every

from .comparing import compare_waiting_sets
from .counting import count_waiting_words
from .keeping import make_waiting_sets
from .mailing import send_due_digests

every(timedelta(seconds=30), name="sets.digests")(send_due_digests)
every(timedelta(seconds=2), name="sets.make", long=True)(make_waiting_sets)
every(timedelta(seconds=2), name="sets.compare", long=True)(compare_waiting_sets)
every(timedelta(seconds=2), name="sets.count_words", long=True)(count_waiting_words)
