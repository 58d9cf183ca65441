"""The worker's part: takes what votes queued, appends it to the log, and signs what the log is now."""

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from .agreeing import take_in
from .hashing import GrowingTree, Place
from .models import Head, Ledger, QueuedLeaf
from .signing import State, head_text, signer
from .tree import SMALLEST_KEPT, edge_of, position_of

# In one transaction: enough to be quick, and little enough not to keep a small machine's only writer from the votes.
BATCH = 2000
# A leaf does not overtake one that the same voter wrote before and that still waits for a close.
TAKE = (
    "DELETE FROM ledger_queuedleaf WHERE id IN"
    " (SELECT id FROM ledger_queuedleaf AS ready WHERE waits_for IS NULL AND NOT EXISTS"
    " (SELECT 1 FROM ledger_queuedleaf AS said WHERE said.voter = ready.voter AND said.id < ready.id"
    " AND said.waits_for IS NOT NULL) ORDER BY id LIMIT %s)"
    " RETURNING id, text, receipt, voter"
)
WRITE_LEAF = 'INSERT INTO ledger_leaf ("index", text, receipt, voter) VALUES (%s, %s, %s, %s)'
WRITE_NODE = "INSERT INTO ledger_node (position, digest) VALUES (%s, %s)"


@dataclass(frozen=True)
class Taken:
    """A leaf out of the queue."""

    text: str
    receipt: bytes
    voter: bytes


def seal_waiting() -> int:
    """Seal all that waits; returns how many leaves. The first call of all takes in the votes from before the ledger."""
    sealed = 0
    if not Head.objects.exists():
        take_in()
        sealed = _seal_batch()  # signs at least the empty log
    while QueuedLeaf.objects.filter(waits_for=None).exists():
        count = _seal_batch()
        sealed += count
        if count < BATCH:
            break
    return sealed


@transaction.atomic
def _seal_batch() -> int:
    """Take, append and sign in one transaction: whoever is killed in the middle has done nothing."""
    if not Ledger.objects.select_for_update(skip_locked=True).filter(pk=1):
        return 0  # another worker is at it
    before = Head.latest_one()
    taken = _take(BATCH)
    if before and not taken:
        return 0
    tree = GrowingTree(before.size, edge_of(before.size)) if before else GrowingTree()
    _append(tree, taken)
    _sign(tree, before)
    return len(taken)


def _take(limit: int) -> list[Taken]:
    """The oldest of the queue. What is committed later under an earlier number comes with the next batch."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [limit])
        rows = sorted(cursor.fetchall())
    return [Taken(text, bytes(receipt), bytes(voter)) for _, text, receipt, voter in rows]


def _append(tree: GrowingTree, taken: list[Taken]) -> None:
    first = tree.size
    completed: list[tuple[Place, bytes]] = []
    for leaf in taken:
        completed += tree.append(leaf.receipt)
    kept = [(position_of(place), digest) for place, digest in completed if place.level >= SMALLEST_KEPT]
    rows = [(index, leaf.text, leaf.receipt, leaf.voter) for index, leaf in enumerate(taken, first)]
    with connection.cursor() as cursor:
        if rows:
            cursor.executemany(WRITE_LEAF, rows)
        if kept:
            cursor.executemany(WRITE_NODE, kept)


def _sign(tree: GrowingTree, before: Head | None) -> None:
    key = signer()
    state = State(tree.size, tree.root)
    previous = State(before.size, bytes(before.root)) if before else None
    now = timezone.now()
    text = head_text(state, previous, now, key.key.pk)
    Head.objects.create(
        size=state.size,
        root=state.root,
        previous_size=previous.size if previous else None,
        previous_root=previous.root if previous else None,
        sealed_at=now,
        key=key.key,
        signed=text,
        signature=key.sign(text),
    )
