"""Counts that nobody waits for, and that are right all the same."""

import math
import threading

import pytest
from django.db import connection, connections, transaction
from voting.models import Vote

from ideas.actions.moving import locked
from ideas.actions.voting import add_up_votes, vote_on_idea
from ideas.life import Status
from ideas.models import Idea, TallyChange
from ideas.ranking.half_life import half_lives
from participation.events.checkup import examine
from participation.events.models import Event
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory
from tests.votes.at_once import at_once

needs_row_locks = pytest.mark.skipif(
    not connection.features.has_select_for_update_skip_locked, reason="one writer at a time: nothing is ever held"
)


def fresh(idea):
    return Idea.objects.select_related("consultation").get(pk=idea.pk)


def counts(idea):
    return Idea.objects.values_list("support_count", "oppose_count").get(pk=idea.pk)


class Held:
    """Somebody at work on the idea, whose transaction is open as long as the block runs."""

    def __init__(self, idea):
        self.idea, self.taken, self.enough = idea, threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self.hold)

    def hold(self):
        with transaction.atomic():
            locked(self.idea)
            self.taken.set()
            self.enough.wait(60)
        connections.close_all()

    def __enter__(self):
        self.thread.start()
        assert self.taken.wait(30)

    def __exit__(self, *_):
        self.enough.set()
        self.thread.join()


@pytest.mark.django_db
def test_a_vote_counts_at_once_where_nobody_is_in_the_way(joon, idea):
    vote_on_idea(user=joon, idea=idea, value=1)
    assert counts(idea) == (1, 0)
    assert not TallyChange.objects.exists()


@pytest.mark.django_db
def test_heat_follows_the_count_as_the_model_has_it(joon, idea):
    vote_on_idea(user=joon, idea=idea, value=1)
    placed = fresh(idea)
    half_lives().place(placed)
    assert math.isclose(fresh(idea).heat, placed.heat, rel_tol=1e-12)


@needs_row_locks
@pytest.mark.django_db(transaction=True)
def test_a_vote_does_not_wait_for_whoever_holds_the_idea(joon):
    idea = IdeaFactory(consultation=ConsultationFactory(stage="vote_both"))
    earlier = UserFactory()
    with Held(idea):
        assert vote_on_idea(user=joon, idea=fresh(idea), value=1).support_count == 1, "one's own vote is in the answer"
        assert vote_on_idea(user=earlier, idea=fresh(idea), value=-1).oppose_count == 1
        assert counts(idea) == (0, 0)
    assert dict(examine(repair=True))["tallies"] == 0, "what waits is nothing wrong"
    assert counts(idea) == (0, 0)
    vote_on_idea(user=UserFactory(), idea=fresh(idea), value=1)
    assert counts(idea) == (2, 1)
    assert not TallyChange.objects.exists()


@needs_row_locks
@pytest.mark.django_db(transaction=True)
def test_the_worker_adds_up_what_waits_and_the_threshold_is_met_once(joon):
    """S29."""
    idea = IdeaFactory(consultation=ConsultationFactory(stage="vote"), voting=True, support_count=0, threshold=2)
    with Held(idea):
        for person in (joon, UserFactory(), UserFactory()):
            vote_on_idea(user=person, idea=fresh(idea), value=1)
    assert add_up_votes() == 1
    assert add_up_votes() == 0
    assert (counts(idea), fresh(idea).status) == ((3, 0), Status.OWED)
    assert Event.objects.filter(verb="idea.threshold_met").count() == 1


@needs_row_locks
@pytest.mark.django_db(transaction=True)
def test_a_vote_taken_back_before_it_was_added_up_leaves_nothing(joon):
    idea = IdeaFactory(consultation=ConsultationFactory(stage="vote"), voting=True, support_count=0)
    with Held(idea):
        vote_on_idea(user=joon, idea=fresh(idea), value=1)
    vote_on_idea(user=joon, idea=fresh(idea), value=0)
    assert (counts(idea), TallyChange.objects.count(), Vote.objects.count()) == ((0, 0), 0, 0)


@pytest.mark.django_db
def test_a_wrong_count_does_not_stop_the_votes(joon, idea):
    vote_on_idea(user=joon, idea=idea, value=1)
    Idea.objects.filter(pk=idea.pk).update(support_count=0)
    vote_on_idea(user=joon, idea=fresh(idea), value=0)
    assert counts(idea) == (0, 0)


@pytest.mark.django_db
def test_the_doctor_counts_votes_and_what_waits(joon, idea):
    vote_on_idea(user=joon, idea=idea, value=1)
    TallyChange.objects.create(idea=idea, support=1, oppose=0)
    assert dict(examine(repair=False))["tallies"] == 1
    dict(examine(repair=True))
    assert counts(idea) == (0, 0)
    add_up_votes()
    assert counts(idea) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_many_on_one_idea_at_once_are_all_counted():
    """R3."""
    idea = IdeaFactory(consultation=ConsultationFactory(stage="vote_both"), threshold=5)
    people = UserFactory.create_batch(16)

    def change_of_mind(person, last):
        for value in (1, -1, 0, last):
            vote_on_idea(user=person, idea=fresh(idea), value=value)

    at_once(
        *(
            lambda person=person, last=1 if n % 4 else -1: change_of_mind(person, last)
            for n, person in enumerate(people)
        )
    )
    add_up_votes()
    assert counts(idea) == (12, 4)
    assert Vote.objects.count() == 16
    assert Event.objects.filter(verb="idea.threshold_met").count() == 1
    assert dict(examine(repair=False))["tallies"] == 0
