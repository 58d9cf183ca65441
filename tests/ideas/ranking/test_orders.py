"""Rising, controversial, near the threshold: what each goes by, why each idea stands where it does, and no leak."""

from datetime import timedelta

import pytest
from django.db import connection  # noqa: F401  # named in the marks
from django.db.models import F
from django.utils import timezone, translation

from ideas.actions.voting import add_up_votes, vote_on_idea
from ideas.kept import kept
from ideas.life import Status
from ideas.listing import Wanted, keyset_of, narrowed
from ideas.merging import carrying
from ideas.merging.actions import merge_ideas, unmerge_idea
from ideas.models import Idea
from ideas.ranking.half_life import pulse
from ideas.ranking.reasons import REASONS, why
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory

pytestmark = pytest.mark.django_db


def vote(idea, person, value=1):
    vote_on_idea(user=person, idea=Idea.objects.get(pk=idea.pk), value=value)


def support(idea, count):
    for _ in range(count):
        vote(idea, UserFactory())


def order(client, sort, **more):
    return [row.pk for row in client.get("/ideas/", {"sort": sort, **more}).context["rows"]]


def reason(idea, sort, **more):
    with translation.override("en"):
        return why(Idea.objects.get(pk=idea.pk), sort, **more)


def test_what_gathers_quickly_rises_above_what_gathered_long_ago(client, time_machine):
    start = timezone.now()
    time_machine.move_to(start - timedelta(days=10), tick=False)
    consultation = ConsultationFactory()
    large, small, none = (IdeaFactory(consultation=consultation) for _ in range(3))
    support(large, 12)
    time_machine.move_to(start, tick=False)
    support(small, 3)
    assert order(client, "supported") == [large.pk, small.pk, none.pk]
    assert order(client, "rising") == [small.pk, large.pk, none.pk]


def test_the_gain_of_yesterday_counts_half(time_machine):
    now = timezone.now()
    time_machine.move_to(now - timedelta(days=1), tick=False)
    consultation = ConsultationFactory()
    idea = IdeaFactory(consultation=consultation)
    support(idea, 4)
    time_machine.move_to(now, tick=False)
    support(idea, 1)
    idea.refresh_from_db()
    gain = 2 ** (idea.rising - pulse(now)) * (1 + 5) ** 0.5
    assert gain == pytest.approx(4 / 2 + 1, rel=1e-6)
    assert "Gained 3.0 supporters of late" in reason(idea, "rising")


def test_nobody_lifts_an_idea_by_voting_again_and_again(consultation, mina, joon, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    honest, pushed = (IdeaFactory(consultation=consultation, author=mina) for _ in range(2))
    vote(honest, joon)
    for _ in range(6):
        vote(pushed, joon, 1)
        vote(pushed, joon, 0)
    vote(pushed, joon, 1)
    honest.refresh_from_db()
    pushed.refresh_from_db()
    assert pushed.rising <= honest.rising + 1e-6


def test_an_idea_does_not_rise_by_being_merged_into_and_does_not_fall_when_that_is_undone(hana, time_machine):
    """S50: its place is as exact afterwards as its counts, however many days lie between."""
    page = ConsultationFactory(stage="vote")
    kept, gone = [IdeaFactory(consultation=page, status=Status.VOTING) for _ in range(2)]
    support(kept, 2)
    support(gone, 6)
    before = gain_of(kept)
    merge_ideas(user=hana, source=gone, target=kept, reason="같은 제안입니다.")
    carrying.go_on(batches=None)
    assert gain_of(kept) == pytest.approx(before, rel=1e-3)
    time_machine.move_to(timezone.now() + timedelta(days=3))
    unmerge_idea(user=hana, idea=Idea.objects.get(pk=gone.pk), reason="다른 제안입니다.")
    carrying.go_on(batches=None)
    assert gain_of(kept) == pytest.approx(before / 8, rel=1e-3)


def gain_of(idea) -> float:
    row = Idea.objects.get(pk=idea.pk)
    return 2 ** (row.rising - pulse(timezone.now())) * (1 + row.support_count) ** 0.5


def test_a_clock_that_ran_years_ahead_stops_no_vote_afterwards():
    page = ConsultationFactory(stage="vote")
    idea = IdeaFactory(consultation=page, status=Status.VOTING)
    support(idea, 1)
    Idea.objects.filter(pk=idea.pk).update(rising=F("rising") + 9_000)
    support(idea, 1)
    assert 0 < gain_of(idea) <= 3
    assert Idea.objects.get(pk=idea.pk).support_count == 2


def test_votes_against_do_not_move_what_rises(consultation, joon):
    page = ConsultationFactory(stage="vote_both")
    idea = IdeaFactory(consultation=page, status=Status.VOTING)
    before = idea.rising
    vote(idea, joon, -1)
    idea.refresh_from_db()
    assert (idea.rising, idea.oppose_count) == (before, 1)


def test_many_votes_on_both_sides_are_more_controversial_than_few_or_one_sided_ones(client, consultation):
    made = {
        counts: IdeaFactory(consultation=consultation, support_count=counts[0], oppose_count=counts[1])
        for counts in [(60, 50), (10, 10), (500, 9), (300, 0)]
    }
    assert order(client, "controversial") == [made[counts].pk for counts in [(60, 50), (10, 10), (500, 9), (300, 0)]]
    assert Idea.objects.get(pk=made[60, 50].pk).controversy == pytest.approx(110 * 50 / 60)
    assert reason(made[60, 50], "controversial") == "60 for and 50 against: the smaller side has 83% of the larger one."


def test_what_is_nearest_to_its_own_threshold_comes_first(client, consultation):
    near = IdeaFactory(consultation=consultation, support_count=9, threshold=10)
    far = IdeaFactory(consultation=consultation, support_count=40, threshold=100)
    free = IdeaFactory(consultation=consultation, support_count=50, threshold=None)
    met = IdeaFactory(consultation=consultation, owed=True, threshold=100)
    assert order(client, "near") == [near.pk, far.pk, free.pk]
    assert met.pk not in order(client, "near")
    assert reason(near, "near") == "9 supporters of the 10 from which an answer is owed: 90%."
    Idea.objects.filter(pk=far.pk).update(threshold=40)
    assert order(client, "near") == [far.pk, near.pk, free.pk]


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL walks an empty table whatever is asked")
@pytest.mark.parametrize(
    ("sort", "index"),
    [
        ("popular", "idea_popular"),
        ("newest", "idea_newest"),
        ("supported", "idea_supported"),
        ("rising", "idea_rising"),
        ("near", "idea_near_threshold"),
        ("controversial", "idea_controversial"),
    ],
)
def test_each_order_walks_its_index(sort, index):
    """S32 at any size: nothing is sorted, and nothing is read that the page does not show."""
    wanted = Wanted(sort=sort)
    ideas = narrowed(wanted, kept()).order_by(*keyset_of(wanted).order)
    plan = ideas[:25].explain()
    assert f"USING INDEX {index}" in plan
    assert "TEMP B-TREE" not in plan


def test_each_order_gives_each_row_a_reason(client, consultation):
    IdeaFactory(consultation=consultation, support_count=3, answered_at=timezone.now(), answer_due_at=timezone.now())
    for sort in REASONS:
        for row in client.get("/ideas/", {"sort": sort}, follow=True).context["rows"]:
            assert "row__why" in row.why, sort
            assert reason(Idea.objects.get(pk=row.pk), sort)


def test_popular_says_what_the_support_weighs_today(consultation):
    idea = IdeaFactory(consultation=consultation, support_count=40, created_at=timezone.now() - timedelta(days=14))
    said = reason(idea, "popular", is_local=True)
    assert said == "40 supporters, posted 14 days ago. Every 7 days halve the weight: today they weigh like 10.0."


def test_hidden_results_are_in_no_order_and_no_reason(client):
    """S35."""
    fields = {"hides_results": True, "ends_at": timezone.now() + timedelta(days=1)}
    page = ConsultationFactory(stage="vote_both", stage_fields=fields)
    idea = IdeaFactory(consultation=page, status=Status.VOTING, threshold=5)
    before = Idea.objects.filter(pk=idea.pk).values("rising", "controversy", "nearness", "heat", "local_heat").get()
    support(idea, 3)
    vote(idea, UserFactory(), -1)
    add_up_votes()
    after = Idea.objects.filter(pk=idea.pk).values("rising", "controversy", "nearness", "heat", "local_heat").get()
    assert after == before
    for sort in ("popular", "supported", "rising", "near", "controversial"):
        assert "hidden" in reason(idea, sort)


def test_an_order_of_one_consultation_is_not_paged_with_the_cursor_of_all(client, consultation):
    for _ in range(30):
        IdeaFactory(consultation=consultation)
    cursor = client.get("/ideas/").context["next_url"].partition("cursor=")[2]
    assert client.get(f"/ideas/?consultation={consultation.pk}&cursor={cursor}").status_code == 400
