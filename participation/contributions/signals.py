"""Sent inside the transaction: ``visibility_changed`` (contribution, was_hidden) when a contribution is hidden or shown again."""

from django.dispatch import Signal

visibility_changed = Signal()
