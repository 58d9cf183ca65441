"""The same key gives the same answer once, also where two requests come at the same moment."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from voting.models import Vote

from ideas.models import Idea
from participation.api.models import IdempotencyRecord
from participation.events.registry import schedule
from participation.moderation.models import Report
from tests.api.conftest import fields, is_problem

GOOD = {
    "title": "심야버스를 늘려 주세요",
    "body": "밤 11시가 지나면 집에 갈 버스가 없습니다.",
    "consultation": "night-bus",
}
KEY = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}


def test_the_same_key_gives_the_same_answer_once(as_mina, consultation):
    first, second = (as_mina.post("/ideas", GOOD, **KEY) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second.headers["Idempotency-Replayed"] == "true"
    assert second.headers["Location"] == first.headers["Location"]
    assert Idea.objects.count() == 1


def test_a_vote_sent_again_with_its_key_does_not_undo_what_came_after(as_joon, joon, idea):
    address = f"/ideas/{idea.pk}/vote"
    first = as_joon.put(address, {"value": 1}, **KEY)
    as_joon.delete(address)
    again = as_joon.put(address, {"value": 1}, **KEY)
    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert not Vote.objects.filter(user=joon).exists()


def test_without_a_key_each_request_counts(as_mina, consultation):
    for _ in range(2):
        assert as_mina.post("/ideas", GOOD).status_code == 201
    assert Idea.objects.count() == 2


def test_a_key_is_good_for_one_request(as_mina, consultation, observation):
    as_mina.post("/ideas", GOOD, **KEY)
    is_problem(as_mina.post("/ideas", {**GOOD, "title": "다른 제목입니다"}, **KEY), 422, "idempotency_key_reused")
    elsewhere = as_mina.post("/reports", {"kind": "observation", "id": observation.pk, "reason": "spam"}, **KEY)
    is_problem(elsewhere, 422, "idempotency_key_reused")
    assert (Idea.objects.count(), Report.objects.count()) == (1, 0)


def test_the_same_body_written_otherwise_is_the_same(as_mina, consultation):
    as_mina.post("/ideas", GOOD, **KEY)
    assert as_mina.post("/ideas", dict(reversed(GOOD.items())), **KEY).status_code == 201
    assert Idea.objects.count() == 1


def test_two_people_may_choose_the_same_key(as_mina, as_joon, consultation):
    for caller in (as_mina, as_joon):
        assert caller.post("/ideas", GOOD, **KEY).status_code == 201
    assert Idea.objects.count() == 2


def test_what_failed_is_not_kept(as_mina, consultation):
    is_problem(as_mina.post("/ideas", {**GOOD, "title": "A"}, **KEY), 422, "invalid")
    assert not IdempotencyRecord.objects.exists()
    assert as_mina.post("/ideas", GOOD, **KEY).status_code == 201


@pytest.mark.parametrize("key", ["", "a" * 256, "a\tb"])
def test_a_key_is_short_and_plain(as_mina, consultation, key):
    answer = as_mina.post("/ideas", GOOD, **{"Idempotency-Key": key})
    assert fields(is_problem(answer, 422, "invalid")) == {"Idempotency-Key"}


def test_other_things_that_are_made_keep_it_too(as_mina, consultation, idea):
    for path, body in (
        ("/observations", {"text": "정류장 의자가 부서졌습니다", "consultation": "night-bus"}),
        ("/reports", {"kind": "idea", "id": idea.pk, "reason": "spam"}),
    ):
        first, second = (as_mina.post(path, body, **{"Idempotency-Key": path}) for _ in range(2))
        assert first.status_code == 201
        assert (first.content, second.headers["Idempotency-Replayed"]) == (second.content, "true")


def test_keys_are_forgotten_after_two_days(mina):
    now = timezone.now()
    for hours in (1, 25, 47, 49, 500):
        IdempotencyRecord.objects.create(owner=mina, key=str(hours), created_at=now - timedelta(hours=hours))
    assert schedule["api.forget_keys"].run() == 2
    assert set(IdempotencyRecord.objects.values_list("key", flat=True)) == {"1", "25", "47"}


@pytest.mark.django_db(transaction=True)
def test_two_requests_with_one_key_at_the_same_moment_make_one_thing(as_mina, consultation):
    ready = threading.Barrier(4)
    answers = []

    def send():
        try:
            ready.wait(timeout=10)
            answers.append(as_mina.__class__(**as_mina.headers).post("/ideas", GOOD, **KEY))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.content for answer in answers}) == 1
    assert Idea.objects.count() == 1
