"""Ideas whose time is over below the threshold, and which are answered all the same."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from ideas.actions.answering import prepare_answer, publish_answer
from ideas.actions.clockwork import expire_ideas
from ideas.actions.duties import fulfil_duty
from ideas.actions.reopening import reopen_idea
from ideas.actions.voting import vote_on_idea
from ideas.duties.showing import steps_of
from ideas.life import Status
from ideas.models import Idea
from participation.errors import StageClosed
from participation.notifications.models import Notice
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory

pytestmark = pytest.mark.django_db


def fresh(idea):
    return Idea.objects.select_related("consultation").get(pk=idea.pk)


def run_out(department, *, support, **rules):
    rules = {"answered_from": 10, "answer_days": 21} | rules
    page = ConsultationFactory(department=department, **rules)
    past = timezone.now() - timedelta(minutes=1)
    return IdeaFactory(consultation=page, voting=True, support_count=support, threshold=100, closes_at=past)


@pytest.mark.parametrize(("support", "status"), [(9, Status.EXPIRED), (10, Status.OWED), (99, Status.OWED)])
def test_from_so_many_supporters_on_it_is_answered_although_its_time_is_over(transport, support, status):
    """S31."""
    idea = run_out(transport, support=support)
    assert (expire_ideas(), expire_ideas()) == (1, 0)
    assert fresh(idea).status == status


def test_the_department_owes_it_within_its_days_and_everybody_is_told(client, joon, mina, suho, transport, deliver_all):
    """S31."""
    idea = run_out(transport, support=0, answered_from=0)
    Idea.objects.filter(pk=idea.pk).update(author=mina)
    expire_ideas()
    deliver_all()
    duty = fresh(idea).duties.get()
    assert (duty.department, duty.days, duty.obliges) == (transport, 21, "answer")
    assert fresh(idea).days_to_answer == 21
    assert set(Notice.objects.values_list("user", flat=True)) == {mina.pk, suho.pk}
    client.force_login(joon)
    with translation.override("en"):
        page = client.get(fresh(idea).get_absolute_url()).text
    assert "The time to find support ended: it is answered all the same" in page
    assert "When its time was over" in page
    assert "supporters are missing" not in page
    with pytest.raises(StageClosed):
        vote_on_idea(user=joon, idea=fresh(idea), value=1)
    assert client.get(f"/api/v1/ideas/{idea.pk}").json()["status"] == "owed"


def test_the_answer_ends_it_and_another_chance_begins_below_the_same_rung(suho, joon, transport):
    idea = run_out(transport, support=20, support_days=30, threshold=100)
    expire_ideas()
    answer = prepare_answer(user=suho, idea=fresh(idea), status=Status.DECLINED, reason="예산이 없습니다.")
    publish_answer(user=suho, answer=answer)
    assert (fresh(idea).status, fresh(idea).threshold_met) == (Status.DECLINED, None)
    again = reopen_idea(user=suho, idea=fresh(idea), reason="예산이 생겼습니다.")
    assert (again.status, again.threshold) == (Status.VOTING, 100)
    assert [step.state for step in steps_of(again, joon, list(again.duties.all()))] == ["done", "next"]
    assert vote_on_idea(user=joon, idea=fresh(idea), value=1).support_count == 21


def test_so_is_an_idea_that_did_not_reach_its_second_rung_in_time(suho, transport, reached, time_machine):
    duty = reached({"obliges": "legal_check", "days": 7}, {"supporters": 500, "within_days": 30}, answered_from=1)
    fulfil_duty(user=suho, duty=duty, report="법에 어긋나지 않습니다.")
    time_machine.move_to(timezone.now() + timedelta(days=31))
    assert expire_ideas() == 1
    idea = fresh(duty.idea)
    assert (idea.status, idea.duties.open().get().obliges) == (Status.OWED, "answer")
    with pytest.raises(StageClosed):
        vote_on_idea(user=UserFactory(), idea=idea, value=1)


@pytest.mark.parametrize(("threshold", "answered_from"), [(100, 100), (None, 5)])
def test_the_rule_is_for_ideas_below_the_threshold(transport, threshold, answered_from):
    page = ConsultationFactory(department=transport, threshold=threshold)
    page.answered_from = answered_from
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert "answered_from" in refused.value.error_dict


@pytest.mark.parametrize(
    ("answered_from", "words"),
    [(None, ""), (0, "is answered all the same."), (10, "is answered all the same from 10 supporters on.")],
)
def test_the_consultation_and_the_api_say_so(client, transport, answered_from, words):
    page = ConsultationFactory(department=transport, threshold=100, answered_from=answered_from)
    with translation.override("en"):
        shown = client.get(page.url).text
    assert (words in shown) if words else ("all the same" not in shown)
    assert client.get(f"/api/v1/consultations/{page.slug}").json()["answered_from"] == answered_from
