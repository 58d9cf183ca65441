"""What is owed from how many supporters on: several rungs, what was promised, and what lapses."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from ideas.actions.answering import assign_idea, prepare_answer, publish_answer
from ideas.actions.clockwork import expire_ideas
from ideas.actions.duties import fulfil_duty
from ideas.actions.posting import Proposal, retire_idea, submit_idea
from ideas.actions.voting import add_up_votes, vote_on_idea
from ideas.life import Status
from ideas.models import Duty, Idea
from participation.consultations.ladder import Holiday, Obligation, check_ladder, day_due
from participation.consultations.models import Rung
from participation.errors import StageClosed
from participation.events.models import Event
from tests.factories import ConsultationFactory, DepartmentFactory, IdeaFactory, PlaceFactory, UserFactory
from tests.votes.at_once import at_once

pytestmark = pytest.mark.django_db

THREE = [
    {"supporters": 2, "days": 30, "goes_on": True},
    {"supporters": 3, "obliges": Obligation.HEARING, "days": 60},
    {"supporters": 4, "obliges": Obligation.DECISION, "days": 14},
]


def fresh(idea):
    return Idea.objects.get(pk=idea.pk)


def support(idea, times):
    people = UserFactory.create_batch(times)
    for person in people:
        vote_on_idea(user=person, idea=fresh(idea), value=1)
    return people


def verbs(idea):
    return list(Event.objects.filter(object_id=idea.pk).order_by("pk").values_list("verb", flat=True))


@pytest.fixture
def posted(mina, transport):
    """Mina's idea in a consultation with three rungs."""
    page = ConsultationFactory(department=transport, ladder=THREE, falls_back=True)
    return submit_idea(
        user=mina, proposal=Proposal.cleaned(title="밤에도 다니는 버스", body="가" * 60, consultation=page)
    )


def answer(idea, user, status="accepted"):
    draft = prepare_answer(user=user, idea=fresh(idea), status=status, reason="그렇게 하겠습니다.")
    publish_answer(user=user, answer=draft)
    return fresh(idea)


def test_a_new_idea_looks_for_the_supporters_of_the_lowest_rung(posted):
    assert (posted.threshold, posted.threshold_met) == (2, None)


def test_each_rung_obliges_to_something_of_its_own(posted, transport):
    """S29: each rung is reached exactly once."""
    support(posted, 2)
    idea = fresh(posted)
    assert (idea.status, idea.threshold, idea.threshold_met, idea.department) == (Status.OWED, 3, 2, transport)
    support(posted, 2)
    idea = fresh(posted)
    assert (idea.threshold, idea.threshold_met) == (4, 4)
    owed = list(idea.duties.values_list("position", "supporters", "obliges", "days"))
    assert owed == [(1, 2, "answer", 30), (2, 3, "hearing", 60), (3, 4, "decision", 14)]
    assert verbs(idea).count("idea.threshold_met") == 3
    assert idea.answer_due_at == idea.duties.get(position=3).due_at, "the most pressing date is the idea's"


@pytest.mark.django_db(transaction=True)
def test_two_votes_at_the_same_instant_reach_the_next_rung_once():
    """S29."""
    page = ConsultationFactory(ladder=THREE)
    idea = IdeaFactory(consultation=page, voting=True, threshold=2, support_count=0)
    support(idea, 2)
    two = [(UserFactory(), fresh(idea)) for _ in range(2)]
    at_once(*(lambda user=user, seen=seen: vote_on_idea(user=user, idea=seen, value=1) for user, seen in two))
    add_up_votes()
    assert fresh(idea).support_count == 4
    assert sorted(fresh(idea).duties.values_list("position", flat=True)) == [1, 2, 3]
    assert verbs(idea).count("idea.threshold_met") == 3


def test_hidden_results_reach_all_their_rungs_when_they_are_shown(mina):
    """S35"""
    end = timezone.now() + timedelta(days=1)
    page = ConsultationFactory(ladder=THREE, stage_fields={"hides_results": True, "ends_at": end})
    idea = IdeaFactory(consultation=page, voting=True, threshold=2, support_count=0, closes_at=end)
    support(idea, 4)
    assert (fresh(idea).support_count, fresh(idea).duties.count()) == (0, 0)
    page.stages.update(ends_at=timezone.now())
    Idea.objects.filter(pk=idea.pk).update(closes_at=timezone.now())
    expire_ideas()
    assert (fresh(idea).status, fresh(idea).duties.count()) == (Status.OWED, 3)


def test_a_later_ladder_changes_nothing_that_was_promised(posted):
    support(posted, 2)
    due = fresh(posted).answer_due_at
    page = posted.consultation
    page.rungs.set([Rung(supporters=50, days=3), Rung(supporters=500, days=3)])
    page.save()
    duty = fresh(posted).duties.get()
    assert (duty.supporters, duty.days, duty.due_at) == (2, 30, due)
    assert fresh(posted).threshold == 3, "nor what was said of the next rung"


def test_the_page_keeps_the_first_rung_in_its_own_columns(posted):
    assert (posted.consultation.threshold, posted.consultation.answer_days) == (2, 30)


def test_a_consultation_without_ladder_has_one_rung():
    page = ConsultationFactory(threshold=7, answer_days=10)
    assert [(rung.supporters, rung.days, rung.obliges) for rung in page.ladder] == [(7, 10, "answer")]
    assert ConsultationFactory(threshold=None).ladder == []


def test_an_answer_fulfils_what_is_owed_and_support_goes_on_where_the_rung_says_so(posted, suho):
    support(posted, 2)
    idea = answer(posted, suho, "declined")
    duty = idea.duties.get()
    assert (duty.outcome, duty.fulfilled_at, duty.was_in_time) == ("declined", idea.answered_at, True)
    support(posted, 1)
    idea = fresh(posted)
    assert (idea.status, idea.threshold, idea.duties.open().get().obliges) == (Status.OWED, 4, "hearing")


def test_an_answer_ends_the_support_elsewhere(mina, suho, transport):
    page = ConsultationFactory(department=transport, ladder=[{"supporters": 1}, {"supporters": 2}])
    idea = IdeaFactory(consultation=page, voting=True, threshold=1, support_count=0)
    support(idea, 1)
    answer(idea, suho)
    with pytest.raises(StageClosed):
        support(idea, 1)


def test_the_days_to_the_next_rung_are_counted_from_the_one_before(transport):
    ladder = [{"supporters": 1, "obliges": "legal_check", "days": 7}, {"supporters": 50_000, "within_days": 30}]
    page = ConsultationFactory(department=transport, ladder=ladder)
    idea = IdeaFactory(consultation=page, voting=True, threshold=1, support_count=0)
    support(idea, 1)
    assert (fresh(idea).closes_at - timezone.now()).days in {29, 30}


def test_the_next_rung_is_out_of_reach_once_its_days_are_over(posted):
    support(posted, 2)
    Idea.objects.filter(pk=posted.pk).update(closes_at=timezone.now() - timedelta(days=1))
    support(posted, 1)
    assert (fresh(posted).support_count, fresh(posted).duties.count()) == (3, 1)


def test_a_rung_names_its_own_department(transport):
    mayor = DepartmentFactory(name="시장실")
    page = ConsultationFactory(department=transport, ladder=[{"supporters": 1, "department": mayor}])
    idea = IdeaFactory(consultation=page, voting=True, threshold=1, support_count=0)
    support(idea, 1)
    assert (fresh(idea).department, fresh(idea).duties.get().department) == (mayor, mayor)


# S30


def test_what_is_owed_lapses_where_support_falls_below_before_anybody_is_in_charge(posted):
    """S30."""
    people = support(posted, 2)
    vote_on_idea(user=people[0], idea=fresh(posted), value=0)
    idea = fresh(posted)
    assert (idea.status, idea.threshold, idea.threshold_met, idea.answer_due_at) == (Status.VOTING, 2, None, None)
    assert (idea.duties.get().lapse, idea.duties.open().count()) == ("fell_below", 0)
    public = Event.objects.filter(object_id=idea.pk, is_public=True).values_list("verb", flat=True)
    assert {"idea.threshold_met", "idea.fell_below"} <= set(public), "the log shows both"
    support(posted, 1)
    assert fresh(posted).status == Status.OWED
    assert list(fresh(posted).duties.values_list("position", "lapse")) == [(1, "fell_below"), (1, "")]


def test_only_the_rung_that_fell_lapses(posted):
    """S30."""
    people = support(posted, 3)
    vote_on_idea(user=people[0], idea=fresh(posted), value=0)
    idea = fresh(posted)
    assert (idea.status, idea.threshold, idea.threshold_met) == (Status.OWED, 3, 2)
    assert idea.answer_due_at == idea.duties.open().get().due_at


def test_it_stays_owed_once_somebody_is_in_charge(posted, suho):
    """S30."""
    people = support(posted, 2)
    assign_idea(user=suho, idea=fresh(posted), department=suho.department, owner=suho)
    vote_on_idea(user=people[0], idea=fresh(posted), value=0)
    assert (fresh(posted).status, fresh(posted).support_count) == (Status.OWED, 1)


def test_it_stays_owed_where_the_consultation_says_so(transport):
    """S30."""
    page = ConsultationFactory(department=transport, threshold=1)
    idea = IdeaFactory(consultation=page, voting=True, threshold=1, support_count=0)
    [person] = support(idea, 1)
    vote_on_idea(user=person, idea=fresh(idea), value=0)
    assert (fresh(idea).status, fresh(idea).support_count) == (Status.OWED, 0)


# Numbers and days


@pytest.mark.parametrize(("population", "needed"), [(100_000, 1000), (1_000, 50), (None, 50), (100_001, 1001)])
def test_a_rung_may_be_a_share_of_the_people_of_the_place(mina, population, needed):
    page = ConsultationFactory(ladder=[{"supporters": 50, "per_cent": 1}])
    place = PlaceFactory(population=population)
    proposal = Proposal.cleaned(title="밤에도 다니는 버스", body="가" * 60, consultation=page, place=place)
    assert submit_idea(user=mina, proposal=proposal).threshold == needed


def test_working_days_leave_out_weekends_and_holidays():
    friday = datetime(2026, 12, 18, 6, tzinfo=UTC)
    assert day_due(friday, 5, in_working_days=True).date() == date(2026, 12, 25)
    Holiday.objects.create(day=date(2026, 12, 25), name="성탄절")
    assert day_due(friday, 5, in_working_days=True) == datetime(2026, 12, 28, 6, tzinfo=UTC)
    assert day_due(friday, 5, in_working_days=False).date() == date(2026, 12, 23)


@pytest.mark.parametrize(
    ("rungs", "wrong"),
    [
        ([{"supporters": 50}, {"supporters": 500}], {}),
        ([{"supporters": 50}, {"supporters": 50}], {1: "supporters"}),
        ([{"supporters": 50, "within_days": 3}], {0: "within_days"}),
        ([{"supporters": 50, "obliges": "hearing"}], {0: "obliges"}),
        ([{"supporters": 50, "goes_on": True}], {0: "goes_on"}),
        ([{"supporters": 50, "per_cent": 2}, {"supporters": 60, "per_cent": 1}], {1: "per_cent"}),
    ],
)
def test_a_ladder_that_contradicts_itself_is_told_where(rungs, wrong):
    found = check_ladder([Rung(**rung) for rung in rungs])
    assert {position: next(iter(errors)) for position, errors in found.items()} == wrong


def test_a_retired_idea_is_owed_nothing(posted, mina, idea):
    support(posted, 2)
    retire_idea(user=mina, idea=fresh(posted), instead=idea, reason="같은 제안이 있습니다.")
    assert Duty.objects.get().lapse == "retired"


def test_what_was_owed_before_there_were_ladders_is_written_down_and_forgotten_again(transport):
    now = timezone.now()
    dates = {"department": transport, "threshold": 50, "threshold_met_at": now, "answer_due_at": now}
    owed = IdeaFactory(owed=True, **dates)
    answered = IdeaFactory(accepted=True, **dates)
    IdeaFactory(voting=True)
    migration = import_module("ideas.migrations.0008_duties_that_are_owed")
    migration.write_down(apps, None)
    assert owed.duties.open().get().due_at == now
    assert (answered.duties.get().outcome, answered.duties.get().fulfilled_at) == ("accepted", answered.answered_at)
    assert (Duty.objects.count(), fresh(owed).threshold_met) == (2, 50)
    migration.forget(apps, None)
    assert not Duty.objects.exists()


def test_a_stage_that_is_given_more_time_leaves_the_days_to_the_next_rung(transport, suho):
    ladder = [{"supporters": 1, "obliges": "legal_check", "days": 7}, {"supporters": 500, "within_days": 30}]
    end = timezone.now() + timedelta(days=300)
    page = ConsultationFactory(department=transport, ladder=ladder, stage_fields={"ends_at": end})
    idea = IdeaFactory(consultation=page, voting=True, threshold=1, support_count=0, closes_at=end)
    support(idea, 1)
    fulfil_duty(user=suho, duty=fresh(idea).duties.get(), report="법에 어긋나지 않습니다.")
    before = fresh(idea).closes_at
    page.save_revision().publish()
    assert fresh(idea).status == Status.VOTING
    assert fresh(idea).closes_at == before < end


@pytest.mark.parametrize("trait", ["expired", "retired"])
def test_what_has_ended_says_of_no_supporters_that_they_are_missing(client, trait):
    page = ConsultationFactory(ladder=THREE)
    idea = IdeaFactory(consultation=page, threshold=2, support_count=1, **{trait: True})
    assert "ladder__rung" not in client.get(idea.get_absolute_url()).text
    idea = IdeaFactory(consultation=page, threshold=2, support_count=1, voting=True)
    assert "ladder__rung" in client.get(idea.get_absolute_url()).text
