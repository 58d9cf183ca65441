"""S32, S33: the half-life of a list is changed after a look at what it does, and the ideas follow without a stop."""

import math
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from ideas.actions.voting import vote_on_idea
from ideas.models import HalfLifeChange, Idea, PopularityRule
from ideas.ranking import reordering
from ideas.ranking.actions import change_half_life
from ideas.ranking.half_life import half_lives
from ideas.ranking.reordering import follow_half_lives
from ideas.ranking.simulation import simulate
from participation.errors import Invalid, NotAllowed, ReasonNeeded
from participation.events.models import Event
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory

pytestmark = pytest.mark.django_db
WHY = "한 주로는 오래된 제안이 너무 빨리 내려갑니다."


@pytest.fixture
def editor(db):
    return UserFactory(email="editor@example.org", editor=True)


@pytest.fixture
def old_and_new(consultation):
    now = timezone.now()
    old = IdeaFactory(consultation=consultation, support_count=100, created_at=now - timedelta(days=60))
    new = IdeaFactory(consultation=consultation, support_count=20, created_at=now - timedelta(days=2))
    return old, new


def order(client, consultation) -> list[int]:
    page = client.get(f"/ideas/?consultation={consultation.pk}")
    return [row.pk for row in page.context["rows"]]


def is_placed(idea: Idea) -> bool:
    """Whether the kept places are those that the rules in force give."""
    row = Idea.objects.get(pk=idea.pk)
    heat, local = row.heat, row.local_heat
    half_lives().place(row)
    return math.isclose(heat, row.heat, abs_tol=1e-6) and math.isclose(local, row.local_heat, abs_tol=1e-6)


def test_a_changed_half_life_orders_the_consultation_anew_and_is_logged(client, consultation, old_and_new, admin):
    """S33."""
    old, new = old_and_new
    assert order(client, consultation) == [new.pk, old.pk]
    change = change_half_life(user=admin, consultation=consultation, days=90, reason=WHY)
    assert follow_half_lives() == 2
    assert order(client, consultation) == [old.pk, new.pk]
    event = Event.objects.get(verb="consultation.half_life_changed")
    assert (event.actor, event.payload, event.is_public) == (admin, {"before": 7, "after": 90, "reason": WHY}, True)
    change.refresh_from_db()
    assert change.finished_at is not None
    assert change.moved == 2
    assert WHY in client.get("/ideas/orders/").content.decode()


def test_lists_of_the_site_keep_their_own_half_life(client, consultation, old_and_new, admin):
    old, new = old_and_new
    change_half_life(user=admin, consultation=consultation, days=90, reason=WHY)
    follow_half_lives()
    assert [row.pk for row in client.get("/ideas/").context["rows"]] == [new.pk, old.pk]
    change_half_life(user=admin, consultation=None, days=120, reason=WHY)
    follow_half_lives()
    assert [row.pk for row in client.get("/ideas/").context["rows"]] == [old.pk, new.pk]
    assert half_lives().of(consultation.pk).days == 90


def test_a_consultation_without_a_half_life_of_its_own_follows_the_site(client, consultation, old_and_new, admin):
    old, new = old_and_new
    change_half_life(user=admin, consultation=None, days=90, reason=WHY)
    follow_half_lives()
    assert order(client, consultation) == [old.pk, new.pk]
    assert is_placed(old)
    assert is_placed(new)


def test_what_stops_in_the_middle_goes_on_where_it_was(consultation, admin, monkeypatch):
    ideas = [IdeaFactory(consultation=consultation, created_at=timezone.now() - timedelta(days=n)) for n in range(7)]
    change = change_half_life(user=admin, consultation=consultation, days=30, reason=WHY)
    monkeypatch.setattr(reordering, "BATCH", 2)
    assert reordering._follow(change.pk) == 2
    change.refresh_from_db()
    assert (change.moved, change.reached, change.percent < 100) == (2, ideas[1].pk, True)
    assert [is_placed(idea) for idea in ideas] == [True] * 2 + [False] * 5 or is_placed(ideas[0])
    assert follow_half_lives() == 5
    assert all(is_placed(idea) for idea in ideas)
    assert follow_half_lives() == 0


def test_a_vote_in_the_middle_is_right_before_and_after(consultation, admin, joon, monkeypatch):
    first, last = (IdeaFactory(consultation=consultation, created_at=timezone.now() - timedelta(days=9)) for _ in "ab")
    change = change_half_life(user=admin, consultation=consultation, days=30, reason=WHY)
    monkeypatch.setattr(reordering, "BATCH", 1)
    reordering._follow(change.pk)
    for idea in (first, last):
        vote_on_idea(user=joon, idea=Idea.objects.get(pk=idea.pk), value=1)
    assert is_placed(first)
    follow_half_lives()
    assert is_placed(last)
    assert Idea.objects.get(pk=last.pk).support_count == 1


def test_an_idea_of_the_very_moment_stands_the_same_under_both_half_lives(consultation, admin, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    posted = IdeaFactory(consultation=consultation, created_at=now)
    before = posted.local_heat
    change_half_life(user=admin, consultation=consultation, days=30, reason=WHY)
    half_lives().place(posted)
    assert math.isclose(posted.local_heat, before, abs_tol=1e-9)


def test_the_latest_of_two_changes_has_the_last_word(consultation, admin, old_and_new):
    change_half_life(user=admin, consultation=consultation, days=30, reason=WHY)
    change_half_life(user=admin, consultation=consultation, days=3, reason=WHY)
    assert HalfLifeChange.objects.unfinished().count() == 1
    follow_half_lives()
    assert all(is_placed(idea) for idea in old_and_new)
    assert PopularityRule.objects.get().half_life_days == 3


def test_the_database_works_out_what_the_rules_say(consultation, old_and_new):
    """The same number from SQL as from Python, to a thousandth of a second of age."""
    rule = half_lives().site.changed(13, timezone.now())
    for row in Idea.objects.annotate(said=rule.heat()):
        expected = rule.age_at(row.created_at) + math.log2(1 + row.support_count)
        assert math.isclose(row.said, expected, abs_tol=1e-6), connection.vendor


def test_the_simulation_shows_what_then_comes_true(client, consultation, admin, django_assert_num_queries):
    now = timezone.now()
    for n in range(30):
        fields = {"support_count": n * 7 % 41, "created_at": now - timedelta(days=n * 11 % 60)}
        IdeaFactory(consultation=consultation, **fields)
    with django_assert_num_queries(5):
        simulation = simulate(consultation.pk, 60)
    assert [place.idea.pk for place in simulation.before] == order(client, consultation)
    assert simulation.moved > 0
    change_half_life(user=admin, consultation=consultation, days=60, reason=WHY)
    follow_half_lives()
    assert order(client, consultation) == [place.idea.pk for place in simulation.after]


def test_an_editor_tries_it_on_a_page_and_puts_it_in_force_with_a_reason(client, consultation, old_and_new, editor):
    client.force_login(editor)
    address = f"/en/desk/orders/consultations/{consultation.slug}/"
    tried = client.get(address, {"days": 90}).content.decode()
    assert "1 place up" in tried
    assert "1 place down" in tried
    refused = client.post(address, {"change-days": "90", "change-reason": " "})
    assert refused.status_code == 422
    assert "1 place up" in refused.content.decode()
    assert not HalfLifeChange.objects.exists()
    assert client.post(address, {"change-days": "90", "change-reason": WHY}).status_code == 302
    assert "from 7 days to 90 days" in client.get(address).content.decode()
    assert PopularityRule.objects.get(consultation=consultation).half_life_days == 90


@pytest.mark.parametrize("days", ["0", "366", "x", ""])
def test_a_half_life_that_makes_no_sense_is_said_at_its_field(client, consultation, editor, days):
    client.force_login(editor)
    page = client.get(f"/desk/orders/consultations/{consultation.slug}/", {"days": days})
    assert page.status_code == 422
    assert page.context["trial"].errors["days"]


@pytest.mark.parametrize("days", ["0", "x", "9" * 5000])
def test_what_is_sent_in_force_and_makes_no_sense_is_refused_and_changes_nothing(client, consultation, editor, days):
    client.force_login(editor)
    sent = {"change-days": days, "change-reason": WHY}
    assert client.post(f"/desk/orders/consultations/{consultation.slug}/", sent).status_code == 422
    assert not HalfLifeChange.objects.exists()


def test_who_may_change_which_order(consultation, editor, suho, admin, mina):
    for person, of_consultation, of_site in (
        (admin, True, True),
        (editor, True, False),
        (suho, False, False),
        (mina, False, False),
    ):
        assert person.has_perm("ideas.change_half_life", consultation) is of_consultation
        assert person.has_perm("ideas.change_half_life", None) is of_site
    with pytest.raises(NotAllowed):
        change_half_life(user=suho, consultation=consultation, days=3, reason=WHY)


def test_a_change_needs_a_reason_and_must_be_one(consultation, admin):
    with pytest.raises(ReasonNeeded):
        change_half_life(user=admin, consultation=consultation, days=3, reason=" ")
    with pytest.raises(Invalid):
        change_half_life(user=admin, consultation=consultation, days=7, reason=WHY)
    with pytest.raises(Invalid):
        change_half_life(user=admin, consultation=consultation, days=1000, reason=WHY)
    assert not HalfLifeChange.objects.exists()


def test_no_change_of_a_consultation_that_is_not_public_is_told(client, admin):
    hidden = ConsultationFactory(live=False)
    change_half_life(user=admin, consultation=hidden, days=3, reason=WHY)
    assert WHY not in client.get("/ideas/orders/").content.decode()
