"""The outbox: nothing is lost with a worker that dies, nothing that fails holds up the rest, nobody is told twice."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from participation.contributions.actions import follow
from participation.events.models import Delivery, Event
from participation.events.outbox import LEASE, MOST_ATTEMPTS, deliver_due, record
from participation.events.registry import Lane, Subscriber, subscribers
from participation.notifications import subscribers as telling
from participation.notifications.models import Notice
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


class Killed(BaseException):
    """The end of the process, as far as a test can bring it about."""


@pytest.fixture
def happen(idea, monkeypatch):
    """Let something happen that the given handler hears of, and nobody else."""

    def event(handle, *, lane=Lane.TELLING, verb="idea.tested"):
        monkeypatch.setitem(subscribers, "tests", Subscriber("tests", "idea.tested", handle, lane=lane))
        with transaction.atomic():
            return record(verb, target=idea)

    return event


def later(time_machine, by):
    time_machine.move_to(timezone.now() + by + timedelta(seconds=1))


@pytest.mark.parametrize(("lane", "in_hand"), [(Lane.PATIENT, True), (Lane.TELLING, False)])
def test_nobody_waits_for_a_mail_server_with_the_database_in_hand(happen, lane, in_hand):
    seen = []
    happen(lambda _event: seen.append(connection.in_atomic_block), lane=lane)
    assert deliver_due() == 1
    assert seen == [in_hand]
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("lane", [Lane.PATIENT, Lane.TELLING])
def test_what_fails_is_tried_again_and_given_up_in_the_end_and_holds_up_nothing_behind_it(happen, lane, time_machine):
    told = []

    def fail_with_the_first(event):
        told.append(event.pk)
        if event.pk == poison.pk:
            raise ValueError("nonsense")

    poison = happen(fail_with_the_first, lane=lane)
    good = happen(fail_with_the_first, lane=lane)
    assert deliver_due() == 2
    assert told == [poison.pk, good.pk]
    for _ in range(MOST_ATTEMPTS):
        later(time_machine, timedelta(days=1))
        deliver_due()
    assert told.count(poison.pk) == MOST_ATTEMPTS
    [left] = Delivery.objects.all()
    assert (left.event_id, left.error, left.attempts) == (poison.pk, "ValueError: nonsense", MOST_ATTEMPTS)
    assert left.failed_at


def test_what_was_being_told_when_the_worker_died_is_told_by_the_next_one(happen, time_machine):
    told = []

    def die_once(event):
        told.append(event.pk)
        if len(told) == 1:
            raise Killed

    event = happen(die_once)
    with pytest.raises(Killed):
        deliver_due()
    assert deliver_due() == 0, "another worker may be at it"
    later(time_machine, LEASE)
    assert deliver_due() == 1
    assert told == [event.pk, event.pk]
    assert not Delivery.objects.exists()


def test_an_event_that_ends_the_worker_each_time_is_given_up(happen, time_machine):
    """It would be the first that each new worker takes up, and no other would ever be told of anything."""
    told = []

    def die_over_the_first(event):
        told.append(event.pk)
        if event.pk == poison.pk:
            raise Killed

    poison = happen(die_over_the_first)
    good = happen(die_over_the_first)
    for _ in range(MOST_ATTEMPTS + 2):
        try:
            deliver_due()
        except Killed:
            deliver_due()
        later(time_machine, LEASE)
    assert told.count(poison.pk) == MOST_ATTEMPTS
    assert told[1] == good.pk
    assert Delivery.objects.get().failed_at


def test_a_worker_that_dies_over_many_people_tells_each_of_them_once(mina, idea, monkeypatch, time_machine):
    """R2 for news: those who were reached before the end are not told twice by whoever goes on."""
    people = [UserFactory() for _ in range(5)]
    for person in people:
        follow(user=person, target=idea)
    with transaction.atomic():
        event = record("idea.progressed", target=idea, public=True, percent=40)
    monkeypatch.setattr(telling, "BATCH", 2)
    write, written = telling._write, []

    def die_at_the_second(*what):
        if len(written) == 1:
            written.append(what)
            raise Killed
        written.append(what)
        write(*what)

    monkeypatch.setattr(telling, "_write", die_at_the_second)
    with pytest.raises(Killed):
        deliver_due()
    assert Notice.objects.filter(event=event).count() == 2, "each batch is kept"
    later(time_machine, LEASE)
    deliver_due()
    told = list(Notice.objects.filter(event=event).values_list("user_id", flat=True))
    assert sorted(told) == sorted([mina.pk, *(person.pk for person in people)])


def test_an_event_is_recorded_inside_the_transaction_of_its_change(idea):
    with pytest.raises(RuntimeError):
        record("idea.tested", target=idea)
    assert not Event.objects.filter(verb="idea.tested").exists()
