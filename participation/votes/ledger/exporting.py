"""The public ledger as a file that the verifier reads: a line for each key, head and tally, then for each leaf."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import orjson

from .models import Head, Leaf, QueuedLeaf, SigningKey
from .subjects import subject
from .words import BATCH, read_word


def export_lines() -> Iterator[bytes]:
    """What anybody can also read over the API; a leaf's line holds its exact bytes."""
    latest = Head.latest_one()
    for key in SigningKey.objects.order_by("first_used_at"):
        yield _line("key", {"key_id": key.pk, "public_key": _base64(key.public_key)})
    for head in Head.objects.order_by("size").iterator(chunk_size=BATCH):
        yield _line("head", described(head))
    # Where entries wait, the count is ahead of the log, or is not public yet: it is left out.
    waiting = {read_word(text).idea for text in QueuedLeaf.objects.values_list("text", flat=True)}
    for tally in subject().tallies():
        if (tally.support or tally.oppose) and tally.pk not in waiting:
            yield _line("tally", {"idea": tally.pk, "support": tally.support, "oppose": tally.oppose})
    size = latest.size if latest else 0
    leaves = Leaf.objects.filter(index__lt=size).order_by("index").values_list("text", flat=True)
    for text in leaves.iterator(chunk_size=BATCH):
        yield b"leaf " + text.encode() + b"\n"


def described(head: Head) -> dict[str, Any]:
    """A head as the API gives it."""
    previous = None
    if head.previous_size is not None and head.previous_root is not None:
        previous = {"size": head.previous_size, "root": bytes(head.previous_root).hex()}
    return {
        "size": head.size,
        "root": bytes(head.root).hex(),
        "previous": previous,
        "sealed_at": head.sealed_at,
        "key_id": head.key_id,
        "signed": head.signed,
        "signature": _base64(head.signature),
    }


def _line(kind: str, fields: dict[str, Any]) -> bytes:
    return kind.encode() + b" " + orjson.dumps(fields) + b"\n"


def _base64(content: bytes | memoryview) -> str:
    return b64encode(content).decode()
