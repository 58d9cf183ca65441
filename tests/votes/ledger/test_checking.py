"""The ledger, the votes and the counts say the same, and what disagrees is named."""

import json

import pytest
from django.core.management import call_command
from voting.models import Vote

from ideas.actions.voting import vote_on_idea
from ideas.models import Idea
from participation.accounts.actions import claim_identity
from participation.events.checkup import examine
from participation.votes.ledger.checking import check
from participation.votes.ledger.models import Head, Leaf, Node, QueuedLeaf
from participation.votes.ledger.sealing import seal_waiting
from tests.factories import UserFactory


def wrong() -> list[str]:
    found: list[str] = []
    check(found.append)
    return found


def test_a_ledger_that_agrees_has_nothing_wrong(voted, capsys):
    call_command("verify_ledger")
    assert "0 things wrong" in capsys.readouterr().out
    assert dict(examine(repair=False))["ledger"] == 0


def test_leaves_that_wait_are_part_of_it(voted, joon):
    vote_on_idea(user=joon, idea=voted[0], value=1)
    assert QueuedLeaf.objects.count() == 1
    assert wrong() == []


@pytest.mark.parametrize(
    "tamper",
    [
        lambda: Vote.objects.order_by("pk").first().delete(),
        lambda: Vote.objects.filter(vote=1).update(vote=-1),
        lambda: Idea.objects.filter(support_count__gt=0).update(support_count=99),
        lambda: Leaf.objects.filter(index=3).update(text=Leaf.objects.get(index=4).text),
        lambda: Leaf.objects.filter(index=3).delete(),
        lambda: Leaf.objects.filter(index=3).update(receipt=b"x" * 32),
        lambda: Node.objects.update(digest=b"x" * 32),
        lambda: Head.objects.order_by("size").first().delete(),
        lambda: Head.objects.filter(size=max(Head.objects.values_list("size", flat=True))).update(root=b"x" * 32),
        lambda: Head.objects.update(signature=b"x" * 64),
        lambda: Head.objects.filter(previous_size__isnull=False).update(previous_size=1),
    ],
)
def test_whatever_was_changed_is_found(voted, tamper, capsys):
    """R17: by whoever has the database in hand, too."""
    tamper()
    with pytest.raises(SystemExit):
        call_command("verify_ledger")
    assert "WRONG" in capsys.readouterr().out
    assert dict(examine(repair=False))["ledger"] > 0


def test_votes_from_before_the_ledger_are_taken_in_by_the_first_sealing(voted):
    for model in (Head, Leaf, Node, QueuedLeaf):
        model.objects.all().delete()
    seal_waiting()
    assert wrong() == []
    assert Leaf.objects.count() == Vote.objects.count()


def test_repair_tells_what_was_not_told_and_takes_back_what_nobody_cast(voted, joon):
    first, *_ = Vote.objects.order_by("pk")
    Vote.objects.filter(pk=first.pk).delete()
    other = Vote.objects.order_by("pk").first()
    Vote.objects.create(user=joon, object=voted[2], vote=1, time_stamp=other.time_stamp)
    sealed = Leaf.objects.count()
    list(examine(repair=True))
    seal_waiting()
    assert dict(examine(repair=False))["ledger"] == 0
    assert Leaf.objects.count() == sealed + 2


def test_two_accounts_that_are_one_person_speak_once(voted, joon, mina):
    """S39: the joined account's word ends; the kept one's stands, or is said anew."""
    idea, other, _ = voted
    vote_on_idea(user=joon, idea=idea, value=1)
    vote_on_idea(user=mina, idea=idea, value=-1)
    vote_on_idea(user=mina, idea=other, value=1)
    claim_identity(user=joon, source="social:kakao", secret="77", level=2)
    claim_identity(user=mina, source="social:kakao", secret="77", level=2)
    seal_waiting()
    assert wrong() == []
    vote_on_idea(user=mina, idea=other, value=0)
    assert wrong() == []


def test_no_leaf_names_anybody(voted, joon):
    """Every field of every leaf is one of these, and no pseudonym is seen on two ideas."""
    ideas_of: dict[str, set[int]] = {}
    for text in Leaf.objects.values_list("text", flat=True):
        said = json.loads(text)
        assert set(said) == {"idea", "voter", "value", "version", "at", "nonce"}
        ideas_of.setdefault(said["voter"], set()).add(said["idea"])
    assert {len(ideas) for ideas in ideas_of.values()} == {1}
    assert len(ideas_of) > UserFactory._meta.model.objects.count() / 2


def test_closing_an_account_changes_nothing_in_the_ledger(voted):
    """S84: votes stay counted; what the ledger says leads to an empty account."""
    from participation.accounts.actions import close_account
    from participation.accounts.models import User

    before = list(Leaf.objects.order_by("index").values_list("text", flat=True))
    voter = User.objects.get(pk=Vote.objects.order_by("pk").first().user_id)
    close_account(user=voter, account=voter)
    seal_waiting()
    assert list(Leaf.objects.order_by("index").values_list("text", flat=True)) == before
    assert wrong() == []
