"""Merging and dividing through the API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.actions.voting import vote_on_idea
from ideas.life import Status
from ideas.merging import carrying
from ideas.models import Idea
from tests.api.conftest import fields, is_problem
from tests.factories import IdeaFactory

pytestmark = pytest.mark.django_db
REASON = "같은 제안입니다."
TEXT = "밤 11시가 지나면 집에 갈 버스가 없습니다. 두 대만 더 있으면 좋겠습니다."


@pytest.fixture
def pair(consultation, transport):
    return [IdeaFactory(consultation=consultation, status=Status.VOTING, department=transport) for _ in range(2)]


def test_an_idea_is_merged_and_taken_out_again(visitor, as_suho, joon, pair):
    """S50: the API says where the idea went, and the log has both acts."""
    kept, gone = pair
    vote_on_idea(user=joon, idea=gone, value=1)
    answer = as_suho.post(f"/ideas/{gone.pk}/merge", {"into": kept.pk, "reason": REASON})
    assert answer.status_code == 201
    assert (answer.json()["source"], answer.json()["into"]) == (gone.pk, kept.pk)
    carrying.go_on(batches=None)
    told = visitor.get(f"/ideas/{gone.pk}").json()
    assert (told["status"], told["merged_into"]) == ("merged", kept.pk)
    assert visitor.get(f"/ideas/{kept.pk}").json()["tally"]["support"] == 1
    log = visitor.get(f"/ideas/{kept.pk}/merges").json()
    assert (log["count"], log["items"][0]["supporters"], log["items"][0]["under_way"]) == (1, 1, False)
    assert [item["id"] for item in visitor.get("/ideas").json()["items"]] == [kept.pk]
    undone = as_suho.post(f"/ideas/{gone.pk}/unmerge", {"reason": "다른 이야기입니다."})
    assert (undone.status_code, undone.json()["undone_reason"]) == (200, "다른 이야기입니다.")
    carrying.go_on(batches=None)
    assert visitor.get(f"/ideas/{gone.pk}").json()["merged_into"] is None
    assert visitor.get(f"/ideas/{kept.pk}").json()["tally"]["support"] == 0


def test_a_merge_is_tried_before_it_is_made(as_suho, as_joon, visitor, joon, pair):
    kept, gone = pair
    vote_on_idea(user=joon, idea=gone, value=1)
    answer = as_suho.get(f"/ideas/{gone.pk}/merge?into={kept.pk}", **{"Accept-Language": "en"})
    assert answer.status_code == 200, answer.content
    tried = answer.json()
    assert {fact["name"]: fact["value"] for fact in tried["facts"]}["Together, each person once"] == "1"
    assert visitor.get(f"/ideas/{gone.pk}").json()["status"] == "voting"
    is_problem(as_joon.get(f"/ideas/{gone.pk}/merge?into={kept.pk}"), 403, "not_allowed")
    assert fields(is_problem(as_suho.get(f"/ideas/{gone.pk}/merge?into={gone.pk}"), 422, "invalid")) == {"into"}


def test_what_cannot_be_merged_is_refused_with_its_field(as_suho, as_joon, pair):
    kept, gone = pair
    refused = as_suho.post(f"/ideas/{gone.pk}/merge", {"into": gone.pk, "reason": REASON})
    assert fields(is_problem(refused, 422, "invalid")) == {"into"}
    nowhere = as_suho.post(f"/ideas/{gone.pk}/merge", {"into": 999_999, "reason": REASON})
    assert fields(is_problem(nowhere, 422, "invalid")) == {"into"}
    silent = as_suho.post(f"/ideas/{gone.pk}/merge", {"into": kept.pk, "reason": " "})
    assert fields(is_problem(silent, 422, "reason_needed")) == {"reason"}
    is_problem(as_joon.post(f"/ideas/{gone.pk}/merge", {"into": kept.pk, "reason": REASON}), 403, "not_allowed")
    is_problem(as_suho.post(f"/ideas/{gone.pk}/unmerge", {"reason": REASON}), 409, "illegal_transition")
    for to in ("merged", "split"):
        by_hand = as_suho.post(f"/ideas/{gone.pk}/transition", {"to": to, "reason": REASON})
        is_problem(by_hand, 409, "illegal_transition")


def test_the_same_key_merges_once(as_suho, pair):
    body = {"into": pair[0].pk, "reason": REASON}
    key = {"Idempotency-Key": "merge-1"}
    first = as_suho.post(f"/ideas/{pair[1].pk}/merge", body, **key)
    again = as_suho.post(f"/ideas/{pair[1].pk}/merge", body, **key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()


def test_an_idea_is_divided_and_its_supporters_choose(visitor, as_suho, as_joon, joon, pair):
    """S51"""
    whole = pair[0]
    vote_on_idea(user=joon, idea=whole, value=1)
    parts = [{"title": f"나누어 낸 {number}째 제안입니다", "body": TEXT} for number in (1, 2)]
    few = as_suho.post(f"/ideas/{whole.pk}/split", {"parts": parts[:1], "reason": REASON})
    assert fields(is_problem(few, 422, "invalid")) == {"parts"}
    made = as_suho.post(f"/ideas/{whole.pk}/split", {"parts": parts, "reason": REASON})
    assert made.status_code == 201
    first, second = made.json()["parts"]
    assert visitor.get(f"/ideas/{first}").json()["split_from"] == whole.pk
    chosen = as_joon.post(f"/ideas/{first}/choose", {})
    assert (chosen.json()["my_vote"], chosen.json()["tally"]["support"]) == (1, 1)
    assert as_joon.post(f"/ideas/{pair[1].pk}/choose", {}).status_code == 404
    whole_again = as_suho.post(f"/ideas/{whole.pk}/unsplit", {"reason": "다시 하나로"})
    assert whole_again.json()["undone_reason"] == "다시 하나로"
    carrying.go_on(batches=None)
    assert Idea.objects.get(pk=second).merged_into_id == whole.pk
    assert visitor.get(f"/ideas/{whole.pk}").json()["tally"]["support"] == 1


def test_a_program_says_that_two_are_the_same_and_hears_what_was_decided(visitor, as_joon, as_suho, pair):
    kept, gone = pair
    assert visitor.post(f"/ideas/{gone.pk}/merge-proposals", {"into": kept.pk}).status_code == 401
    assert as_joon.post(f"/ideas/{gone.pk}/merge-proposals", {"into": gone.pk}).status_code == 422
    made = as_joon.post(f"/ideas/{gone.pk}/merge-proposals", {"into": kept.pk, "reason": "같습니다."})
    assert (made.status_code, made.json()["accepted"]) == (201, None)
    again = as_joon.post(f"/ideas/{gone.pk}/merge-proposals", {"into": kept.pk})
    assert again.json()["id"] == made.json()["id"]
    waiting = as_suho.get("/desk/merge-proposals").json()
    assert [(row["source"], row["into"], row["reason"]) for row in waiting["items"]] == [
        (gone.pk, kept.pk, "같습니다.")
    ]
    assert as_joon.get("/desk/merge-proposals").status_code == 403
    address = f"/desk/merge-proposals/{made.json()['id']}/decline"
    assert as_suho.post(address, {"reason": " "}).status_code == 422
    declined = as_suho.post(address, {"reason": "다른 버스입니다."}).json()
    assert (declined["accepted"], declined["answer"]) == (False, "다른 버스입니다.")
    assert as_suho.get("/desk/merge-proposals").json()["items"] == []


def test_the_log_asks_as_much_for_many_merges_as_for_one(visitor, as_suho, consultation, transport, pair):
    """Whose supporters came along is read at once for all."""
    numbers = []
    for _ in range(2):
        for _ in range(2):
            idea = IdeaFactory(consultation=consultation, status=Status.VOTING, department=transport)
            as_suho.post(f"/ideas/{idea.pk}/merge", {"into": pair[0].pk, "reason": REASON})
        carrying.go_on(batches=None)
        visitor.get(f"/ideas/{pair[0].pk}/merges")
        with CaptureQueriesContext(connection) as asked:
            log = visitor.get(f"/ideas/{pair[0].pk}/merges").json()
        numbers.append((len(asked), log["count"]))
    assert [number for number, _ in numbers] == [numbers[0][0]] * 2
    assert [count for _, count in numbers] == [2, 4]
