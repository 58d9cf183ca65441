"""What people last said, as the ledger has it: the last leaf of each pseudonym, sealed or waiting."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

import orjson
from django.contrib.contenttypes.models import ContentType
from django.db import models

from ..models import VersionedVote
from .leaves import pseudonym
from .models import Leaf, QueuedLeaf
from .subjects import subject

BATCH = 1000


class Word(NamedTuple):
    """A vote as a leaf tells it; ``held`` is one that does not count yet."""

    idea: int
    value: int
    held: int
    version: int

    @property
    def is_vote(self) -> bool:
        return bool(self.value or self.held)

    def tells(self, vote: int, version: int) -> bool:
        return vote in (self.value, self.held) and version == self.version


class Differences(NamedTuple):
    """Votes, as (account, idea), that the ledger does not tell; words that no vote stands behind; votes in all."""

    missing: list[tuple[int, int]]
    strange: list[tuple[bytes, Word]]
    votes: int


def read_word(text: str) -> Word:
    said = orjson.loads(text)
    return Word(said["idea"], said["value"], said.get("held", 0), said["version"])


def last_words() -> dict[bytes, Word]:
    """Of everybody."""
    return {voter: read_word(text) for voter, text in _texts(None)}


def words_of(voters: Collection[bytes]) -> dict[bytes, Word]:
    """Of these pseudonyms."""
    return {voter: read_word(text) for voter, text in _texts(voters)}


def _texts(voters: Collection[bytes] | None) -> Iterator[tuple[bytes, str]]:
    sealed, queued = Leaf.objects.order_by("index"), QueuedLeaf.objects.order_by("id")
    if voters is not None:
        sealed, queued = sealed.filter(voter__in=voters), queued.filter(voter__in=voters)
    for rows in (sealed.values_list("voter", "text"), queued.values_list("voter", "text")):
        yield from ((bytes(voter), text) for voter, text in rows.iterator(chunk_size=BATCH))


def votes() -> "models.QuerySet[VersionedVote]":
    """The votes that the ledger is about."""
    return VersionedVote.objects.filter(content_type=ContentType.objects.get_for_model(subject().model))


def differences(words: dict[bytes, Word]) -> Differences:
    unmatched = {voter: word for voter, word in words.items() if word.is_vote}
    missing, count = [], 0
    rows = votes().values_list("user_id", "object_id", "vote", "version")
    for user_id, object_id, value, version in rows.iterator(chunk_size=BATCH):
        count += 1
        word = unmatched.pop(pseudonym(int(object_id), user_id), None)
        if word is None or not word.tells(value, version):
            missing.append((user_id, int(object_id)))
    return Differences(missing, list(unmatched.items()), count)
