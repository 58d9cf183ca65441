"""The verifier as citizens run it: a process without the project, a file or a live site, honest and tampered with."""

import base64
import importlib.util
import io
import json
import random
from contextlib import redirect_stderr, redirect_stdout
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ideas.actions.voting import vote_on_idea
from participation.votes.ledger.models import Head, Leaf
from participation.votes.ledger.queueing import receipt_of
from participation.votes.ledger.sealing import seal_waiting

from .conftest import VERIFIER

MOST_LINES = 200


@pytest.fixture(scope="module")
def module() -> ModuleType:
    """The same file in this process: a thousand tampered exports would need a thousand processes."""
    spec = importlib.util.spec_from_file_location("verify_votes", VERIFIER)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def kind(lines: list[bytes], name: bytes) -> list[int]:
    return [number for number, line in enumerate(lines) if line.startswith(name + b" ")]


def test_it_can_be_read_in_one_sitting():
    assert len(VERIFIER.read_text().splitlines()) <= MOST_LINES


def test_an_honest_export_passes_and_finds_a_receipt(voted, export, verifier, tmp_path):
    """S40"""
    file = tmp_path / "ledger.txt"
    file.write_bytes(b"".join(export()))
    receipt = bytes(Leaf.objects.get(index=5).receipt).hex()
    done = verifier(file, "--receipt", receipt.upper())
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{Leaf.objects.count()} leaves" in done.stdout
    missing = verifier(file, "--receipt", "0" * 64)
    assert missing.returncode == 1
    assert "not in the ledger" in missing.stderr


def test_an_export_tells_no_count_that_its_entries_do_not_give(voted, joon, export, verifier, tmp_path):
    """S35: where entries wait, because they were cast this second or because results are hidden, no count is told."""
    vote_on_idea(user=joon, idea=voted[0], value=1)
    lines = export()
    told = {json.loads(lines[number][6:])["idea"] for number in kind(lines, b"tally")}
    assert told == {voted[1].pk, voted[2].pk}
    file = tmp_path / "ledger.txt"
    file.write_bytes(b"".join(lines))
    assert verifier(file).returncode == 0


def test_the_empty_ledger_passes(db, export, verifier, tmp_path):
    seal_waiting()
    file = tmp_path / "ledger.txt"
    file.write_bytes(b"".join(export()))
    assert verifier(file).returncode == 0


def test_a_file_that_is_not_there_is_not_called_wrong(verifier, tmp_path):
    assert verifier(tmp_path / "none.txt").returncode == 2


@pytest.mark.parametrize("how", ["change", "delete", "reorder", "add", "repeat", "head", "tally"])
def test_a_tampered_export_is_found_by_the_process(voted, export, verifier, tmp_path, how):
    """R17"""
    lines = export()
    leaves, heads, tallies = kind(lines, b"leaf"), kind(lines, b"head"), kind(lines, b"tally")
    if how == "change":
        lines[leaves[4]] = lines[leaves[4]].replace(b'"value":1', b'"value":-1').replace(b'"value":0', b'"value":1')
    elif how == "delete":
        del lines[leaves[-1]]
    elif how == "reorder":
        lines[leaves[2]], lines[leaves[3]] = lines[leaves[3]], lines[leaves[2]]
    elif how == "add":
        lines.insert(leaves[-1] + 1, lines[leaves[-1]].replace(b'"value":1', b'"value":-1'))
    elif how == "repeat":
        lines.insert(leaves[0], lines[leaves[0]])
    elif how == "head":
        del lines[heads[1]]
    else:
        lines[tallies[0]] = lines[tallies[0]].replace(b'"support":', b'"support":1')
    file = tmp_path / "ledger.txt"
    file.write_bytes(b"".join(lines))
    done = verifier(file)
    assert done.returncode == 1
    assert "WRONG" in done.stderr


def verdict(module: ModuleType, lines: list[bytes], folder) -> bool:
    file = folder / "tampered.txt"
    file.write_bytes(b"".join(lines))
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        try:
            module.verify(module.Export(str(file)), [], [])
        except (module.Wrong, KeyError, TypeError, ValueError):
            return False
    return True


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32), steps=st.integers(1, 3))
def test_any_change_deletion_or_reordering_of_leaves_is_found(voted, export, module, tmp_path, seed, steps):
    """R17: random tampering with the leaves, one to three times, is found every time."""
    chance, lines = random.Random(seed), export()
    first, last = (kind(lines, b"leaf")[each] for each in (0, -1))
    leaves = lines[first : last + 1]
    honest = list(leaves)
    for _ in range(steps):
        place = chance.randrange(len(leaves))
        match chance.choice(["byte", "value", "delete", "swap", "shuffle", "repeat", "rotate", "replace"]):
            case "byte":
                text = bytearray(leaves[place])
                at = chance.randrange(5, len(text) - 1)
                text[at] ^= 1 << chance.randrange(7)
                leaves[place] = bytes(text)
            case "value":
                leaf = json.loads(chance.choice(honest)[5:])
                leaf[chance.choice(["value", "idea", "version"])] += chance.choice([1, -1])
                leaves[place] = b"leaf " + json.dumps(leaf, separators=(",", ":")).encode() + b"\n"
            case "delete":
                del leaves[place]
            case "swap":
                other = chance.randrange(len(leaves))
                leaves[place], leaves[other] = leaves[other], leaves[place]
            case "shuffle":
                chance.shuffle(leaves)
            case "repeat":
                leaves.insert(place, chance.choice(leaves))
            case "rotate":
                leaves.append(leaves.pop(0))
            case "replace":
                leaves[place] = chance.choice(honest)
    tampered = [*lines[:first], *leaves, *lines[last + 1 :]]
    assert verdict(module, tampered, tmp_path) is (b"".join(leaves) == b"".join(honest))


def test_a_rewritten_ledger_with_good_signatures_is_found_by_who_remembers(voted, export, verifier, tmp_path):
    """Whoever holds the signing key can sign another history; a remembered head gives it away."""
    file, memory = tmp_path / "ledger.txt", tmp_path / "memory.json"
    file.write_bytes(b"".join(export()))
    assert verifier(file, "--remember", memory).returncode == 0
    Head.objects.all().delete()
    Leaf.objects.all().delete()
    from participation.votes.ledger.models import Node

    Node.objects.all().delete()
    seal_waiting()
    file.write_bytes(b"".join(export()))
    assert verifier(file).returncode == 0
    rewritten = verifier(file, "--remember", memory)
    assert rewritten.returncode == 1
    assert "rewritten" in rewritten.stderr


@pytest.mark.django_db(transaction=True)
def test_a_live_site_is_verified_over_its_api(voted, live_server, verifier, tmp_path):
    """S40: also while more is sealed between two looks; and a count that the site made up is found."""
    voter = next(iter(receipts(voted)))
    done = verifier(live_server.url, "--receipt", voter, "--remember", tmp_path / "memory.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"ok  the counts of {len(voted)} ideas follow" in done.stdout
    assert json.loads((tmp_path / "memory.json").read_text())
    voted[0].support_count += 1
    voted[0].save(update_fields=["support_count"])
    done = verifier(live_server.url)
    assert done.returncode == 1
    assert f"idea {voted[0].pk}" in done.stderr


def receipts(ideas) -> list[str]:
    from participation.accounts.models import User

    people = User.objects.order_by("pk").values_list("pk", flat=True)
    found = [receipt_of(voter_id=pk, idea=idea.pk) for idea in ideas for pk in people]
    return [receipt for receipt in found if receipt]


def test_the_exported_leaf_is_what_the_api_gives(voted, export, client):
    line = next(line for line in export() if line.startswith(b"leaf "))
    entry = client.get("/api/v1/ledger/entries?from=0&to=1").json()["entries"][0]
    assert base64.b64decode(entry["leaf"]) == line[5:-1]
