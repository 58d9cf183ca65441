"""What is owed, and how departments keep their dates, through the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.actions.clockwork import expire_ideas
from ideas.actions.voting import vote_on_idea
from ideas.duties.figures import work_out_figures
from ideas.models import Duty, Idea
from tests.api.conftest import fields, is_problem
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory


@pytest.fixture
def duty(mina, transport):
    ladder = [{"supporters": 1, "obliges": "legal_check", "days": 7}, {"supporters": 5, "in_working_days": True}]
    page = ConsultationFactory(department=transport, ladder=ladder, slug="steps")
    idea = IdeaFactory(author=mina, consultation=page, voting=True, threshold=1, support_count=0)
    vote_on_idea(user=UserFactory(), idea=Idea.objects.get(pk=idea.pk), value=1)
    return Duty.objects.get()


def test_a_consultation_shows_its_ladder(visitor, duty):
    ladder = visitor.get("/consultations/steps").json()["ladder"]
    assert [(rung["supporters"], rung["obliges"], rung["working_days"]) for rung in ladder] == [
        (1, "legal_check", False),
        (5, "answer", True),
    ]


def test_what_is_owed_is_public(visitor, duty):
    [owed] = visitor.get(f"/ideas/{duty.idea_id}/duties").json()["items"]
    assert (owed["rung"], owed["supporters"], owed["overdue"], owed["days_left"]) == (1, 1, False, 7)


def test_a_date_is_put_off_and_a_check_reported(as_suho, visitor, duty):
    at = f"/ideas/{duty.idea_id}/duties/{duty.pk}"
    due = (timezone.now() + timedelta(days=40)).isoformat()
    assert fields(is_problem(as_suho.post(f"{at}/extend", {"due": due}), 422, "reason_needed")) == {"reason"}
    early = as_suho.post(f"{at}/extend", {"due": timezone.now().isoformat(), "reason": "늦습니다."})
    assert fields(is_problem(early, 422, "invalid")) == {"due"}
    answer = as_suho.post(f"{at}/extend", {"due": due, "reason": "늦습니다."}).json()
    assert answer["extensions"][0]["reason"] == "늦습니다."
    assert as_suho.post(f"{at}/fulfil", {"report": "마쳤습니다."}).json()["outcome"] == "reported"
    assert visitor.get(f"/ideas/{duty.idea_id}").json()["status"] == "voting"


def test_citizens_put_nothing_off(as_joon, duty):
    due = (timezone.now() + timedelta(days=40)).isoformat()
    answer = as_joon.post(f"/ideas/{duty.idea_id}/duties/{duty.pk}/extend", {"due": due, "reason": "늦습니다."})
    is_problem(answer, 403, "not_allowed")


def test_another_idea_s_duty_is_not_found_below_this_one(as_suho, duty, idea):
    is_problem(as_suho.post(f"/ideas/{idea.pk}/duties/{duty.pk}/fulfil", {"report": "함"}), 404, "not_found")


def test_an_expired_idea_is_opened_again(as_suho, consultation, transport):
    idea = IdeaFactory(consultation=consultation, expired=True, department=transport, threshold=5)
    is_problem(as_suho.post(f"/ideas/{idea.pk}/reopen", {}), 422, "reason_needed")
    assert as_suho.post(f"/ideas/{idea.pk}/reopen", {"reason": "다시 봅니다."}).json()["status"] == "voting"


def test_departments_tell_how_they_keep_their_dates(visitor, duty, transport):
    work_out_figures()
    [found] = [each for each in visitor.get("/departments").json()["items"] if each["slug"] == "transport"]
    assert (found["figures"]["owed"], found["figures"]["median_days"]) == (1, None)
    one = visitor.get("/departments/transport").json()
    assert len(one["months"]) == 12
    [owed] = visitor.get("/departments/transport/owed").json()["items"]
    assert (owed["idea"]["id"], owed["duty"]["id"]) == (duty.idea_id, duty.pk)
    is_problem(visitor.get("/departments/nowhere"), 404, "not_found")


def test_support_that_is_taken_back_takes_the_duty_back_and_the_life_line_tells_both(as_joon, visitor, transport):
    """S30."""
    page = ConsultationFactory(department=transport, threshold=1, falls_back=True)
    idea = IdeaFactory(consultation=page, voting=True, threshold=1, support_count=0)
    as_joon.put(f"/ideas/{idea.pk}/vote", {"value": 1})
    assert visitor.get(f"/ideas/{idea.pk}").json()["status"] == "owed"
    as_joon.delete(f"/ideas/{idea.pk}/vote")
    assert visitor.get(f"/ideas/{idea.pk}").json()["status"] == "voting"
    verbs = [point["verb"] for point in visitor.get(f"/ideas/{idea.pk}/timeline").json()["items"]]
    assert verbs.index("idea.threshold_met") < verbs.index("idea.fell_below")
    [duty] = visitor.get(f"/ideas/{idea.pk}/duties").json()["items"]
    assert (duty["lapse"], duty["days_left"]) == ("fell_below", None)


def test_an_idea_whose_time_is_over_is_expired_and_takes_no_votes(as_joon, visitor, consultation):
    """S31."""
    past = timezone.now() - timedelta(minutes=1)
    idea = IdeaFactory(consultation=consultation, voting=True, threshold=100, closes_at=past)
    is_problem(as_joon.put(f"/ideas/{idea.pk}/vote", {"value": 1}), 409, "stage_closed")
    expire_ideas()
    assert visitor.get(f"/ideas/{idea.pk}").json()["status"] == "expired"


def test_the_remaining_days_are_public(visitor, duty, time_machine):
    """S54."""
    time_machine.move_to(duty.due_at - timedelta(days=5), tick=False)
    [owed] = visitor.get(f"/ideas/{duty.idea_id}/duties").json()["items"]
    assert (owed["days_left"], owed["overdue"]) == (5, False)
    time_machine.move_to(duty.due_at + timedelta(days=2), tick=False)
    [owed] = visitor.get(f"/ideas/{duty.idea_id}/duties").json()["items"]
    assert (owed["days_left"], owed["overdue"]) == (-2, True)
