"""S35: while results are hidden, no entry is sealed, whatever makes it; at the close they come in their order."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.actions.voting import show_results, vote_on_idea
from ideas.life import Status
from ideas.models import Idea
from participation.accounts.actions import claim_identity
from participation.votes.ledger.checking import check
from participation.votes.ledger.models import Leaf, QueuedLeaf
from participation.votes.ledger.queueing import queue_leaf, receipt_of
from participation.votes.ledger.reading import waiting_seconds
from participation.votes.ledger.sealing import seal_waiting
from participation.votes.ledger.words import read_word
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory


@pytest.fixture
def secret(db):
    fields = {"hides_results": True, "ends_at": timezone.now() + timedelta(days=1)}
    consultation = ConsultationFactory(stage="vote_both", stage_fields=fields)
    return IdeaFactory(consultation=consultation, status=Status.VOTING, support_count=0)


def fresh(idea):
    return Idea.objects.get(pk=idea.pk)


def wrong() -> list[str]:
    found: list[str] = []
    check(found.append)
    return found


def test_two_accounts_that_become_one_tell_nothing_before_the_close(secret, joon, mina):
    vote_on_idea(user=joon, idea=fresh(secret), value=1)
    vote_on_idea(user=mina, idea=fresh(secret), value=-1)
    for user in (joon, mina):
        claim_identity(user=user, source="social:kakao", secret="77", level=2)
    seal_waiting()
    assert not Leaf.objects.exists()
    assert not QueuedLeaf.objects.filter(waits_for=None).exists()
    assert wrong() == []


def test_votes_that_the_first_sealing_takes_in_wait_too(secret):
    vote_on_idea(user=UserFactory(), idea=fresh(secret), value=1)
    QueuedLeaf.objects.all().delete()
    seal_waiting()
    assert not Leaf.objects.exists()
    assert QueuedLeaf.objects.get().waits_for == secret.consultation_id


def test_a_later_word_does_not_overtake_one_that_waits(secret, joon, time_machine):
    """The stage is over, the worker has not let the votes go yet, and the person speaks again."""
    seal_waiting()
    vote_on_idea(user=joon, idea=fresh(secret), value=1)
    queue_leaf(voter_id=joon.pk, idea=secret.pk, value=0, version=1, at=timezone.now())
    other = queue_leaf(voter_id=joon.pk, idea=secret.pk + 1, value=1, version=1, at=timezone.now())
    assert seal_waiting() == 1
    assert bytes(Leaf.objects.get().receipt).hex() == other
    time_machine.move_to(timezone.now() + timedelta(days=2), tick=False)
    show_results()
    seal_waiting()
    words = [read_word(text) for text in Leaf.objects.order_by("index").values_list("text", flat=True)]
    assert [word.value for word in words if word.idea == secret.pk] == [1, 0]


def test_the_receipt_says_when_it_is_sealed_and_readiness_does_not_wait_for_it(secret, joon, client):
    vote_on_idea(user=joon, idea=fresh(secret), value=1)
    seal_waiting()
    receipt = receipt_of(voter_id=joon.pk, idea=secret.pk)
    page = client.get(f"/en/ledger/receipts/{receipt}/")
    assert "sealed when the vote is over" in page.content.decode()
    answer = client.get(f"/api/v1/ledger/proof/{receipt}", headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_sealed_yet")
    assert "hidden until then" in answer.json()["detail"]
    assert waiting_seconds() == 0
