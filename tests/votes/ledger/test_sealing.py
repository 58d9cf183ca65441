"""What waits is sealed in order, once, and signed; proofs come from the kept hashes alone."""

import base64
from datetime import UTC, datetime

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection

from participation.votes.ledger import sealing
from participation.votes.ledger.hashing import GrowingTree, leaf_hash, node_hash
from participation.votes.ledger.leaves import new_leaf
from participation.votes.ledger.models import Head, Leaf, Node, QueuedLeaf, SigningKey
from participation.votes.ledger.queueing import queue_leaf, queue_leaves, receipt_of
from participation.votes.ledger.sealing import seal_waiting
from participation.votes.ledger.tree import consistency_path, inclusion_path, inclusion_ranges, root_at

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, 34, 56, tzinfo=UTC)


def queue(count: int, *, first: int = 0) -> None:
    queue_leaves(
        new_leaf(voter_id=number, idea=7, value=1, version=1, at=NOON) for number in range(first, first + count)
    )


def verified(head: Head) -> None:
    Ed25519PublicKey.from_public_bytes(bytes(head.key.public_key)).verify(bytes(head.signature), head.signed.encode())


def test_the_empty_log_is_signed_once():
    assert [seal_waiting(), seal_waiting()] == [0, 0]
    head = Head.objects.get()
    assert (head.size, head.previous_size) == (0, None)
    verified(head)


def test_leaves_are_sealed_in_the_order_of_the_queue():
    queue(3)
    texts = list(QueuedLeaf.objects.order_by("id").values_list("text", flat=True))
    assert seal_waiting() == 3
    assert list(Leaf.objects.order_by("index").values_list("index", "text")) == list(enumerate(texts))
    assert not QueuedLeaf.objects.exists()


def test_each_head_names_the_one_before_and_its_signature_covers_all_of_it():
    for first in (0, 3):
        queue(3, first=first)
        seal_waiting()
    older, newer = Head.objects.order_by("size")
    assert (newer.size, newer.previous_size, bytes(newer.previous_root or b"")) == (6, older.size, bytes(older.root))
    assert f"previous 3 {bytes(older.root).hex()}" in newer.signed
    verified(newer)
    with pytest.raises(InvalidSignature):
        verified(Head(key=newer.key, signature=newer.signature, signed=newer.signed.replace("size 6", "size 7")))


def test_a_large_queue_is_sealed_in_several_batches(monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 10)
    queue(35)
    assert seal_waiting() == 35
    assert list(Head.objects.order_by("size").values_list("size", flat=True)) == [10, 20, 30, 35]


def test_a_batch_that_fails_leaves_everything_as_it_was(monkeypatch):
    """S40, R1: the sealer may die between any two statements."""
    queue(20)

    def fail(*_: object) -> None:
        raise OSError("killed")

    monkeypatch.setattr(sealing, "_sign", fail)
    with pytest.raises(OSError, match="killed"):
        seal_waiting()
    monkeypatch.undo()
    assert (QueuedLeaf.objects.count(), Leaf.objects.count(), Node.objects.count()) == (20, 0, 0)
    assert seal_waiting() == 20


def test_a_receipt_stays_the_same_when_its_leaf_is_sealed(joon):
    receipt = queue_leaf(voter_id=joon.pk, idea=7, value=1, version=1, at=NOON)
    seal_waiting()
    assert receipt_of(voter_id=joon.pk, idea=7) == receipt
    newer = queue_leaf(voter_id=joon.pk, idea=7, value=0, version=1, at=NOON)
    assert receipt_of(voter_id=joon.pk, idea=7) == newer


def test_proofs_from_the_database_hold_for_every_leaf_and_every_pair_of_sizes():
    """The kept hashes give what the recursive definition of RFC 9162 gives, whatever the batches were."""
    sizes, roots, tree = [0], {0: root_at(0)}, GrowingTree()
    for batch in (1, 2, 13, 1, 16, 7, 29):
        queue(batch, first=sizes[-1])
        seal_waiting()
        sizes.append(sizes[-1] + batch)
        for receipt in Leaf.objects.filter(index__gte=sizes[-2]).order_by("index").values_list("receipt", flat=True):
            tree.append(bytes(receipt))
        assert bytes(Head.latest_one().root) == tree.root == root_at(sizes[-1])
    last = sizes[-1]
    for size in range(1, last + 1):
        roots[size] = root_at(size)
        for index in range(0, size, 5):
            receipt = bytes(Leaf.objects.get(index=index).receipt)
            assert climbed(receipt, index, inclusion_path(index, size), inclusion_ranges(index, size)) == roots[size]
    for second in (17, 32, 33, 64, last):
        for first in range(1, second + 1):
            check_consistency(first, second, roots[first], roots[second], consistency_path(first, second))


def climbed(digest: bytes, index: int, path: list[bytes], ranges: list[tuple[int, int]]) -> bytes:
    for other, (begin, _) in zip(path, ranges, strict=True):
        digest = node_hash(digest, other) if begin > index else node_hash(other, digest)
    return digest


def check_consistency(first: int, second: int, old: bytes, new: bytes, path: list[bytes]) -> None:
    """RFC 9162, 2.1.4.2, step by step."""
    if first == second:
        assert path == []
        return
    path = [old, *path] if first & (first - 1) == 0 else path
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for node in path[1:]:
        assert sn
        if fn & 1 or fn == sn:
            fr, sr = node_hash(node, fr), node_hash(node, sr)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, node)
        fn, sn = fn >> 1, sn >> 1
    assert (fr, sr, sn) == (old, new, 0)


def test_a_proof_needs_two_statements(django_assert_num_queries):
    queue(300)
    seal_waiting()
    with django_assert_num_queries(2):
        inclusion_path(123, 300)
    with django_assert_num_queries(2):
        consistency_path(123, 300)


def test_small_subtrees_are_not_kept():
    queue(64)
    seal_waiting()
    assert Node.objects.count() == 4 + 2 + 1


def test_another_key_signs_from_then_on_and_the_old_one_stays_known(settings):
    queue(1)
    seal_waiting()
    settings.LEDGER_KEY = base64.b64encode(b"k" * 32).decode()
    queue(1, first=1)
    seal_waiting()
    older, newer = Head.objects.order_by("size")
    assert older.key_id != newer.key_id
    assert SigningKey.objects.count() == 2
    for head in (older, newer):
        verified(head)


def test_a_key_of_its_own_is_made_once_and_kept_from_others(settings, tmp_path):
    settings.LEDGER_KEY, settings.LEDGER_KEY_FILE = "", tmp_path / "var" / "ledger_key"
    seal_waiting()
    assert settings.LEDGER_KEY_FILE.stat().st_mode & 0o777 == 0o600
    text = settings.LEDGER_KEY_FILE.read_text()
    queue(1)
    seal_waiting()
    assert settings.LEDGER_KEY_FILE.read_text() == text
    assert SigningKey.objects.count() == 1


def test_a_key_that_is_none_is_refused_before_anything_is_sealed(settings):
    from django.core.exceptions import ImproperlyConfigured

    settings.LEDGER_KEY = "not a key"
    queue(1)
    with pytest.raises(ImproperlyConfigured):
        seal_waiting()
    assert QueuedLeaf.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_while_one_worker_seals_another_leaves_it_alone():
    """Two sealers at once: on PostgreSQL the second finds the lock taken, on SQLite there is one writer anyway."""
    from concurrent.futures import ThreadPoolExecutor

    def seal() -> int:
        try:
            return seal_waiting()
        finally:
            connection.close()

    queue(200)
    with ThreadPoolExecutor(4) as pool:
        counts = [future.result() for future in [pool.submit(seal) for _ in range(8)]]
    seal_waiting()
    assert (Leaf.objects.count(), QueuedLeaf.objects.count()) == (200, 0)
    assert sum(counts) <= 200
    assert bytes(Head.latest_one().root) == root_at(200)


def test_a_leaf_hash_is_that_of_the_text():
    queue(1)
    seal_waiting()
    leaf = Leaf.objects.get()
    assert bytes(leaf.receipt) == leaf_hash(leaf.text.encode())


def test_a_public_site_is_warned_when_its_key_is_kept_on_a_disk(settings):
    from participation.votes.ledger.checks import check_key

    assert check_key(None) == []
    settings.LEDGER_KEY = ""
    assert [message.id for message in check_key(None)] == ["ledger.W001"]


@pytest.mark.parametrize("job", ["ledger.seal", "ideas.add_up_votes"])
def test_sealing_and_counting_do_not_wait_for_slow_deliveries(job, monkeypatch):
    """What is promised within seconds has a thread of its own in the worker."""
    import threading

    from participation.events import worker as events_worker
    from participation.events.registry import schedule

    sealed, release = threading.Event(), threading.Event()

    def run(self: object, due: object) -> int:
        sealed.set()
        return 0

    monkeypatch.setattr(events_worker, "deliver_due", lambda lane: release.wait(20) and 0)
    monkeypatch.setattr("participation.events.models.Heartbeat.beat", lambda: None)
    monkeypatch.setattr(events_worker, "schedule", {job: schedule[job]})
    monkeypatch.setattr(events_worker.Worker, "_run", run)
    working = events_worker.Worker()
    thread = threading.Thread(target=working.run)
    thread.start()
    try:
        assert sealed.wait(10)
        assert not release.is_set()
    finally:
        working.stopping.set()
        release.set()
        thread.join(20)
    assert not thread.is_alive()
