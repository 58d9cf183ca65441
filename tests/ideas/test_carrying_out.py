"""After the answer: carried out, confirmed by those who asked for it, and what is moved by hand."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.actions.answering import (
    confirm_idea,
    prepare_answer,
    publish_answer,
    report_progress,
    transition_idea,
)
from ideas.actions.voting import vote_on_idea
from ideas.life import Status
from ideas.models import Confirmation, Idea, ProgressNote
from participation.consultations.stages import StageKind
from participation.errors import IllegalTransition, NotAllowed, ReasonNeeded, StageClosed
from participation.events.models import Event
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory

REASON = "내년 예산에 두 대를 더 넣었습니다."


def fresh(idea):
    return Idea.objects.get(pk=idea.pk)


def address(idea, rest=""):
    return f"/desk/ideas/{idea.pk}/{rest}"


# Progress and confirmation


@pytest.fixture
def accepted(mina, consultation, transport):
    return IdeaFactory(author=mina, consultation=consultation, department=transport, accepted=True)


def tell(client, idea, percent, text="두 대를 샀습니다."):
    return client.post(address(idea, "progress/"), {"progress-percent": percent, "progress-text": text})


def test_progress_moves_the_idea_to_done(client, suho, accepted):
    client.force_login(suho)
    tell(client, accepted, 40)
    assert (fresh(accepted).status, fresh(accepted).progress) == (Status.IN_PROGRESS, 40)
    tell(client, accepted, 100)
    assert fresh(accepted).status == Status.DONE
    assert list(Event.objects.values_list("verb", flat=True)) == ["idea.progressed", "idea.done"]


@pytest.mark.parametrize(
    ("percent", "text", "field"), [("101", "x", "percent"), ("", "x", "percent"), ("40", " ", "text")]
)
def test_progress_that_says_nothing_is_refused(client, suho, accepted, percent, text, field):
    client.force_login(suho)
    response = tell(client, accepted, percent, text)
    assert response.status_code == 422
    assert field in response.context["progress_form"].errors
    assert not ProgressNote.objects.exists()


def test_what_was_declined_makes_no_progress(suho, transport):
    with pytest.raises(IllegalTransition):
        report_progress(user=suho, idea=IdeaFactory(declined=True, department=transport), percent=10, text="…")


@pytest.fixture
def done(mina, joon, consultation, transport):
    """Done, and supported by Joon."""
    idea = IdeaFactory(author=mina, consultation=consultation, department=transport, voting=True, support_count=0)
    vote_on_idea(user=joon, idea=idea, value=1)
    Idea.objects.update(status=Status.DONE, progress=100)
    return fresh(idea)


def test_supporters_are_asked_whether_it_was_done_and_may_change_their_word(client, done, joon):
    client.force_login(joon)
    assert 'id="confirm"' in client.get(done.get_absolute_url()).text
    client.post(f"/ideas/{done.pk}/confirm/", {"was_done": "no", "text": "아직 한 대뿐입니다."})
    assert (fresh(done).confirmed_count, fresh(done).disputed_count) == (0, 1)
    client.post(f"/ideas/{done.pk}/confirm/", {"was_done": "yes"})
    assert (fresh(done).confirmed_count, fresh(done).disputed_count) == (1, 0)
    assert Confirmation.objects.count() == 1


def test_others_are_not_asked(client, done):
    stranger = UserFactory()
    client.force_login(stranger)
    assert 'id="confirm"' not in client.get(done.get_absolute_url()).text
    assert client.post(f"/ideas/{done.pk}/confirm/", {"was_done": "yes"}).status_code == 403
    with pytest.raises(NotAllowed):
        confirm_idea(user=stranger, idea=done, was_done=True)


def test_a_visitor_is_asked_to_sign_in_before_confirming(client, done):
    assert client.post(f"/ideas/{done.pk}/confirm/", {"was_done": "yes"}).url.startswith("/accounts/login/")


def test_no_word_is_told_at_the_field(client, done, joon):
    client.force_login(joon)
    response = client.post(f"/ideas/{done.pk}/confirm/", {"text": "잘 되었습니다."})
    assert response.status_code == 422
    assert "잘 되었습니다." in response.text


# By hand


def test_an_expired_idea_gets_new_time_when_it_is_opened_again(hana, mina):
    consultation = ConsultationFactory(support_days=30)
    old = timezone.now() - timedelta(days=1)
    idea = IdeaFactory(author=mina, consultation=consultation, expired=True, closes_at=old)
    moved = transition_idea(user=hana, idea=idea, to=Status.VOTING, reason="기한을 잘못 정했습니다.")
    assert moved.status == Status.VOTING
    assert moved.closes_at > timezone.now() + timedelta(days=29)


def test_an_idea_is_not_opened_again_where_no_time_is_left(hana, mina):
    over = {"starts_at": timezone.now() - timedelta(days=9), "ends_at": timezone.now() - timedelta(days=1)}
    idea = IdeaFactory(author=mina, consultation=ConsultationFactory(stage_fields=over), expired=True)
    with pytest.raises(StageClosed):
        transition_idea(user=hana, idea=idea, to=Status.POSTED, reason="다시 열어 주십시오.")


def test_the_office_takes_an_idea_on_before_the_threshold_with_a_reason(suho, mina, transport):
    idea = IdeaFactory(author=mina, consultation=ConsultationFactory(department=transport), voting=True)
    transition_idea(user=suho, idea=idea, to=Status.OWED, reason="급한 일입니다.")
    assert fresh(idea).status == Status.OWED
    assert Event.objects.get(verb="idea.threshold_met").payload["reason"] == "급한 일입니다."


@pytest.mark.parametrize("to", [Status.OWED, Status.EXPIRED, Status.POSTED, Status.DECLINED])
def test_nothing_is_moved_by_hand_without_a_reason(suho, mina, transport, to):
    """S48."""
    idea = IdeaFactory(author=mina, consultation=ConsultationFactory(department=transport), voting=True)
    with pytest.raises(ReasonNeeded) as refused:
        transition_idea(user=suho, idea=idea, to=to, reason=" ")
    assert "reason" in refused.value.errors
    assert fresh(idea).status == Status.VOTING


@pytest.mark.parametrize("kind", [StageKind.ANSWER, StageKind.VOTE])
def test_the_office_answers_in_every_stage(suho, mina, transport, kind):
    idea = IdeaFactory(author=mina, consultation=ConsultationFactory(stage=kind, department=transport), voting=True)
    publish_answer(user=suho, answer=prepare_answer(user=suho, idea=idea, status=Status.ALREADY_DONE, reason=REASON))
    assert fresh(idea).status == Status.ALREADY_DONE
