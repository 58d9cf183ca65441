"""Sent inside the transaction.

``votes_withdrawn`` (content_type, object_id, value, version): a vote ended not by its voter.
"""

from django.dispatch import Signal

votes_withdrawn = Signal()
