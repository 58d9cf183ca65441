"""A vote's leaf: written with the vote, by nobody else, and silent about the voter."""

import json
from datetime import UTC, datetime

import pytest

from ideas.actions.voting import vote_on_idea
from participation.votes.ledger.hashing import GrowingTree, folded, leaf_hash, node_hash, places_of
from participation.votes.ledger.models import QueuedLeaf
from participation.votes.ledger.queueing import queue_leaf, receipt_of

NOON = datetime(2026, 3, 1, 12, 34, 56, tzinfo=UTC)


def said() -> list[dict]:
    return [json.loads(row.text) for row in QueuedLeaf.objects.order_by("id")]


def test_every_cast_and_withdrawal_is_a_leaf_and_a_repetition_is_none(joon, idea):
    for value in (1, 1, 0, 0, 1):
        vote_on_idea(user=joon, idea=idea, value=value)
    assert [leaf["value"] for leaf in said()] == [1, 0, 1]
    assert {(leaf["idea"], leaf["version"]) for leaf in said()} == {(idea.pk, 1)}


def test_a_refused_vote_leaves_no_leaf(idea_in, joon):
    from participation.errors import StageClosed

    with pytest.raises(StageClosed):
        vote_on_idea(user=joon, idea=idea_in("propose"), value=1)
    assert not QueuedLeaf.objects.exists()


def test_a_leaf_is_one_statement_and_its_receipt_is_its_hash(joon, django_assert_num_queries):
    receipt_of(voter_id=joon.pk, idea=7)  # reads the secret once
    with django_assert_num_queries(1):
        receipt = queue_leaf(voter_id=joon.pk, idea=7, value=1, version=3, at=NOON)
    row = QueuedLeaf.objects.get()
    assert bytes(row.receipt).hex() == receipt == leaf_hash(row.text.encode()).hex()
    assert receipt_of(voter_id=joon.pk, idea=7) == receipt


def test_the_time_is_told_to_the_minute_only(joon):
    queue_leaf(voter_id=joon.pk, idea=7, value=1, version=1, at=NOON)
    assert said()[0]["at"] == "2026-03-01T12:34:00Z"


def test_a_pseudonym_is_the_same_on_one_idea_and_another_on_the_next(joon, mina):
    for voter, idea in ((joon, 7), (joon, 7), (joon, 8), (mina, 7)):
        queue_leaf(voter_id=voter.pk, idea=idea, value=1, version=1, at=NOON)
    first, again, elsewhere, other = (leaf["voter"] for leaf in said())
    assert first == again
    assert len({first, elsewhere, other}) == 3


def test_a_vote_that_is_held_back_counts_nothing(joon):
    queue_leaf(voter_id=joon.pk, idea=7, value=0, held=1, version=1, at=NOON)
    assert (said()[0]["value"], said()[0]["held"]) == (0, 1)


@pytest.mark.parametrize("size", range(1, 40))
def test_the_growing_tree_is_that_of_the_recursive_definition(size):
    leaves = [leaf_hash(b"%d" % number) for number in range(size)]

    def root_of(hashes: list[bytes]) -> bytes:
        if len(hashes) == 1:
            return hashes[0]
        split = 1 << (len(hashes) - 1).bit_length() - 1
        return node_hash(root_of(hashes[:split]), root_of(hashes[split:]))

    tree = GrowingTree()
    nodes = {}
    for number, leaf in enumerate(leaves):
        nodes |= dict([((0, number), leaf), *tree.append(leaf)])
    assert tree.root == root_of(leaves) == folded(nodes[place] for place in places_of(0, size))


def test_the_empty_tree_and_a_leaf_hash_as_published():
    """The values that Certificate Transparency's own tests use."""
    assert GrowingTree().root.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
