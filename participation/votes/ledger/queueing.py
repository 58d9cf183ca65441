"""How a vote gets into the ledger: a row in the queue, in the vote's own transaction."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from .leaves import NewLeaf, new_leaf, pseudonym
from .models import QueuedLeaf
from .subjects import subject
from .words import read_word

INSERT = "INSERT INTO ledger_queuedleaf (text, receipt, voter, waits_for) VALUES (%s, %s, %s, %s)"
# For a statement that does more than this; the names are those of NewLeaf.
INSERT_NAMED = "INSERT INTO ledger_queuedleaf (text, receipt, voter) VALUES (%(text)s, %(receipt)s, %(voter)s)"

# What waits is newer than what was sealed.
LAST_RECEIPT = """
    SELECT receipt FROM (
        SELECT 1 AS waits, id AS place, receipt FROM ledger_queuedleaf WHERE voter = %s
        UNION ALL SELECT 0, "index", receipt FROM ledger_leaf WHERE voter = %s
    ) AS said ORDER BY waits DESC, place DESC LIMIT 1
"""


def queue_leaf(*, voter_id: int, idea: int, value: int, version: int, at: datetime, held: int = 0) -> str:
    """Write down a cast or a withdrawal; gives the receipt. Call it in the vote's transaction, after the vote's row.

    One statement. The order of one person's leaves is that of their votes, because whoever votes holds the vote's row.
    """
    return queue(new_leaf(voter_id=voter_id, idea=idea, value=value, version=version, at=at, held=held))


def queue(leaf: NewLeaf, *, waits_for: int | None = None) -> str:
    """The same for a leaf that is made already; it is not sealed before what it waits for is released."""
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [leaf.text, leaf.receipt, leaf.voter, waits_for])
    return leaf.receipt.hex()


def release(waited_for: int) -> int:
    """From now on the leaves that waited for this may be sealed; returns how many."""
    return QueuedLeaf.objects.filter(waits_for=waited_for).update(waits_for=None)


def wait_together(voters: Iterable[tuple[bytes, bytes]]) -> None:
    """Where one of two pseudonyms of a person has a leaf that waits, none of both may be sealed before it."""
    for both in voters:
        queued = QueuedLeaf.objects.filter(voter__in=both)
        if (awaited := queued.exclude(waits_for=None).values_list("waits_for", flat=True).first()) is not None:
            queued.update(waits_for=awaited)


def queue_leaves(leaves: Iterable[NewLeaf]) -> None:
    """The same for many at once, which wait where results are hidden now."""
    new = [(leaf, read_word(leaf.text).idea) for leaf in leaves]
    hidden = subject().waits_for({idea for _, idea in new})
    rows = [
        QueuedLeaf(text=leaf.text, receipt=leaf.receipt, voter=leaf.voter, waits_for=hidden.get(idea))
        for leaf, idea in new
    ]
    QueuedLeaf.objects.bulk_create(rows, batch_size=1000)


def receipt_of(*, voter_id: int, idea: int) -> str | None:
    """The receipt of what this person last said about the idea."""
    voter = pseudonym(idea, voter_id)
    with connection.cursor() as cursor:
        cursor.execute(LAST_RECEIPT, [voter, voter])
        found = cursor.fetchone()
    return bytes(found[0]).hex() if found else None
