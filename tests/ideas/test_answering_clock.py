"""What happens to ideas because time passes, and what happens at the same instant."""

from datetime import timedelta

import pytest
from django.utils import timezone
from voting.models import Vote

from ideas.actions import clockwork
from ideas.actions.clockwork import expire_ideas, follow_stages
from ideas.actions.voting import add_up_votes, vote_on_idea
from ideas.counts import recount
from ideas.life import Status
from ideas.models import Idea
from participation.consultations.models import ConsultationPage, Stage
from participation.consultations.stages import StageKind
from participation.errors import StageClosed
from participation.events import registry
from participation.events.models import Delivery, Event
from participation.moderation.actions import report
from participation.moderation.models import Report
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory
from tests.votes.at_once import at_once


def fresh(idea):
    return Idea.objects.get(pk=idea.pk)


def verbs():
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


@pytest.fixture
def over(mina, consultation):
    """An idea whose time ended a minute ago below the threshold."""
    return IdeaFactory(
        author=mina,
        consultation=consultation,
        voting=True,
        threshold=100,
        closes_at=timezone.now() - timedelta(minutes=1),
    )


@pytest.fixture
def listener(monkeypatch):
    """Somebody who is told of everything that ideas do: the office's inbox."""
    heard = []
    subscriber = registry.Subscriber("test.inbox", "idea.*", heard.append)
    monkeypatch.setitem(registry.subscribers, "test.inbox", subscriber)
    return heard


# The clock


def test_an_idea_whose_time_is_over_expires_and_takes_no_votes(over, joon):
    """S31."""
    assert expire_ideas() == 1
    assert fresh(over).status == Status.EXPIRED
    with pytest.raises(StageClosed):
        vote_on_idea(user=joon, idea=fresh(over), value=1)
    event = Event.objects.get()
    assert (event.verb, event.is_public, event.payload["support"], event.payload["threshold"]) == (
        "idea.expired",
        True,
        3,
        100,
    )


def test_it_is_checked_within_a_minute():
    """S31."""
    assert registry.schedule["ideas.expire"].every <= timedelta(seconds=60)
    assert registry.schedule["ideas.follow_stages"].every <= timedelta(seconds=60)


def test_even_before_the_clock_has_come_round_the_vote_is_refused(over, joon):
    """S31."""
    with pytest.raises(StageClosed):
        vote_on_idea(user=joon, idea=over, value=1)


def test_a_vote_that_comes_while_the_idea_expires_is_not_counted(over, joon):
    """S31."""
    Idea.objects.update(closes_at=None)
    seen = fresh(over)
    Idea.objects.update(status=Status.EXPIRED)
    with pytest.raises(StageClosed):
        vote_on_idea(user=joon, idea=seen, value=1)
    assert (fresh(over).support_count, Vote.objects.count()) == (3, 0)


def test_expiring_again_changes_nothing(over, listener, deliver_all):
    """S31: supporters are told once."""
    assert [expire_ideas(), expire_ideas()] == [1, 0]
    deliver_all()
    assert [event.verb for event in listener] == ["idea.expired"]


def test_an_owed_idea_never_expires(over):
    Idea.objects.update(status=Status.OWED)
    assert expire_ideas() == 0


def test_many_ideas_expire_in_batches(consultation, monkeypatch):
    monkeypatch.setattr(clockwork, "BATCH", 3)
    past = timezone.now() - timedelta(days=1)
    IdeaFactory.create_batch(8, consultation=consultation, voting=True, closes_at=past)
    assert expire_ideas() == 8
    assert Event.objects.filter(verb="idea.expired").count() == 8


def test_ideas_follow_the_stage_of_their_consultation(mina, transport):
    consultation = ConsultationFactory(stage=StageKind.PROPOSE, department=transport)
    idea = IdeaFactory(author=mina, consultation=consultation)
    recount()
    assert follow_stages() == 0
    Stage.objects.filter(page=consultation).update(kind=StageKind.VOTE)
    assert [follow_stages(), follow_stages()] == [1, 0]
    assert fresh(idea).status == Status.VOTING
    Stage.objects.filter(page=consultation).update(ends_at=timezone.now())
    assert follow_stages() == 1
    assert fresh(idea).status == Status.POSTED
    assert verbs() == ["idea.voting_opened", "idea.voting_closed"]


def test_following_the_stages_asks_few_queries_where_nothing_changes(consultation, django_assert_max_num_queries):
    IdeaFactory.create_batch(3, consultation=consultation, voting=True)
    for _ in range(3):
        IdeaFactory(consultation=ConsultationFactory(), voting=True)
    recount()
    with django_assert_max_num_queries(4):
        assert follow_stages() == 0


def test_a_consultation_that_is_taken_down_takes_no_votes(consultation):
    idea = IdeaFactory(consultation=consultation, voting=True)
    recount()
    ConsultationPage.objects.filter(pk=consultation.pk).update(live=False)
    follow_stages()
    assert fresh(idea).status == Status.POSTED


def test_a_stage_that_is_given_more_time_gives_it_to_its_ideas(mina, transport):
    end = timezone.now() + timedelta(days=1)
    consultation = ConsultationFactory(stage_fields={"ends_at": end}, department=transport)
    idea = IdeaFactory(author=mina, consultation=consultation, voting=True, closes_at=end)
    answered = IdeaFactory(consultation=consultation, accepted=True, closes_at=end)
    stage = consultation.stages.get()
    stage.ends_at = end + timedelta(days=10)
    consultation.stages = [stage]
    consultation.save_revision().publish()
    assert fresh(idea).closes_at == stage.ends_at
    assert fresh(answered).closes_at == end


def test_days_of_their_own_do_not_change_with_the_stages(mina, transport):
    consultation = ConsultationFactory(support_days=30, department=transport)
    closes_at = timezone.now() + timedelta(days=3)
    idea = IdeaFactory(author=mina, consultation=consultation, voting=True, closes_at=closes_at)
    consultation.save_revision().publish()
    assert fresh(idea).closes_at == closes_at


# The same instant


@pytest.mark.django_db(transaction=True)
def test_two_votes_at_the_same_instant_meet_the_threshold_once(listener, deliver_all):
    """S29."""
    consultation = ConsultationFactory(threshold=50)
    idea = IdeaFactory(consultation=consultation, voting=True, threshold=50, support_count=0)
    earlier = UserFactory.create_batch(49)
    for person in earlier:
        vote_on_idea(user=person, idea=fresh(idea), value=1)
    two = [(UserFactory(), fresh(idea)) for _ in range(2)]
    at_once(*(lambda user=user, seen=seen: vote_on_idea(user=user, idea=seen, value=1) for user, seen in two))
    add_up_votes()  # as the worker does: who found the row taken did not wait
    after = fresh(idea)
    assert (after.support_count, after.status, after.department) == (51, Status.OWED, consultation.department)
    assert Vote.objects.filter(object_id=str(idea.pk), vote=1).count() == 51
    assert verbs().count("idea.threshold_met") == 1
    met = Event.objects.get(verb="idea.threshold_met")
    assert Delivery.objects.filter(event=met, subscriber="test.inbox").count() == 1
    deliver_all()
    assert [event.verb for event in listener].count("idea.threshold_met") == 1


@pytest.mark.django_db(transaction=True)
def test_one_person_who_presses_twice_at_the_same_instant_votes_once():
    idea = IdeaFactory(consultation=ConsultationFactory(), voting=True, support_count=0)
    person = UserFactory()
    at_once(*[lambda: vote_on_idea(user=person, idea=fresh(idea), value=1)] * 2)
    assert (fresh(idea).support_count, Vote.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_expire_each_idea_once():
    """S31."""
    consultation = ConsultationFactory()
    past = timezone.now() - timedelta(days=1)
    ideas = IdeaFactory.create_batch(6, consultation=consultation, voting=True, closes_at=past)
    at_once(expire_ideas, expire_ideas)
    expired = Event.objects.filter(verb="idea.expired").values_list("object_id", flat=True)
    assert sorted(expired) == [idea.pk for idea in ideas]


@pytest.mark.django_db(transaction=True)
def test_three_reports_at_the_same_instant_hide_it_once():
    """S77."""
    idea = IdeaFactory(consultation=ConsultationFactory())
    people = UserFactory.create_batch(3)
    at_once(*(lambda user=user: report(user=user, target=idea, reason="spam") for user in people))
    assert (fresh(idea).report_count, fresh(idea).is_hidden, Report.objects.count()) == (3, True, 3)
    assert verbs().count("idea.hidden") == 1
