"""A person's own entries: found again by their pseudonyms, since no table ties a person to a leaf."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from participation.accounts.models import User

from ..models import VersionedVote
from .leaves import pseudonym
from .models import Leaf, QueuedLeaf
from .words import BATCH, votes


@dataclass(frozen=True)
class OwnEntry:
    """The last entry about a vote that stands; ``index`` is None while it waits to be sealed."""

    vote: VersionedVote
    receipt: str
    text: str
    index: int | None

    @property
    def idea(self) -> int:
        return int(self.vote.object_id)


def entries_of(user: User) -> list[OwnEntry]:
    """For each of the person's votes, also those cast with another account of theirs, the oldest first."""
    return entries_about(votes().filter(user_id=user.voter_id).order_by("pk"))


def entries_about(own_votes: Iterable[VersionedVote]) -> list[OwnEntry]:
    """A vote that no entry tells yet is left out."""
    found, rest = [], iter(own_votes)
    while part := {pseudonym(int(vote.object_id), vote.user_id): vote for vote in islice(rest, BATCH)}:
        rows: dict[bytes, tuple[str, str, int | None]] = {}
        for sealed in Leaf.objects.filter(voter__in=part).order_by("index"):
            rows[bytes(sealed.voter)] = (bytes(sealed.receipt).hex(), sealed.text, sealed.index)
        for queued in QueuedLeaf.objects.filter(voter__in=part).order_by("id"):
            rows[bytes(queued.voter)] = (bytes(queued.receipt).hex(), queued.text, None)
        found += [OwnEntry(vote, *rows[voter]) for voter, vote in part.items() if voter in rows]
    return found
