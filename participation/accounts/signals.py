"""Sent inside the transaction: ``person_united`` (kept, joined) when two accounts turn out to be one person."""

from django.dispatch import Signal

person_united = Signal()
