"""Sent inside the transaction: ``votes_withdrawn`` (content_type, object_id, value) when a vote ends without its voter."""

from django.dispatch import Signal

votes_withdrawn = Signal()
