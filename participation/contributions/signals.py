"""Sent inside the transaction: ``visibility_changed`` (contribution, was_hidden) when one is hidden or shown."""

from django.dispatch import Signal

visibility_changed = Signal()
