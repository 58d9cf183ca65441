"""Whether a vote is somebody's own word or came along with another idea, and what their own word changes."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from participation.accounts.models import User
from participation.votes.casting import Cast
from participation.votes.voters import supporters_among

from ..models import CarriedVote, Idea, Merge

State = CarriedVote.State


def about(idea: Idea, voters: Collection[int]) -> "QuerySet[CarriedVote]":
    """What these people's votes on the idea may rest on: merges that stand, and carried votes not given back yet."""
    counts = Q(merge__undone_at=None) | Q(state=State.CARRIED)
    return CarriedVote.objects.filter(counts, merge__target=idea.pk, voter_id__in=voters)


def spoken(idea: Idea, cast: Cast) -> bool:
    """A person changed their vote on the idea; gives whether the vote before was a carried one.

    Their own word wins over every merge from now on. Call it under the voter's lock, as ``cast_vote`` leaves it.
    """
    if not idea.holds_others:
        return False
    rows = list(about(idea, [cast.voter_id]).select_related("merge"))
    was_carried = any(row.state == State.CARRIED for row in rows)
    word = State.OWN if cast.after else State.LEFT
    change((row, State.RETURNED if row.merge.is_undone else word) for row in rows)
    # Whom a merge has not come to yet has spoken all the same.
    for merge in Merge.objects.standing().filter(target=idea.pk, carried_at=None).select_related("source"):
        known = any(row.merge_id == merge.pk for row in rows)
        if not known and cast.voter_id in supporters_among(merge.source, [cast.voter_id]):
            CarriedVote.objects.create(merge=merge, voter_id=cast.voter_id, state=word)
    return was_carried


def change(rows: Iterable[tuple[CarriedVote, str]]) -> None:
    """Give rows their new states, where they differ; a statement for each state."""
    changed: dict[str, list[int]] = defaultdict(list)
    for row, state in rows:
        if row.state != state:
            row.state = state
            changed[state].append(row.pk)
    for state, keys in changed.items():
        CarriedVote.objects.filter(pk__in=keys).update(state=state, changed_at=timezone.now())


def carried_here(user: User, idea: Idea) -> CarriedVote | None:
    """This person's support that came along with another idea and counts here; None where there is none."""
    if not idea.holds_others:
        return None
    rows = CarriedVote.objects.filter(merge__target=idea.pk, merge__undone_at=None, voter_id=user.voter_id)
    return rows.filter(state=State.CARRIED).select_related("merge__source").order_by("merge_id").first()


def merge_of(idea: Idea) -> Merge | None:
    """The merge by which an idea stands within another now."""
    return Merge.objects.standing().filter(source=idea.pk).select_related("target").first()


def held_within(idea: Idea) -> list[int]:
    """All ideas that stand within this one, also by way of others."""
    held: list[int] = []
    level = [idea.pk]
    while level:
        level = list(Idea.objects.filter(merged_into__in=level).order_by("pk").values_list("pk", flat=True))
        held += level
    return held
