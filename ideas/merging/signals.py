"""Sent inside the transaction: ``merged_vote_turned`` (idea, voter_id), when a merged vote counts or ceases to."""

from django.dispatch import Signal

merged_vote_turned = Signal()
