"""Whether the ledger is whole, and agrees with the votes and with the counts that the site keeps."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection, transaction

from .hashing import GrowingTree, leaf_hash
from .models import Head, Leaf, Node, QueuedLeaf
from .signing import State, head_text
from .subjects import subject
from .tree import SMALLEST_KEPT, position_of
from .words import BATCH, Word, differences, last_words

Report = Callable[[str], None]


class Checked(NamedTuple):
    """How much was looked at."""

    leaves: int
    waiting: int
    votes: int


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything as it was at one moment, while votes go on. Inside a transaction it changes nothing."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        # Not Django's transaction, which would keep votes from being written meanwhile.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def check(report: Report) -> Checked:
    """Report everything that is wrong, in a sentence each."""
    with one_moment():
        leaves = check_log(report)
        words = last_words()
        votes = check_votes(words, report)
        check_tallies(words, report)
        return Checked(leaves, QueuedLeaf.objects.count(), votes)


def check_log(report: Report) -> int:
    """The leaves give the kept hashes and every head's root; every head is signed and names the one before."""
    tree, before = GrowingTree(), None
    leaves = Leaf.objects.order_by("index").values_list("index", "text", "receipt").iterator(chunk_size=BATCH)
    for head in Head.objects.select_related("key").order_by("size").iterator(chunk_size=BATCH):
        while tree.size < head.size:
            part = list(islice(leaves, min(BATCH, head.size - tree.size)))
            if not part or not _grow(tree, part, report):
                report(f"the log ends or breaks after {tree.size} leaves; a head of size {head.size} was signed")
                return tree.size
        _check_head(head, before, State(tree.size, tree.root), report)
        before = State(head.size, bytes(head.root))
    if next(leaves, None) is not None:
        report("there are leaves that no head covers")
    return tree.size


def _grow(tree: GrowingTree, part: list[tuple[int, str, bytes | memoryview]], report: Report) -> bool:
    made: dict[int, bytes] = {}
    for index, text, receipt in part:
        digest = leaf_hash(text.encode())
        if index != tree.size or digest != bytes(receipt):
            report(f"leaf {index} is not at its place, or not what its receipt says")
            return False
        made |= {position_of(place): node for place, node in tree.append(digest) if place.level >= SMALLEST_KEPT}
    kept = Node.objects.filter(position__in=made).values_list("position", "digest")
    if {position: bytes(digest) for position, digest in kept} != made:
        report(f"the kept hashes over the leaves before {tree.size} are not those of the leaves")
    return True


def _check_head(head: Head, before: State | None, tree: State, report: Report) -> None:
    state, name = State(head.size, bytes(head.root)), f"the head of size {head.size}"
    if tree != state:
        report(f"the leaves do not give the root of {name}")
    said = State(head.previous_size, bytes(head.previous_root or b"")) if head.previous_size is not None else None
    if said != before or head.signed != head_text(state, before, head.sealed_at, head.key_id):
        report(f"{name} does not follow the one before, or is not what was signed")
    key = Ed25519PublicKey.from_public_bytes(bytes(head.key.public_key))
    try:
        key.verify(bytes(head.signature), head.signed.encode())
    except InvalidSignature:
        report(f"{name} has a false signature")


def check_votes(words: dict[bytes, Word], report: Report) -> int:
    """Every vote is somebody's last word, and every last word is a vote."""
    found = differences(words)
    for voter_id, idea in found.missing:
        report(f"idea {idea}: the ledger does not tell the vote of account {voter_id}")
    for voter, word in found.strange:
        report(f"idea {word.idea}: the ledger tells a vote of {voter.hex()} that nobody cast")
    return found.votes


def check_tallies(words: dict[bytes, Word], report: Report) -> None:
    counted = Counter((word.idea, word.value) for word in words.values())
    for kept in subject().tallies():
        ours, theirs = (counted[kept.pk, 1], counted[kept.pk, -1]), (kept.support, kept.oppose)
        if ours != theirs:
            report(f"idea {kept.pk}: the site counts {theirs} (support, oppose), the ledger {ours}")
