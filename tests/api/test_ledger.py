"""The public ledger through the API: heads, entries and proofs as others will script against them."""

import base64
import json
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from participation.votes.ledger.sealing import seal_waiting
from tests.api.conftest import fields, is_problem
from tests.factories import IdeaFactory, UserFactory


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


@pytest.fixture
def sealed(consultation, token_for):
    """Five people on two ideas; seven leaves under two heads. Gives the receipts in order."""
    first, second = (IdeaFactory(consultation=consultation, support_count=0) for _ in range(2))
    clients = [token_for(UserFactory()) for _ in range(5)]
    receipts = [client.put(f"/ideas/{first.pk}/vote", {"value": 1}).json()["receipt"] for client in clients]
    seal_waiting()
    receipts.append(clients[0].delete(f"/ideas/{first.pk}/vote").json()["receipt"])
    receipts.append(clients[1].put(f"/ideas/{second.pk}/vote", {"value": 1}).json()["receipt"])
    seal_waiting()
    return receipts


def test_nothing_sealed_is_nothing_there(visitor):
    is_problem(visitor.get("/ledger/head"), 404, "not_found")
    assert visitor.get("/ledger/entries").json() == {"entries": [], "size": 0}
    assert visitor.get("/ledger/keys").json() == {"keys": []}


def test_the_head_is_signed_and_names_the_one_before(sealed, visitor):
    head = visitor.get("/ledger/head").json()
    keys = {key["key_id"]: base64.b64decode(key["public_key"]) for key in visitor.get("/ledger/keys").json()["keys"]}
    assert len(keys[head["key_id"]]) == 32
    public = Ed25519PublicKey.from_public_bytes(keys[head["key_id"]])
    public.verify(base64.b64decode(head["signature"]), head["signed"].encode())
    assert (head["size"], head["previous"]["size"]) == (7, 5)
    for said in (str(head["size"]), head["root"], head["previous"]["root"]):
        assert said in head["signed"]
    heads = visitor.get("/ledger/heads?limit=1").json()
    assert (heads["count"], heads["items"][0]["size"], heads["items"][0]["previous"]) == (2, 5, None)
    assert visitor.get(f"/ledger/heads?cursor={heads['next']}").json()["items"] == [head]


def test_a_receipt_is_found_in_the_published_list_and_the_list_is_as_long_as_the_head_says(sealed, visitor):
    """S40"""
    entries = visitor.get("/ledger/entries").json()["entries"]
    assert len(entries) == visitor.get("/ledger/head").json()["size"] == len(sealed)
    leaves = [base64.b64decode(entry["leaf"]) for entry in entries]
    assert [sha256(b"\x00" + leaf).hexdigest() for leaf in leaves] == sealed
    assert {"idea", "voter", "value", "version", "at"} <= set(json.loads(leaves[0]))


def test_the_last_leaf_of_each_voter_gives_the_public_tally(sealed, visitor):
    last: dict[tuple[int, str], int] = {}
    for entry in visitor.get("/ledger/entries").json()["entries"]:
        leaf = json.loads(base64.b64decode(entry["leaf"]))
        last[leaf["idea"], leaf["voter"]] = leaf["value"]
    for idea in {idea for idea, _ in last}:
        support = sum(value == 1 for (about, _), value in last.items() if about == idea)
        assert visitor.get(f"/ideas/{idea}").json()["tally"]["support"] == support


def test_every_receipt_has_a_proof_at_every_size(sealed, visitor):
    hashes = [bytes.fromhex(receipt) for receipt in sealed]
    for index, receipt in enumerate(sealed):
        proof = visitor.get(f"/ledger/proof/{receipt}").json()
        assert (proof["index"], proof["size"]) == (index, 7)
        assert sha256(b"\x00" + base64.b64decode(proof["leaf"])).hexdigest() == receipt
        assert included(hashes[index], index, 7, proof["path"]).hex() == visitor.get("/ledger/head").json()["root"]
        smaller = visitor.get(f"/ledger/proof/{receipt}?size={index + 1}").json()
        assert smaller["size"] == index + 1


def included(digest: bytes, index: int, size: int, path: list[str]) -> bytes:
    """RFC 9162, 2.1.3.2, step by step."""
    fn, sn = index, size - 1
    for step in map(bytes.fromhex, path):
        assert sn
        if fn & 1 or fn == sn:
            digest = node(step, digest)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            digest = node(digest, step)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0
    return digest


def test_the_consistency_of_two_heads_is_proven(sealed, visitor):
    """Of seven leaves after five: the RFC's own example has this shape."""
    older, newer = visitor.get("/ledger/heads").json()["items"]
    proof = visitor.get("/ledger/consistency?first=5").json()
    assert (proof["first"], proof["second"], len(proof["path"])) == (5, 7, 4)
    fifth, sixth, seventh, first_four = map(bytes.fromhex, proof["path"])
    assert node(first_four, fifth).hex() == older["root"]
    assert node(first_four, node(node(fifth, sixth), seventh)).hex() == newer["root"]
    assert visitor.get("/ledger/consistency?first=0&second=7").json()["path"] == []
    assert visitor.get("/ledger/consistency?first=7&second=7").json()["path"] == []


def test_entries_come_in_parts(sealed, visitor):
    part = visitor.get("/ledger/entries?from=2&to=4").json()
    assert ([entry["index"] for entry in part["entries"]], part["size"]) == ([2, 3], 7)
    assert visitor.get("/ledger/entries?from=7").json()["entries"] == []
    assert len(visitor.get("/ledger/entries?from=0&to=5000").json()["entries"]) == 7


def test_what_waits_is_not_listed_and_its_receipt_says_so(sealed, idea, as_joon, visitor):
    receipt = as_joon.put(f"/ideas/{idea.pk}/vote", {"value": 1}).json()["receipt"]
    is_problem(visitor.get(f"/ledger/proof/{receipt}"), 404, "not_sealed_yet")
    assert len(visitor.get("/ledger/entries").json()["entries"]) == 7
    seal_waiting()
    assert visitor.get(f"/ledger/proof/{receipt}").json()["index"] == 7


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/ledger/entries?from=-1", "from"),
        ("/ledger/entries?from=x", "from"),
        ("/ledger/entries?from=3&to=2", "to"),
        (f"/ledger/entries?to={10**30}", "to"),
        ("/ledger/consistency", "first"),
        ("/ledger/consistency?first=8", "first"),
        ("/ledger/consistency?first=5&second=8", "second"),
        ("/ledger/consistency?first=5&second=4", "second"),
        ("/ledger/heads?cursor=x", "cursor"),
    ],
)
def test_what_cannot_be_asked_is_named(sealed, visitor, address, field):
    assert fields(is_problem(visitor.get(address), 422, "invalid")) == {field}


@pytest.mark.parametrize("size", ["0", "6", "8", "x"])
def test_a_proof_is_for_a_size_that_holds_the_leaf(sealed, visitor, size):
    assert fields(is_problem(visitor.get(f"/ledger/proof/{sealed[6]}?size={size}"), 422, "invalid")) == {"size"}


@pytest.mark.parametrize("receipt", ["0" * 64, "x", "../keys", "0" * 5000])
def test_a_receipt_that_is_none_is_not_found(sealed, visitor, receipt):
    is_problem(visitor.get(f"/ledger/proof/{receipt}"), 404, "not_found")


def test_an_unchanged_head_is_not_sent_again(sealed, visitor):
    tag = visitor.get("/ledger/head").headers["ETag"]
    assert visitor.get("/ledger/head", **{"If-None-Match": tag}).status_code == 304
