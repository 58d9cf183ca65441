"""Keeps the indexes in step with the rows: changes are noted with the change, and sent by the worker.

The number of a note is the version of its document. A row is locked by its change before the note is written, so the
notes of one document are numbered in the order of its changes, and a late or repeated sending never wins over a newer
one. The notes are read first, then which indexes there are, then the rows: an index that is made after the look is
filled from rows that hold the change already.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from ..engines.base import EngineAway
from ..models import PendingChange, SearchDoc
from .indexes import BATCH, Index, deleting, fields_of, writing

logger = logging.getLogger(__name__)

Key = tuple[str, int]

PATIENCE_SECONDS = 3.0
"""How long the worker leaves a server alone that did not answer."""
MOST_AT_ONCE = 10_000

_rests_until = 0.0


def note(keys: Iterable[Key]) -> None:
    """Note that rows have changed or gone. Part of the change: call it after the rows were written."""
    PendingChange.objects.bulk_create(
        [PendingChange(kind=kind, object_id=object_id) for kind, object_id in keys], batch_size=BATCH
    )


def waiting() -> int:
    """How many changes are not sent yet."""
    return PendingChange.objects.count()


def rows_of(keys: Collection[Key]) -> dict[Key, SearchDoc]:
    """What everybody may see of these."""
    numbers = defaultdict(list)
    for kind, object_id in keys:
        numbers[kind].append(object_id)
    return {
        (row.kind, row.object_id): row
        for kind, object_ids in numbers.items()
        for row in SearchDoc.objects.findable().filter(kind=kind, object_id__in=object_ids)
    }


def send_batch() -> int:
    """Bring the oldest changes to every index; says how many. Repeating it harms nothing."""
    changes = list(PendingChange.objects.order_by("pk").values_list("pk", "kind", "object_id")[:BATCH])
    if not changes:
        return 0
    newest: dict[Key, int] = {(kind, object_id): pk for pk, kind, object_id in changes}
    indexes = Index.writable()
    rows = rows_of(newest)
    actions = [
        writing(rows[key], version) if key in rows else deleting(*key, version) for key, version in newest.items()
    ]
    for index in indexes:
        index.send(actions)
    PendingChange.objects.filter(pk__in=[pk for pk, _, _ in changes]).delete()
    return len(changes)


def send_pending() -> int:
    """What the worker does each round; a server that is away is tried again soon, and nothing is lost meanwhile."""
    global _rests_until
    if time.monotonic() < _rests_until:
        return 0
    sent = 0
    try:
        while sent < MOST_AT_ONCE and (count := send_batch()):
            sent += count
    except EngineAway as away:
        logger.warning("Elasticsearch is away, %s changes wait: %s", waiting(), away)
        _rests_until = time.monotonic() + PATIENCE_SECONDS
    return sent


def differing(index: Index) -> Iterator[Key]:
    """The documents that index and rows do not agree on; both are read once, in the order of the rows' numbers."""
    rows = SearchDoc.objects.findable().order_by("pk").iterator(chunk_size=BATCH)
    prints = index.prints()
    row, kept = next(rows, None), next(prints, None)
    while row is not None or kept is not None:
        if kept is None or (row is not None and row.pk < kept[0]):
            assert row is not None
            yield row.kind, row.object_id
            row = next(rows, None)
        elif row is None or kept[0] < row.pk:
            yield kept[1], kept[2]
            kept = next(prints, None)
        else:
            if fields_of(row)["fingerprint"] != kept[3]:
                yield from {(row.kind, row.object_id), (kept[1], kept[2])}
            row, kept = next(rows, None), next(prints, None)


def compare(index: Index, *, repair: bool) -> int:
    """How many documents differ from their rows, once everything that waits was sent; repair notes them anew."""
    while send_batch():
        pass
    index.refresh()
    wrong = set(differing(index))
    if repair:
        note(sorted(wrong))
    return len(wrong)
