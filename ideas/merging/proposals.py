"""What was said to be the same, for the desk; and what becomes of it when ideas are merged."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from participation.accounts.models import User
from participation.events.outbox import record

from ..life import FOLDED
from ..models import Idea, Merge, MergeProposal, MergeProposalQuerySet


def waiting_for(user: User) -> MergeProposalQuerySet:
    """Open proposals that this person may decide on: moderators on all, officials on those of their department."""
    rows: MergeProposalQuerySet = MergeProposal.objects.open().exclude(source__status__in=FOLDED)
    rows = rows.filter(source__hidden_at=None, target__hidden_at=None)
    if user.has_perm("moderation.settle_report"):
        return rows
    mine = Q(source__department=None) | Q(source__department=user.department_id) | Q(source__owner=user)
    return rows.filter(mine)


def settle_with(merge: Merge, user: User) -> None:
    """The two are one: whoever said so is told, whichever of the two they would have kept."""
    same = Q(source=merge.source_id, target=merge.target_id) | Q(source=merge.target_id, target=merge.source_id)
    rows = list(MergeProposal.objects.open().select_for_update(of=("self",)).filter(same).order_by("pk"))
    now = timezone.now()
    for row in rows:
        row.accepted, row.answer, row.settled_by, row.settled_at = True, merge.reason, user, now
        row.save(update_fields=["accepted", "answer", "settled_by", "settled_at"])
        record("idea.merge_agreed", actor=user, target=merge.target, proposal=row.pk, source=merge.source_id)


def proposals_of(user: User) -> list[Any]:
    """For the person to take away."""
    rows = MergeProposal.objects.filter(proposed_by=user).order_by("pk")
    return list(rows.values("source_id", "target_id", "reason", "proposed_at", "settled_at", "accepted", "answer"))


def open_between(source: Idea, target: Idea) -> MergeProposal | None:
    """What was said of exactly these two and waits."""
    return MergeProposal.objects.open().select_related("proposed_by").filter(source=source, target=target).first()
