#!/usr/bin/env python3
"""Checks the ledger of votes of a Madang site from outside. It needs Python 3.10 and the package "cryptography".

    python3 verify_votes.py https://madang.example.org     everything, over the public API
    python3 verify_votes.py ledger.txt                     the same for a file made by verify_ledger --export
    … --receipt 3f9a…                                      and that this vote is in it (may be repeated)
    … --remember FILE                                      and that nothing was rewritten since the last time

Hashes are those of RFC 9162, section 2.1. Exit status: 0 all is right, 1 something is wrong, 2 it could not be read.
"""

import argparse
import base64
import hashlib
import itertools
import json
import re
import sys
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

sha256 = hashlib.sha256
# A leaf is JSON. Its first three fields are all that counts, and are written in this one way.
LEAF = re.compile(rb'^\{"idea":(\d+),"voter":"([0-9a-f]+)","value":(1|0|-1),[^{}\n]*\}$', re.MULTILINE)
Words = dict[bytes, dict[bytes, bytes]]  # by idea and voter


class Wrong(Exception):
    """What the ledger says does not hold."""


def check(holds: object, otherwise: str) -> None:
    if not holds:
        raise Wrong(otherwise)


class Site:
    """A ledger that is read over the API. While people vote, counts may be two seconds ahead of heads: look again."""

    def __init__(self, address: str) -> None:
        self.api = address.rstrip("/") + "/api/v1"

    def get(self, path: str) -> Any:
        try:
            with urllib.request.urlopen(self.api + path, timeout=60) as answer:  # noqa: S310  # asked for by its user
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code != 429:
                raise
            time.sleep(float(error.headers.get("Retry-After") or 5))  # asked too often: more slowly, then
            return self.get(path)

    def pages(self, path: str) -> Iterator[Any]:
        cursor = ""
        while cursor is not None:
            page = self.get(f"{path}limit=100&cursor={cursor}")
            yield from page["items"]
            cursor = page["next"]

    def rows(self, kind: str, size: int = 0) -> Iterator[Any]:
        if kind == "key":
            yield from self.get("/ledger/keys")["keys"]
        elif kind == "head":
            yield from self.pages("/ledger/heads?")
        elif kind == "tally":
            yield from ({"idea": idea["id"], **(idea["tally"] or {})} for idea in self.pages("/ideas?sort=newest&"))
        for begin in range(0, size, 1000):
            for entry in self.get(f"/ledger/entries?from={begin}&to={min(begin + 1000, size)}")["entries"]:
                yield base64.b64decode(entry["leaf"])


class Export:
    """A ledger in a file: a line for each key, head and tally, then for each leaf."""

    def __init__(self, path: str) -> None:
        self.path = path
        with open(path, "rb") as file:
            self.others = [line.split(b" ", 1) for line in itertools.takewhile(lambda line: line[:4] != b"leaf", file)]

    def rows(self, kind: str, size: int = 0) -> Iterator[Any]:
        if kind == "leaf":
            with open(self.path, "rb") as file:
                yield from (line[5:-1] for line in file if line.startswith(b"leaf "))
        yield from (json.loads(rest) for found, rest in self.others if found == kind.encode())


def check_heads(source: Any) -> list[Any]:
    """Every head is signed with a known key, says what its text says, and names the head before it."""
    keys = {key["key_id"]: base64.b64decode(key["public_key"]) for key in source.rows("key")}
    heads, previous = list[Any](), "none"
    for head in source.rows("head"):
        name, key = f"the head of size {head['size']}", keys.get(head["key_id"], b"")
        check(sha256(key).hexdigest()[:16] == head["key_id"], f"{name} is signed with an unknown key")
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(base64.b64decode(head["signature"]), head["signed"].encode())
        except InvalidSignature:
            raise Wrong(f"{name} has a false signature") from None
        said = dict(line.split(" ", 1) for line in head["signed"].splitlines()[1:])
        check((said["size"], said["root"]) == (str(head["size"]), head["root"]), f"{name} is not what was signed")
        check(said["previous"] == previous, f"{name} does not follow the head before it")
        previous = f"{head['size']} {head['root']}"
        heads.append({**head, "sealed_at": said["sealed"]})
    check(heads, "there is no head: nothing was sealed yet")
    return heads


def extend(edge: list[Any], hashes: list[bytes]) -> None:
    """Append leaf hashes to a tree of which the hashes on its right edge are kept, one for each level."""
    for level, kept in enumerate(edge):
        hashes = [kept, *hashes] if kept and hashes else hashes
        if hashes:
            edge[level] = hashes.pop() if len(hashes) % 2 else None
        hashes = [sha256(b"\1" + left + right).digest() for left, right in zip(hashes[::2], hashes[1::2], strict=True)]


def root_of(edge: list[Any]) -> str:
    root = None
    for digest in filter(None, edge):
        root = digest if root is None else sha256(b"\1" + digest + root).digest()
    return (root or sha256(b"").digest()).hex()


def check_leaves(source: Any, heads: list[Any], missing: set[bytes]) -> Words:
    """The leaves give the root of every head, so each continues the one before. Gives everybody's last word."""
    edge, last, size = [None] * 64, defaultdict[bytes, dict[bytes, bytes]](dict), 0
    leaves = source.rows("leaf", heads[-1]["size"])
    for head in heads:
        while size < head["size"]:
            part = list(itertools.islice(leaves, min(10_000, head["size"] - size)))
            check(part, f"there are {size} leaves, and a head of size {head['size']} was signed")
            hashes = [sha256(b"\0" + leaf).digest() for leaf in part]
            missing.difference_update(hashes)
            text = b"\n".join(part)
            said = LEAF.findall(text)
            check(len(said) == len(part) == text.count(b"\n") + 1, f"one of the leaves from {size} on cannot be read")
            for idea, voter, value in said:
                last[idea][voter] = value
            extend(edge, hashes)
            size += len(part)
        check(root_of(edge) == head["root"], f"the first {size} leaves do not give the root that was signed")
    check(next(leaves, None) is None, "there are leaves that no head covers")
    return last


def check_tallies(source: Any, last: Words) -> None:
    """The counts that the site shows are those of the ledger."""
    values = {int(idea): list(said.values()) for idea, said in last.items()}
    counted = {idea: (said.count(b"1"), said.count(b"-1")) for idea, said in values.items()}
    shown = [tally for tally in source.rows("tally") if tally.get("support") is not None]
    for tally in shown:
        pair, ours = (tally["support"], tally["oppose"] or 0), counted.pop(tally["idea"], (0, 0))
        check(ours == pair, f"idea {tally['idea']}: shown as {pair} (support, oppose), and {ours} in the ledger")
    print(f"ok  the counts of {len(shown)} ideas follow from the ledger; {len(counted)} ideas in it are not shown")


def verify(source: Any, receipts: list[str], remembered: list[str]) -> list[str]:
    heads = check_heads(source)
    missing = {bytes.fromhex(receipt) for receipt in receipts}
    last = check_leaves(source, heads, missing)
    check(not missing, f"not in the ledger: {', '.join(receipt.hex() for receipt in missing)}")
    check(set(remembered) <= {head["signed"] for head in heads}, "a head seen before is gone: the ledger was rewritten")
    print(f"ok  {len(heads)} heads are signed, and each continues the one before; the latest: {heads[-1]['sealed_at']}")
    print(f"ok  {heads[-1]['size']} leaves give its root {heads[-1]['root']}; {len(receipts)} receipts are among them")
    check_tallies(source, last)
    return [heads[-1]["signed"]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source")
    parser.add_argument("--receipt", action="append", default=[])
    parser.add_argument("--remember", type=Path, metavar="FILE")
    asked = parser.parse_args()
    kind = Site if asked.source.startswith(("http://", "https://")) else Export
    remembered = json.loads(asked.remember.read_text()) if asked.remember and asked.remember.exists() else []
    for left in reversed(range(6 if kind is Site else 1)):
        try:
            latest = verify(kind(asked.source), asked.receipt, remembered)
            break
        except OSError as error:
            sys.exit(print(f"It cannot be read: {error}", file=sys.stderr) or 2)
        except (Wrong, KeyError, TypeError, ValueError) as error:
            if not left:
                sys.exit(print(f"WRONG  {error if isinstance(error, Wrong) else repr(error)}", file=sys.stderr) or 1)
            time.sleep(1)
    if asked.remember:
        asked.remember.write_text(json.dumps(latest))


if __name__ == "__main__":
    main()
