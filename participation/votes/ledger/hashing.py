"""The Merkle tree of RFC 9162, section 2.1: hashes of leaves and nodes, and a tree that grows by appending."""

from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Place(NamedTuple):
    """A complete subtree: the ``number``-th of those with 2^level leaves."""

    level: int
    number: int

    @property
    def begin(self) -> int:
        return self.number << self.level

    @property
    def end(self) -> int:
        return (self.number + 1) << self.level


def places_of(begin: int, end: int) -> list[Place]:
    """The complete subtrees that make up these leaves, from left to right; ``begin`` is where such a part may begin."""
    places = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        places.append(Place(level, begin >> level))
        begin += 1 << level
    return places


def folded(hashes: Iterable[bytes]) -> bytes:
    """The hash over complete subtrees of falling size: the ragged right side of a tree, from right to left."""
    ordered = list(hashes)
    root = ordered.pop() if ordered else EMPTY_ROOT
    for left in reversed(ordered):
        root = node_hash(left, root)
    return root


class GrowingTree:
    """Keeps one hash for each complete subtree on the right edge; appending costs two hashes on the average."""

    def __init__(self, size: int = 0, edge: Iterable[bytes] = ()) -> None:
        self.size = size
        self._edge = list(edge)

    def append(self, digest: bytes) -> list[tuple[Place, bytes]]:
        """Add a leaf's hash; gives the larger subtrees that it completes, from small to large."""
        completed = []
        number, level = self.size, 0
        while number & 1:
            digest = node_hash(self._edge.pop(), digest)
            number >>= 1
            level += 1
            completed.append((Place(level, number), digest))
        self._edge.append(digest)
        self.size += 1
        return completed

    @property
    def root(self) -> bytes:
        return folded(self._edge)
