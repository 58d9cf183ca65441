"""S35: where results are hidden until the close, nothing tells how many voted for what, not even an order."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.actions.clockwork import expire_ideas, follow_stages
from ideas.actions.voting import add_up_votes, show_results, vote_on_idea
from ideas.life import Status
from ideas.models import Idea, TallyChange
from ideas.subscribers import carry_votes
from participation.accounts.actions import claim_identity
from participation.accounts.models import IdentityLevel, User
from participation.consultations.models import ConsultationPage, Stage
from participation.events.checkup import examine
from participation.events.models import Event
from participation.votes.ledger.models import Leaf, QueuedLeaf
from participation.votes.ledger.sealing import seal_waiting
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory
from tests.votes.pages import in_english

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret():
    """A vote for or against whose results are hidden until it ends in a day."""
    fields = {"hides_results": True, "ends_at": timezone.now() + timedelta(days=1)}
    return ConsultationFactory(stage="vote_both", stage_fields=fields, threshold=3, oppose_points=1)


@pytest.fixture
def two(secret):
    ideas = [IdeaFactory(consultation=secret, status=Status.VOTING, threshold=3) for _ in range(2)]
    for idea, voices in zip(ideas, ([1, 1, 1, -1], [1]), strict=True):
        for value in voices:
            vote_on_idea(user=UserFactory(), idea=fresh(idea), value=value)
    add_up_votes()
    show_results()
    carry_votes()
    return ideas


def fresh(idea):
    return Idea.objects.get(pk=idea.pk)


def counts(idea):
    return Idea.objects.values_list("support_count", "oppose_count").get(pk=idea.pk)


def close(consultation, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=1, minutes=1), tick=False)


ADDRESSES = [
    "/ideas/", "/ideas/?sort=supported", "/ideas/?sort=newest", "/api/v1/ideas", "/api/v1/ideas?sort=supported",
    "/api/v1/events", "/feeds/ideas.atom", "/search/?q=심야버스", "/api/v1/search?q=심야버스",
]  # fmt: skip


def seen(client, two):
    """What a visitor reads everywhere, without what differs at each look."""
    own = [page for idea in two for page in (idea.get_absolute_url(), f"/api/v1/ideas/{idea.pk}")]
    timelines = [f"/api/v1/ideas/{idea.pk}/timeline" for idea in two]
    return {address: client.get(address) for address in [*ADDRESSES, *own, *timelines]}


def test_what_anybody_reads_does_not_depend_on_the_votes(client, two, joon):
    before = {address: answer.content for address, answer in seen(client, two).items() if "/api/" in address}
    for _ in range(3):
        vote_on_idea(user=UserFactory(), idea=fresh(two[1]), value=1)
    add_up_votes()
    carry_votes()
    after = {address: answer.content for address, answer in seen(client, two).items() if "/api/" in address}
    assert before == after


def test_pages_say_when_the_results_are_shown_and_the_api_says_null(client, two, joon):
    client.force_login(joon)
    page = in_english(client, two[0])
    assert "The results are shown from" in page.content.decode()
    assert "vote-box__count" not in page.content.decode()
    assert "interactionStatistic" not in page.content.decode()
    assert [row.count for row in client.get("/ideas/").context["rows"]] == ["–", "–"]
    answer = client.put(f"/api/v1/ideas/{two[0].pk}/vote", json.dumps({"value": 1}), content_type="application/json")
    tally = answer.json()["tally"]
    assert (tally["support"], tally["oppose"], tally["points"]) == (None, None, None)
    assert tally["hidden_until"]
    assert client.get("/api/v1/ideas").json()["items"][0]["tally"]["support"] is None


def test_the_voter_can_still_change_and_withdraw(client, two, joon):
    for value in (1, -1, 0, 1):
        vote_on_idea(user=joon, idea=fresh(two[1]), value=value)
    client.force_login(joon)
    assert client.get(two[1].get_absolute_url()).context["box"].my_vote == 1


def test_no_order_and_no_state_follows_the_votes(client, two):
    assert [counts(idea) for idea in two] == [(0, 0), (0, 0)]
    assert {fresh(idea).status for idea in two} == {Status.VOTING}
    assert not Event.objects.filter(verb="idea.threshold_met").exists()
    assert dict(examine(repair=True))["tallies"] == 0
    assert [counts(idea) for idea in two] == [(0, 0), (0, 0)]


def test_the_ledger_seals_nothing_of_it_before_the_close(two, secret, time_machine):
    seal_waiting()
    assert (Leaf.objects.count(), QueuedLeaf.objects.count()) == (0, 5)
    close(secret, time_machine)
    show_results()
    seal_waiting()
    assert (Leaf.objects.count(), QueuedLeaf.objects.count()) == (5, 0)


def test_at_the_close_all_is_counted_and_the_threshold_met_once(client, two, secret, time_machine):
    close(secret, time_machine)
    show_results()
    add_up_votes()
    assert [counts(idea) for idea in two] == [(3, 1), (1, 0)]
    assert [fresh(idea).status for idea in two] == [Status.OWED, Status.VOTING]
    assert not TallyChange.objects.exists()
    tally = client.get(f"/api/v1/ideas/{two[0].pk}").json()["tally"]
    assert (tally["support"], tally["oppose"], tally["points"], tally["hidden_until"]) == (3, 1, 2, None)
    assert dict(examine(repair=False))["tallies"] == 0


def test_the_desk_says_when_the_results_are_shown_in_place_of_a_frozen_count(client, two, secret, time_machine):
    suho = UserFactory(official=True)
    Idea.objects.update(department=suho.department)
    client.force_login(suho)
    pages = ["/en/desk/?view=looking", f"/en/desk/ideas/{two[0].pk}/"]
    assert client.get(pages[0]).text.count("The results are shown from") == 2
    assert client.get(pages[1]).text.count("The results are shown from") == 1
    assert client.get(pages[0]).text.count("<b>–</b>") == 2
    assert "0 supporters" not in client.get(pages[1]).text
    close(secret, time_machine)
    show_results()
    client.force_login(suho)
    assert [page for page in pages if "The results are shown from" in client.get(page).text] == []
    assert "3 supporters" in client.get(pages[1]).text


def test_an_idea_that_reached_its_threshold_unseen_does_not_expire(two, secret, time_machine):
    """S31: the last votes are counted before the time is over."""
    Idea.objects.update(closes_at=timezone.now() + timedelta(days=1))
    close(secret, time_machine)
    expire_ideas()
    assert [fresh(idea).status for idea in two] == [Status.OWED, Status.EXPIRED]


def test_nothing_expires_while_the_results_are_hidden(two):
    Idea.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    expire_ideas()
    follow_stages()
    assert {fresh(idea).status for idea in two} == {Status.VOTING}


def test_a_gap_between_two_such_stages_shows_nothing(secret):
    stage = secret.stages.get()
    later = stage.ends_at + timedelta(days=5)
    ends = later + timedelta(days=1)
    Stage.objects.create(page=secret, kind="vote", starts_at=later, ends_at=ends, hides_results=True)
    page = ConsultationPage.objects.get(pk=secret.pk)
    assert page.hides_results(stage.ends_at + timedelta(days=1))
    assert not page.hides_results(page.results_from)
    assert not page.hides_results(stage.starts_at - timedelta(days=1))


def test_two_accounts_that_turn_out_to_be_one_person_show_nothing_either(two, secret, mina, joon, time_machine):
    """S39."""
    for person in (mina, joon):
        vote_on_idea(user=person, idea=fresh(two[1]), value=1)
    for account in (mina, joon):
        user = User.objects.get(pk=account.pk)
        claim_identity(user=user, source="test", secret="1990-01-01/1", level=IdentityLevel.VERIFIED)
    seal_waiting()
    assert (counts(two[1]), Leaf.objects.count()) == ((0, 0), 0)
    close(secret, time_machine)
    show_results()
    add_up_votes()
    assert counts(two[1]) == (2, 0)
    assert dict(examine(repair=False))["tallies"] == 0
