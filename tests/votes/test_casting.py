"""One person has one vote on a thing, and casting it costs few statements."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from voting.models import Vote

from ideas.actions.voting import vote_on_idea
from ideas.models import Idea
from participation.votes.casting import Cast, cast_vote
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory

pytestmark = pytest.mark.django_db


def statements(work):
    """What a vote asks of the database, without the savepoints that only a test has."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        work()
    return [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]


@pytest.fixture
def both(mina):
    """An idea that may be supported and opposed."""
    return IdeaFactory(author=mina, consultation=ConsultationFactory(stage="vote_both"))


@pytest.mark.parametrize(("first", "second"), [(0, 1), (0, -1), (1, -1), (-1, 1), (1, 0), (-1, 0), (1, 1), (0, 0)])
def test_each_change_says_what_was_before(joon, idea, first, second):
    cast_vote(voter=joon, target=idea, value=first)
    assert cast_vote(voter=joon, target=idea, value=second) == Cast(first, second)
    assert list(Vote.objects.values_list("vote", flat=True)) == [value for value in [second] if value]


def test_a_changed_vote_has_a_new_time_and_a_repeated_one_keeps_its_own(joon, idea):
    cast_vote(voter=joon, target=idea, value=1)
    first = Vote.objects.get().time_stamp
    cast_vote(voter=joon, target=idea, value=1)
    assert Vote.objects.get().time_stamp == first
    cast_vote(voter=joon, target=idea, value=-1)
    assert Vote.objects.get().time_stamp > first


def test_a_further_account_votes_as_the_first(mina, idea):
    """S39."""
    joon, third = UserFactory(), UserFactory(same_person_as=mina)
    stale = type(joon).objects.get(pk=joon.pk)
    type(joon).objects.filter(pk=joon.pk).update(same_person_as=mina)
    for account in (mina, third, stale):
        cast_vote(voter=account, target=idea, value=1)
    assert Vote.objects.get().user == mina


@pytest.mark.parametrize("value", [1, -1])
def test_a_vote_takes_four_statements(joon, both, value, django_assert_max_num_queries):
    seen = Idea.objects.prefetch_related("consultation__stages").select_related("consultation").get(pk=both.pk)
    vote_on_idea(user=UserFactory(), idea=seen, value=value)  # content types are read once
    said = statements(lambda: vote_on_idea(user=joon, idea=seen, value=value))
    assert len(said) <= 4, "\n".join(said)
    assert len(statements(lambda: vote_on_idea(user=joon, idea=seen, value=0))) <= 4


def test_a_repeated_vote_writes_nothing(joon, idea):
    seen = Idea.objects.prefetch_related("consultation__stages").select_related("consultation").get(pk=idea.pk)
    vote_on_idea(user=joon, idea=seen, value=1)
    assert len(statements(lambda: vote_on_idea(user=joon, idea=seen, value=1))) <= 2


@pytest.mark.django_db(transaction=True)
def test_a_vote_outside_of_a_transaction_is_a_mistake(joon, idea):
    with pytest.raises(RuntimeError):
        cast_vote(voter=joon, target=idea, value=1)
    with transaction.atomic():
        cast_vote(voter=joon, target=idea, value=1)
