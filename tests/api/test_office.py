"""What officials and moderators do through the API."""

import pytest

from ideas.life import Status
from ideas.models import Answer, Idea
from participation.events.models import Event
from tests.api.conftest import fields, is_problem
from tests.factories import IdeaFactory


@pytest.fixture
def owed(consultation, mina, transport):
    return IdeaFactory(author=mina, consultation=consultation, department=transport, owed=True)


@pytest.mark.parametrize("reason", ["", "   ", "\u200b"])
def test_a_decision_needs_its_reason(as_suho, owed, reason):
    """S48"""
    moved = as_suho.post(f"/ideas/{owed.pk}/transition", {"to": "declined", "reason": reason})
    assert fields(is_problem(moved, 422, "reason_needed")) == {"reason"}
    answered = as_suho.post(f"/ideas/{owed.pk}/answers", {"status": "declined", "reason": reason})
    assert fields(is_problem(answered, 422, "reason_needed")) == {"reason"}
    owed.refresh_from_db()
    assert (owed.status, owed.answers.count()) == ("owed", 0)


def test_a_transition_moves_the_idea_and_answers_it(as_suho, owed):
    answer = as_suho.post(f"/ideas/{owed.pk}/transition", {"to": "accepted", "reason": "내년에 두 대를 늘립니다."})
    assert (answer.status_code, answer.json()["status"], answer.json()["stage"]) == (200, "accepted", "confirm")
    assert Answer.objects.get(idea=owed).reason == "내년에 두 대를 늘립니다."


def test_states_that_do_not_follow_are_refused(as_suho, owed):
    is_problem(
        as_suho.post(f"/ideas/{owed.pk}/transition", {"to": "posted", "reason": "되돌림"}), 409, "illegal_transition"
    )
    nowhere = as_suho.post(f"/ideas/{owed.pk}/transition", {"to": "nowhere", "reason": "되돌림"})
    assert fields(is_problem(nowhere, 422, "invalid")) == {"to"}


def test_citizens_may_not_answer_or_move(as_joon, owed):
    is_problem(as_joon.post(f"/ideas/{owed.pk}/transition", {"to": "declined", "reason": "싫음"}), 403, "not_allowed")
    is_problem(as_joon.post(f"/ideas/{owed.pk}/answers", {"status": "declined", "reason": "싫음"}), 403, "not_allowed")
    is_problem(as_joon.post(f"/ideas/{owed.pk}/progress", {"percent": 5, "text": "함"}), 403, "not_allowed")
    assert Idea.objects.get(pk=owed.pk).status == Status.OWED


def test_a_prepared_answer_is_seen_by_officials_alone_until_it_is_published(visitor, as_suho, owed):
    """S46, S47: nothing outside tells of what is being prepared."""
    body = {"status": "accepted", "reason": "비밀스러운 준비", "publish": False}
    prepared = as_suho.post(f"/ideas/{owed.pk}/answers", body)
    assert (prepared.status_code, prepared.json()["published"]) == (201, None)
    assert [each["id"] for each in as_suho.get(f"/ideas/{owed.pk}/answers").json()["items"]] == [prepared.json()["id"]]
    for path in (
        f"/ideas/{owed.pk}/answers",
        f"/ideas/{owed.pk}",
        f"/ideas/{owed.pk}/timeline",
        "/events",
        "/search?q=비밀",
    ):
        told = visitor.get(path).content.decode()
        assert "비밀스러운" not in told
        assert '"accepted"' not in told
    assert visitor.get(f"/ideas/{owed.pk}").json()["status"] == "owed"
    for _ in range(2):
        published = as_suho.post(f"/ideas/{owed.pk}/answers/{prepared.json()['id']}/publish")
        assert published.json()["published"]
    shown = visitor.get(f"/ideas/{owed.pk}/answers").json()
    assert (shown["count"], shown["items"][0]["status"], shown["items"][0]["department"]) == (1, "accepted", "교통과")
    assert Event.objects.filter(verb="idea.answered").count() == 1


def test_answers_of_another_idea_are_not_found(as_suho, owed, idea):
    made = as_suho.post(
        f"/ideas/{owed.pk}/answers", {"status": "accepted", "reason": "좋습니다", "publish": False}
    ).json()
    is_problem(as_suho.post(f"/ideas/{idea.pk}/answers/{made['id']}/publish"), 404, "not_found")


def test_progress_is_told_until_it_is_done(visitor, as_suho, owed):
    as_suho.post(f"/ideas/{owed.pk}/transition", {"to": "accepted", "reason": "합니다"})
    half = as_suho.post(f"/ideas/{owed.pk}/progress", {"percent": 40, "text": "설계를 마쳤습니다"})
    assert (half.status_code, half.json()["percent"]) == (201, 40)
    as_suho.post(f"/ideas/{owed.pk}/progress", {"percent": 100, "text": "다니기 시작했습니다"})
    notes = visitor.get(f"/ideas/{owed.pk}/progress?limit=1").json()
    assert (notes["count"], notes["items"][0]["percent"]) == (2, 40)
    assert notes["next"]
    assert visitor.get(f"/ideas/{owed.pk}").json()["status"] == "done"


@pytest.mark.parametrize("percent", [-1, 101, 2**64, "40", True, 4.5, None])
def test_a_progress_is_a_number_from_0_to_100(as_suho, owed, percent):
    as_suho.post(f"/ideas/{owed.pk}/transition", {"to": "accepted", "reason": "합니다"})
    answer = as_suho.post(f"/ideas/{owed.pk}/progress", {"percent": percent, "text": "함"})
    assert fields(is_problem(answer, 422, "invalid")) == {"percent"}


def test_moderators_hide_with_a_reason_and_show_again(visitor, as_mina, as_hana, idea):
    assert fields(is_problem(as_hana.post(f"/ideas/{idea.pk}/hide", {}), 422, "reason_needed")) == {"reason"}
    hidden = as_hana.post(f"/ideas/{idea.pk}/hide", {"reason": "광고입니다"})
    assert hidden.json()["hidden"]["reason"] == "광고입니다"
    is_problem(visitor.get(f"/ideas/{idea.pk}"), 404, "not_found")
    assert as_mina.get(f"/ideas/{idea.pk}").json()["hidden"]["reason"] == "광고입니다"
    assert as_hana.post(f"/ideas/{idea.pk}/unhide", {"reason": "광고가 아닙니다"}).json()["hidden"] is None
    assert visitor.get(f"/ideas/{idea.pk}").status_code == 200


def test_observations_are_hidden_alike(visitor, as_hana, as_joon, observation):
    is_problem(as_joon.post(f"/observations/{observation.pk}/hide", {"reason": "싫음"}), 403, "not_allowed")
    assert as_hana.post(f"/observations/{observation.pk}/hide", {"reason": "얼굴이 보입니다"}).status_code == 200
    is_problem(visitor.get(f"/observations/{observation.pk}"), 404, "not_found")
    assert visitor.get("/observations").json()["count"] == 0
    assert (
        as_hana.post(f"/observations/{observation.pk}/unhide", {"reason": "흐리게 했습니다"}).json()["hidden"] is None
    )


def test_the_author_may_not_hide(as_mina, idea):
    is_problem(as_mina.post(f"/ideas/{idea.pk}/hide", {"reason": "창피해서"}), 403, "not_allowed")


def test_a_report_by_one_person_is_one_report(as_joon, idea):
    first = as_joon.post("/reports", {"kind": "idea", "id": idea.pk, "reason": "spam", "text": "광고"})
    second = as_joon.post("/reports", {"kind": "idea", "id": idea.pk, "reason": "insult"})
    assert first.status_code == 201
    assert set(first.json()) == {"id", "kind", "target", "reason", "created"}
    assert second.json()["id"] == first.json()["id"]
    idea.refresh_from_db()
    assert idea.report_count == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "page", "id": 1, "reason": "spam"}, "kind"),
        ({"kind": "idea", "id": 0, "reason": "spam"}, "id"),
        ({"kind": "idea", "id": "1", "reason": "spam"}, "id"),
        ({"kind": "idea", "id": True, "reason": "spam"}, "id"),
        ({"kind": "idea", "id": 1}, "reason"),
    ],
)
def test_reports_name_the_field_at_fault(as_joon, idea, body, field):
    assert field in fields(is_problem(as_joon.post("/reports", body), 422, "invalid"))


def test_a_report_needs_a_known_reason_and_a_target(as_joon, idea):
    bad = as_joon.post("/reports", {"kind": "idea", "id": idea.pk, "reason": "boring"})
    assert fields(is_problem(bad, 422, "invalid")) == {"reason"}
    is_problem(as_joon.post("/reports", {"kind": "idea", "id": 10**9, "reason": "spam"}), 404, "not_found")
