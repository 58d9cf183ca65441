"""Nobody who reads on from the last event ever misses one, in whatever order their transactions end."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from participation.events.models import Event
from participation.events.outbox import record, record_past

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="one writer at a time knows no other order"),
]


@contextmanager
def slow_writer(write):
    """Another connection that has written and not committed yet."""
    written, go_on = threading.Event(), threading.Event()

    def work():
        try:
            with transaction.atomic():
                write()
                written.set()
                assert go_on.wait(30)
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    assert written.wait(30)
    try:
        yield
    finally:
        go_on.set()
        thread.join(30)


def numbers() -> list[int]:
    return list(Event.objects.settled().in_order().values_list("pk", flat=True))


@pytest.mark.parametrize("kind", ["record", "record_past"])
def test_a_later_event_waits_for_an_earlier_one_on_its_way(mina, idea, kind):
    def write():
        if kind == "record":
            record("idea.first", target=idea, actor=mina, public=True)
        else:
            record_past("idea.first", moments=[(idea, idea.created_at, {})])

    before = numbers()
    with slow_writer(write):
        with transaction.atomic():
            later = record("idea.second", target=idea, actor=mina, public=True)
        assert Event.objects.filter(pk=later.pk).exists()
        assert numbers() == before
    seen = numbers()
    assert [each for each in seen if each not in before] == [later.pk - 1, later.pk]


def test_what_was_there_before_the_slow_one_is_told_at_once(mina, idea):
    with transaction.atomic():
        early = record("idea.early", target=idea, actor=mina, public=True)
    with slow_writer(lambda: record("idea.slow", target=idea, actor=mina, public=True)):
        assert numbers()[-1] == early.pk


def test_what_was_taken_back_holds_nobody_up(mina, idea):
    with transaction.atomic():
        record("idea.never", target=idea, actor=mina, public=True)
        transaction.set_rollback(True)
    with transaction.atomic():
        later = record("idea.second", target=idea, actor=mina, public=True)
    assert numbers()[-1] == later.pk


def test_the_writer_itself_sees_its_own(mina, idea):
    with transaction.atomic():
        mine = record("idea.mine", target=idea, actor=mina, public=True)
        assert numbers()[-1] == mine.pk


def own_locks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_thousands_of_events_in_one_transaction_hold_one_lock(mina, idea):
    with transaction.atomic():
        for number in range(20):
            record(f"idea.step_{number}", target=idea, actor=mina)
        assert own_locks() == 1
    assert own_locks() == 0


def test_what_is_written_after_a_part_that_was_taken_back_is_announced_anew(mina, idea):
    def write():
        with transaction.atomic():
            record("idea.never", target=idea, actor=mina)
            transaction.set_rollback(True)
        record("idea.first", target=idea, actor=mina, public=True)

    before = numbers()
    with slow_writer(write):
        with transaction.atomic():
            record("idea.second", target=idea, actor=mina, public=True)
        assert numbers() == before


def test_the_api_tells_it_in_this_order(client, mina, idea):
    with slow_writer(lambda: record("idea.first", target=idea, actor=mina, public=True)):
        with transaction.atomic():
            later = record("idea.second", target=idea, actor=mina, public=True)
        answer = client.get("/api/v1/events").json()
        assert later.pk not in {item["id"] for item in answer["items"]}
    after = client.get(f"/api/v1/events?after={answer['last']}").json()
    assert [item["id"] for item in after["items"]] == [later.pk - 1, later.pk]
