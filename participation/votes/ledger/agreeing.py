"""Brings into the ledger what it does not tell: votes from before it, and votes that became another account's."""

from collections.abc import Iterable
from itertools import groupby, islice

from django.db import transaction
from django.utils import timezone

from participation.accounts.models import User

from .checking import one_moment
from .leaves import leaf_about, new_leaf, pseudonym
from .queueing import queue_leaves, wait_together
from .words import BATCH, Differences, Word, differences, last_words, votes, words_of


def make_agree() -> int:
    """Queue a leaf for each vote that the ledger does not tell, and a withdrawal for each word that is no vote.

    Returns how many leaves were queued. Nothing that was sealed is touched.
    """
    found = _look()
    return _withdraw(found.strange) + _tell_all(found.missing)


def take_in() -> int:
    """Queue a leaf for each vote that the ledger does not tell, such as those from before there was one."""
    return _tell_all(_look().missing)


def _look() -> Differences:
    with one_moment():
        return differences(last_words())


def _tell_all(missing: Iterable[tuple[int, int]]) -> int:
    pairs, queued = iter(sorted(missing)), 0
    while part := list(islice(pairs, BATCH)):
        queued += _tell(part)
    return queued


@transaction.atomic
def _tell(pairs: list[tuple[int, int]]) -> int:
    """Look again while none of these people can vote, and queue what is still missing."""
    ideas_of = {voter_id: {idea for _, idea in each} for voter_id, each in groupby(pairs, key=lambda pair: pair[0])}
    locked = User.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ideas_of).order_by("pk")
    list(locked.values_list("pk"))
    among = {idea for _, idea in pairs}
    rows = votes().filter(user_id__in=ideas_of, object_id__in=[str(idea) for idea in among]).order_by("pk")
    standing = {
        pseudonym(int(vote.object_id), vote.user_id): vote
        for vote in rows
        if int(vote.object_id) in ideas_of[vote.user_id]
    }
    words = words_of(standing)
    new = [
        new_leaf(
            voter_id=vote.user_id,
            idea=int(vote.object_id),
            value=vote.vote,
            version=vote.version,
            at=vote.time_stamp,
        )
        for voter, vote in standing.items()
        if voter not in words or not words[voter].tells(vote.vote, vote.version)
    ]
    queue_leaves(new)
    return len(new)


@transaction.atomic
def _withdraw(strange: Iterable[tuple[bytes, Word]]) -> int:
    """Unless the voter has spoken since."""
    gone = dict(strange)
    now = timezone.now()
    new = [
        leaf_about(voter=voter, idea=word.idea, value=0, version=word.version, at=now)
        for voter, word in words_of(gone).items()
        if word == gone[voter]
    ]
    queue_leaves(new)
    return len(new)


def move_words(*, joined_id: int, kept_id: int, ideas: Iterable[int]) -> None:
    """Two accounts turned out to be one person: what the joined one said ends, and the kept one says it.

    Where the kept account has spoken itself, its own word stands. Call it in the transaction that moves the votes.
    """
    now, new = timezone.now(), []
    for idea in ideas:
        old, own = pseudonym(idea, joined_id), pseudonym(idea, kept_id)
        words = words_of([old, own])
        if (said := words.get(old)) is None or not said.is_vote:
            continue
        new.append(leaf_about(voter=old, idea=idea, value=0, version=said.version, at=now))
        if own not in words or not words[own].is_vote:
            new.append(leaf_about(voter=own, idea=idea, value=said.value, held=said.held, version=said.version, at=now))
    queue_leaves(new)
    wait_together((pseudonym(idea, joined_id), pseudonym(idea, kept_id)) for idea in ideas)
