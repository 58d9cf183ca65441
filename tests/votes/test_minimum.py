"""S26: a person's votes count from a minimum on, all at once."""

import pytest

from ideas.actions.voting import add_up_votes, vote_on_idea
from ideas.life import Status
from ideas.models import Idea
from participation.accounts.actions import claim_identity
from participation.accounts.models import IdentityLevel, User
from participation.consultations.models import Stage
from participation.errors import NoVotesLeft
from participation.events.checkup import examine
from participation.votes.ledger.models import QueuedLeaf
from participation.votes.models import Ballot
from tests.factories import ConsultationFactory, IdeaFactory
from tests.votes.pages import in_english

pytestmark = pytest.mark.django_db


@pytest.fixture
def four():
    consultation = ConsultationFactory(stage="vote_both", stage_fields={"votes_at_least": 3, "votes_per_person": 4})
    return IdeaFactory.create_batch(4, consultation=consultation, status=Status.VOTING)


def fresh(idea):
    return Idea.objects.get(pk=idea.pk)


def cast(person, *changes):
    for idea, value in changes:
        vote_on_idea(user=User.objects.get(pk=person.pk), idea=fresh(idea), value=value)
    add_up_votes()


def counts(ideas):
    rows = Idea.objects.in_bulk([idea.pk for idea in ideas])
    return [(rows[idea.pk].support_count, rows[idea.pk].oppose_count) for idea in ideas]


NONE = [(0, 0)] * 4


def test_two_change_nothing_and_with_the_third_all_three_count(joon, four):
    cast(joon, (four[0], 1), (four[1], -1))
    assert counts(four) == NONE
    cast(joon, (four[2], 1))
    assert counts(four) == [(1, 0), (0, 1), (1, 0), (0, 0)]
    cast(joon, (four[3], 1))
    assert counts(four) == [(1, 0), (0, 1), (1, 0), (1, 0)]
    assert dict(examine(repair=False))["tallies"] == 0


def test_who_takes_one_back_and_has_too_few_counts_for_nothing_again(joon, four):
    cast(joon, (four[0], 1), (four[1], -1), (four[2], 1), (four[2], 0))
    assert counts(four) == NONE
    assert dict(examine(repair=False))["tallies"] == 0
    cast(joon, (four[3], 1))
    assert counts(four) == [(1, 0), (0, 1), (0, 0), (1, 0)]


def test_a_changed_mind_below_the_minimum_counts_as_changed(joon, four):
    cast(joon, (four[0], 1), (four[0], -1), (four[1], 1))
    assert counts(four) == NONE
    cast(joon, (four[2], 1), (four[0], 1), (four[0], -1))
    assert counts(four) == [(0, 1), (1, 0), (1, 0), (0, 0)]


def test_others_are_not_concerned(joon, mina, four):
    cast(joon, (four[0], 1), (four[1], 1), (four[2], 1))
    cast(mina, (four[0], 1))
    assert counts(four) == [(1, 0), (1, 0), (1, 0), (0, 0)]


def test_the_third_vote_may_meet_the_threshold_of_the_first_idea(joon, four):
    Idea.objects.filter(pk=four[0].pk).update(threshold=1)
    cast(joon, (four[0], 1), (four[1], 1))
    assert fresh(four[0]).status == Status.VOTING
    cast(joon, (four[2], 1))
    assert fresh(four[0]).status == Status.OWED


def test_a_vote_from_a_stage_without_a_minimum_counts_as_it_did(joon, four):
    stage = Stage.objects.get(page=four[0].consultation)
    Stage.objects.filter(pk=stage.pk).update(votes_at_least=None)
    cast(joon, (four[0], 1))
    Stage.objects.filter(pk=stage.pk).update(votes_at_least=3)
    cast(joon, (four[1], 1))
    assert counts(four) == [(1, 0), (0, 0), (0, 0), (0, 0)]
    cast(joon, (four[0], 0))
    assert counts(four) == NONE
    assert dict(examine(repair=False))["tallies"] == 0


def test_the_ledger_tells_which_votes_are_held(joon, four):
    cast(joon, (four[0], 1))
    assert '"value":0' in QueuedLeaf.objects.get().text
    assert '"held":1' in QueuedLeaf.objects.get().text
    cast(joon, (four[1], 1), (four[2], 1))
    said = [leaf.text for leaf in QueuedLeaf.objects.order_by("pk")]
    assert sum('"value":1' in text for text in said) == 3, "the third vote and the two that it made count"


def test_two_accounts_of_one_person_have_one_minimum(joon, mina, four):
    """S39."""
    cast(joon, (four[0], 1), (four[1], 1))
    cast(mina, (four[1], 1), (four[2], 1))
    for account in (joon, mina):
        secret = "1990-01-01/1"
        claim_identity(user=User.objects.get(pk=account.pk), source="test", secret=secret, level=IdentityLevel.VERIFIED)
    assert Ballot.objects.filter(voter=joon).count() == 3
    assert dict(examine(repair=False))["tallies"] == 0
    cast(mina, (four[3], 1))
    assert counts(four) == [(1, 0)] * 4
    assert dict(examine(repair=False))["tallies"] == 0


def test_the_box_says_how_many_are_missing(client, joon, four):
    client.force_login(joon)
    assert "once you have cast 3 more" in in_english(client, four[0]).context["box"].left
    cast(joon, (four[0], 1), (four[1], 1))
    assert "once you have cast 1 more" in in_english(client, four[0]).context["box"].left
    cast(joon, (four[2], 1))
    assert "once you have cast" not in in_english(client, four[0]).context["box"].left


def test_where_nothing_is_asked_no_ballot_is_written(joon, idea):
    cast(joon, (idea, 1))
    assert not Ballot.objects.exists()


def test_refused_votes_leave_no_ballot(joon, four):
    more = IdeaFactory.create_batch(2, consultation=four[0].consultation, status=Status.VOTING)
    cast(joon, *((idea, 1) for idea in four))
    with pytest.raises(NoVotesLeft):
        vote_on_idea(user=joon, idea=fresh(more[0]), value=1)
    assert Ballot.objects.count() == 4
