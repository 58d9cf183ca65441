"""Much work in batches: where only one writes at a time, others get their turns between two of them."""

import pytest
from django.db import connection, transaction

from ideas.models import HalfLifeChange, Idea
from ideas.ranking import reordering
from ideas.ranking.actions import change_half_life
from ideas.ranking.reordering import follow_half_lives
from participation.events import turns
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pauses(monkeypatch):
    """How long others were given, and whether they could write meanwhile; each look at the clock is 0.2 s later."""
    made, clock = [], iter(0.2 * number for number in range(1_000))

    class Clock:
        monotonic = staticmethod(lambda: next(clock))
        sleep = staticmethod(lambda seconds: made.append((round(seconds, 3), not connection.in_atomic_block)))

    monkeypatch.setattr(turns, "time", Clock)
    return made


@pytest.fixture
def pause():
    """A pause of as long as the batch took, where only one writes."""
    return [] if connection.features.has_select_for_update else [(0.2, True)]


def test_others_may_write_for_as_long_as_a_batch_took(pauses, pause):
    with turns.a_turn():
        pass
    assert pauses == pause


def test_a_long_batch_does_not_put_off_the_next_one_for_as_long(pauses, pause, monkeypatch):
    monkeypatch.setattr(turns, "LONGEST", 0.1)
    with turns.a_turn():
        pass
    assert pauses == [(0.1, True) for _ in pause]


def test_who_holds_the_database_all_the_same_does_not_pause(pauses):
    with transaction.atomic(), turns.a_turn():
        pass
    assert pauses == []


def test_a_changed_half_life_pauses_after_each_batch(pauses, pause, monkeypatch):
    """S32: votes go on while the ideas take their new places."""
    page = ConsultationFactory()
    for _ in range(5):
        IdeaFactory(consultation=page)
    change_half_life(user=UserFactory(is_superuser=True), consultation=page, days=30, reason="길게 봅니다.")
    monkeypatch.setattr(reordering, "BATCH", 2)
    assert follow_half_lives() == 5
    # Two, two, one, and the look that finds none.
    assert pauses == pause * 4
    assert not HalfLifeChange.objects.unfinished().exists()


def test_a_changed_half_life_leaves_the_worker_to_others_after_a_few_batches(pauses, monkeypatch):
    """A million ideas take minutes; no notice, no closing and no sign of life waits for all of them."""
    page = ConsultationFactory()
    for _ in range(5):
        IdeaFactory(consultation=page)
    change_half_life(user=UserFactory(is_superuser=True), consultation=page, days=30, reason="길게 봅니다.")
    monkeypatch.setattr(reordering, "BATCH", 1)
    monkeypatch.setattr(reordering, "A_TURN", 2)
    assert [follow_half_lives() for _ in range(4)] == [2, 2, 1, 0]
    assert not HalfLifeChange.objects.unfinished().exists()
    assert Idea.objects.filter(consultation=page).count() == 5
