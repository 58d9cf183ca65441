"""Proofs from the kept hashes: that a leaf is in the tree, and that a larger tree begins with a smaller one."""

from collections.abc import Iterable

from .hashing import Place, folded, node_hash, places_of
from .models import Leaf, Node

# Subtrees of fewer than 2^4 leaves are not kept: their leaves are read instead.
SMALLEST_KEPT = 4
Range = tuple[int, int]


def position_of(place: Place) -> int:
    """Where a subtree's root stands when the tree is read from left to right; leaves have the even places."""
    return ((2 * place.number + 1) << place.level) - 1


def read_hashes(places: Iterable[Place]) -> dict[Place, bytes]:
    """The hashes of complete subtrees, in at most two statements."""
    wanted = set(places)
    large = {position_of(place): place for place in wanted if place.level >= SMALLEST_KEPT}
    small = [place for place in wanted if place.level < SMALLEST_KEPT]
    found = {}
    if large:
        nodes = Node.objects.filter(position__in=large).values_list("position", "digest")
        found = {large[position]: bytes(digest) for position, digest in nodes}
    if small:
        indexes = {index for place in small for index in range(place.begin, place.end)}
        receipts = Leaf.objects.filter(index__in=indexes).values_list("index", "receipt")
        leaves = {index: bytes(receipt) for index, receipt in receipts}
        found |= {place: _over([leaves[index] for index in range(place.begin, place.end)]) for place in small}
    return found


def _over(hashes: list[bytes]) -> bytes:
    while len(hashes) > 1:
        hashes = [node_hash(*pair) for pair in zip(hashes[::2], hashes[1::2], strict=True)]
    return hashes[0]


def edge_of(size: int) -> list[bytes]:
    """What a growing tree of this size keeps."""
    places = places_of(0, size)
    known = read_hashes(places)
    return [known[place] for place in places]


def root_at(size: int) -> bytes:
    return folded(edge_of(size))


def inclusion_path(index: int, size: int) -> list[bytes]:
    """RFC 9162, 2.1.3.1: what the leaf's hash is combined with on its way up to the root."""
    return _hashes_of(inclusion_ranges(index, size))


def consistency_path(first: int, second: int) -> list[bytes]:
    """RFC 9162, 2.1.4.1: from which both roots follow."""
    return _hashes_of(_consistency_ranges(first, (0, second), True)) if first else []


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Which leaves each hash of the path stands for, from the leaf up."""
    begin, end, ranges = 0, size, []
    while end - begin > 1:
        split = _split(begin, end)
        if index < split:
            ranges.append((split, end))
            end = split
        else:
            ranges.append((begin, split))
            begin = split
    return ranges[::-1]


def _consistency_ranges(first: int, part: Range, is_known: bool) -> list[Range]:
    begin, end = part
    if first == end:
        return [] if is_known else [part]
    split = _split(begin, end)
    if first <= split:
        return [*_consistency_ranges(first, (begin, split), is_known), (split, end)]
    return [*_consistency_ranges(first, (split, end), False), (begin, split)]


def _split(begin: int, end: int) -> int:
    """Where the RFC divides: the left side has the largest power of two below the number of leaves."""
    return begin + (1 << (end - begin - 1).bit_length() - 1)


def _hashes_of(ranges: list[Range]) -> list[bytes]:
    parts = [places_of(*each) for each in ranges]
    known = read_hashes(place for part in parts for place in part)
    return [folded(known[place] for place in part) for part in parts]
