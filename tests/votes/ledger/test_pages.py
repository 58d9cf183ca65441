"""The ledger's pages: what it is, an entry with its proof, one's own votes, and the program that checks it."""

import pytest
from django.test import Client
from django.utils import translation

from ideas.actions.voting import vote_on_idea
from participation.votes.ledger.models import Leaf
from participation.votes.ledger.queueing import receipt_of
from participation.votes.ledger.sealing import seal_waiting

from .conftest import VERIFIER


@pytest.fixture
def receipt(voted, joon) -> str:
    vote_on_idea(user=joon, idea=voted[0], value=1)
    found = receipt_of(voter_id=joon.pk, idea=voted[0].pk)
    assert found
    return found


@pytest.fixture
def as_joon(joon) -> Client:
    client = Client()
    client.force_login(joon)
    return client


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_overview_tells_the_latest_head(client, voted, prefix):
    page = client.get(f"{prefix}/ledger/").content.decode()
    assert f"<dd>{Leaf.objects.count()}</dd>" in page
    assert "verify_votes.py" in page


def test_before_anything_was_sealed_the_overview_says_so(client, db):
    with translation.override("en"):
        page = client.get("/en/ledger/").content.decode()
    assert "Nothing was sealed yet" in page
    assert "<table" not in page


def test_a_receipt_is_looked_up_however_it_was_copied(client, receipt):
    """S40, without scripts"""
    spaced = " ".join([receipt[:32].upper(), receipt[32:]])
    answer = client.get("/ledger/", {"receipt": spaced})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/ledger/receipts/{receipt}/")


@pytest.mark.parametrize("asked", ["", "abc", "0" * 64, "0" * 300, "<script>"])
def test_a_receipt_that_is_none_is_refused_at_its_field_and_kept(client, voted, asked):
    answer = client.get("/ledger/", {"receipt": asked})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'class="error-summary"' in page
    assert "field--error" in page
    assert "<script>alert" not in page
    assert asked in page or asked == "<script>"


def test_the_page_of_a_receipt_waits_for_the_seal_and_then_shows_the_proof(client, receipt, voted):
    waiting = client.get(f"/en/ledger/receipts/{receipt}/").content.decode()
    assert "sealed in a moment" in waiting
    assert "<table" not in waiting
    seal_waiting()
    page = client.get(f"/en/ledger/receipts/{receipt}/").content.decode()
    assert "This vote is in the ledger" in page
    assert voted[0].title in page
    assert "Supported" in page
    # The last hash of the way is the root that the head signs.
    from participation.votes.ledger.models import Head

    root = bytes(Head.latest_one().root).hex()
    assert root in page
    assert f"<td>{root[:10]}…</td></tr></tbody>" in page


def test_every_entry_leads_up_to_the_root(client, voted):
    from participation.votes.ledger.models import Head

    root = bytes(Head.latest_one().root).hex()
    for receipt in Leaf.objects.values_list("receipt", flat=True):
        page = client.get(f"/ledger/receipts/{bytes(receipt).hex()}/").content.decode()
        assert f"<td>{root[:10]}…</td></tr></tbody>" in page


def test_the_page_of_a_receipt_does_not_name_a_hidden_idea(client, receipt, voted, hana):
    from participation.moderation.actions import hide

    hide(user=hana, target=voted[0], reason="광고입니다.")
    page = client.get(f"/ledger/receipts/{receipt}/")
    assert page.status_code == 200
    assert voted[0].title not in page.content.decode()


@pytest.mark.parametrize("receipt_", ["0" * 64, "x"])
def test_an_unknown_receipt_is_not_found(client, voted, receipt_):
    assert client.get(f"/ledger/receipts/{receipt_}/").status_code == 404


def test_after_voting_the_page_shows_the_receipt(as_joon, voted):
    """S40, without scripts: vote, and the page that follows has the receipt and the way to its entry."""
    idea = voted[1]
    page = as_joon.post(f"/ideas/{idea.pk}/vote/", {"value": "1"}, follow=True).content.decode()
    receipt = receipt_of(
        voter_id=as_joon.session["_auth_user_id"] and int(as_joon.session["_auth_user_id"]), idea=idea.pk
    )
    assert f"/ledger/receipts/{receipt}/" in page
    assert f"{receipt[:10]}…" in page


def test_my_votes_are_listed_with_their_receipts_to_me_alone(as_joon, client, receipt, voted, mina):
    page = as_joon.get("/ledger/mine/").content.decode()
    assert voted[0].title in page
    assert f"/ledger/receipts/{receipt}/" in page
    client.force_login(mina)
    other = client.get("/en/ledger/mine/").content.decode()
    assert receipt not in other
    assert "You have no votes" in other


def test_my_export_holds_the_receipts(joon, receipt):
    from participation.accounts.export import sections

    assert [row["receipt"] for row in sections["ledger"](joon)] == [receipt]


def test_the_verifier_is_downloaded_as_it_is(client, db):
    answer = client.get("/ledger/verify_votes.py")
    assert answer.content == VERIFIER.read_bytes()
    assert "attachment" in answer.headers["Content-Disposition"]


def test_every_page_links_the_ledger_and_readiness_knows_it(client, voted, receipt):
    assert 'href="/ledger/"' in client.get("/ideas/").content.decode()
    part = client.get("/readyz").json()["parts"]["ledger"]
    assert (part["ok"], part["size"]) == (True, Leaf.objects.count())
