"""What an official may ask of votes: a limit for each idea, and points that a vote against takes."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from voting.models import Vote

from ideas.actions.voting import vote_on_idea
from ideas.models import Idea
from participation.consultations.models import Stage
from participation.errors import LimitReached
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory
from tests.votes.at_once import at_once
from tests.votes.pages import in_english

pytestmark = pytest.mark.django_db


def fresh(idea):
    return Idea.objects.get(pk=idea.pk)


def limited_to(limit, **fields):
    return IdeaFactory(consultation=ConsultationFactory(stage="vote_both", supporters_at_most=limit, **fields))


def test_at_the_limit_an_idea_takes_no_more_support(client, joon, mina):
    """S27."""
    idea = limited_to(2)
    for person in (mina, UserFactory()):
        vote_on_idea(user=person, idea=fresh(idea), value=1)
    with pytest.raises(LimitReached):
        vote_on_idea(user=joon, idea=fresh(idea), value=1)
    client.force_login(joon)
    page = in_english(client, idea).content.decode()
    assert "Limit reached: 2 people support this idea" in page
    assert 'name="value" value="1"' not in page
    assert 'name="value" value="-1"' in page, "opposing has no limit"
    assert not client.get("/ideas/").context["rows"][0].votable
    assert client.post(f"/ideas/{idea.pk}/vote/", {"value": 1}).status_code == 409


def test_who_gives_a_place_back_leaves_it_to_another(client, joon, mina):
    """S27."""
    idea = limited_to(1)
    vote_on_idea(user=mina, idea=fresh(idea), value=1)
    client.force_login(mina)
    assert 'name="value" value="0"' in client.get(idea.get_absolute_url()).content.decode()
    vote_on_idea(user=mina, idea=fresh(idea), value=0)
    vote_on_idea(user=joon, idea=fresh(idea), value=1)
    assert fresh(idea).support_count == 1


def test_where_support_goes_on_the_limit_is_only_told(client, joon, mina):
    """S27: with accumulation, voting continues."""
    idea = limited_to(1, takes_more=True)
    for person in (mina, joon):
        vote_on_idea(user=person, idea=fresh(idea), value=1)
    assert fresh(idea).support_count == 2
    assert "The limit of supporters is reached" in in_english(client, idea).content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_given_once():
    """S27."""
    idea = limited_to(3)
    refused = []

    def press(person):
        try:
            vote_on_idea(user=person, idea=fresh(idea), value=1)
        except LimitReached:
            refused.append(person)

    at_once(*(lambda person=person: press(person) for person in UserFactory.create_batch(8)))
    assert (fresh(idea).support_count, Vote.objects.count(), len(refused)) == (3, 3, 5)


def test_a_vote_against_takes_the_points_that_are_set(client, joon, mina):
    """S34: both counts are shown, and the points they make."""
    idea = IdeaFactory(consultation=ConsultationFactory(stage="vote_both", oppose_points=3))
    for person in (mina, UserFactory()):
        vote_on_idea(user=person, idea=fresh(idea), value=1)
    vote_on_idea(user=joon, idea=fresh(idea), value=-1)
    tally = client.get(f"/api/v1/ideas/{idea.pk}").json()["tally"]
    assert (tally["support"], tally["oppose"], tally["points"]) == (2, 1, -1)
    page = in_english(client, idea).content.decode()
    assert "Points -1" in page
    assert "Opposed 1" in page


def test_without_weights_there_are_no_points(client, idea):
    assert client.get(f"/api/v1/ideas/{idea.pk}").json()["tally"]["points"] is None
    assert "Points" not in in_english(client, idea).content.decode()


@pytest.mark.parametrize(
    ("fields", "at_fault"),
    [
        ({"hides_results": True, "ends_at": None}, "ends_at"),
        ({"votes_at_least": 4, "votes_per_person": 3}, "votes_at_least"),
        ({"votes_at_least": 3, "votes_per_person": 3}, None),
    ],
)
def test_rules_that_cannot_be_are_refused_at_their_field(fields, at_fault):
    now = timezone.now()
    stage = Stage(kind="vote", starts_at=now, **{"ends_at": now + timedelta(days=1)} | fields)
    if at_fault is None:
        stage.clean()
        return
    with pytest.raises(ValidationError) as refused:
        stage.clean()
    assert set(refused.value.message_dict) == {at_fault}
