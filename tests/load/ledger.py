"""The ledger's part of the bench: what verifying costs beside bare hashing, and how fast it is sealed."""

import base64
import importlib.util
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import UTC, datetime
from hashlib import sha256
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from .results import Result

LEAVES, EVERY, ROUNDS = 1_000_000, 2_000, 3


def verifier() -> ModuleType:
    """The program that citizens download, from its file."""
    file = Path(__file__).parents[2] / "participation" / "votes" / "ledger" / "verifier" / "verify_votes.py"
    spec = importlib.util.spec_from_file_location("verify_votes", file)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def written(file: Path, total: int) -> None:
    """An export with this many leaves, a head for each 2,000, as the sealer would have signed them."""
    from participation.votes.ledger.hashing import GrowingTree, leaf_hash
    from participation.votes.ledger.signing import State, head_text, key_id_of

    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    tree, before, now = GrowingTree(), None, datetime.now(UTC)
    key = {"key_id": key_id_of(public), "public_key": base64.b64encode(public).decode()}
    lines, leaves = [f"key {json.dumps(key)}\n"], []
    for number in range(total):
        leaves.append(leaf_of(number))
        tree.append(leaf_hash(leaves[-1].encode()))
        if tree.size % EVERY == 0:
            state = State(tree.size, tree.root)
            text = head_text(state, before, now, key["key_id"])
            signature = base64.b64encode(private.sign(text.encode())).decode()
            head = {"size": state.size, "root": state.root.hex(), "key_id": key["key_id"], "sealed_at": now.isoformat()}
            lines.append(f"head {json.dumps(head | {'signed': text, 'signature': signature})}\n")
            before = state
    with file.open("w") as target:
        target.writelines(lines)
        target.writelines(f"leaf {leaf}\n" for leaf in leaves)


def leaf_of(number: int) -> str:
    """As ``leaves.new_leaf`` writes it."""
    voter = sha256(b"%d" % number).hexdigest()
    return (
        f'{{"idea":{number % 1000},"voter":"{voter[:32]}","value":1,"version":1,"at":"2026-03-01T12:34:00Z",'
        f'"nonce":"{voter[32:]}"}}'
    )


def bare_loop(leaves: list[bytes]) -> None:
    """The hashes that any verifier has to work out, and nothing else: one for each leaf, one for each pair."""
    hashes = []
    for leaf in leaves:
        hashes.append(sha256(b"\0" + leaf).digest())
    while len(hashes) > 1:
        above = []
        for number in range(0, len(hashes) - 1, 2):
            above.append(sha256(b"\1" + hashes[number] + hashes[number + 1]).digest())
        hashes = above + hashes[len(hashes) & ~1 :]


def cpu(run: Callable[[], Any]) -> float:
    begun = time.process_time()
    run()
    return (time.process_time() - begun) * 1000


def measure(total: int = LEAVES) -> Result:
    """A whole check of an export, signatures and counts included, beside the bare loop."""
    module = verifier()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ledger.txt"
        written(file, total)
        leaves = list(module.Export(str(file)).rows("leaf"))
        pairs = []
        for _ in range(ROUNDS):
            with redirect_stdout(StringIO()):
                ours = cpu(lambda: module.verify(module.Export(str(file)), [], []))
            pairs.append((ours, cpu(lambda: bare_loop(leaves))))
    ours, bare, ratio = (statistics.median(each) for each in zip(*[(a, b, a / b) for a, b in pairs], strict=True))
    return Result(f"verifying {total:,} leaves / bare hashlib loop", round(ratio, 2), 3.0, round(ours), round(bare))
