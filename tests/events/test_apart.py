"""One thing that fails keeps no other from its turn, however often the job comes."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from ideas.actions import clockwork, planning
from ideas.actions.answering import publish_answer
from ideas.duties import clock
from ideas.life import Status
from ideas.models import Answer, Duty, Idea
from participation.events.apart import one_by_one
from tests.factories import IdeaFactory

pytestmark = pytest.mark.django_db


def fail_for(thing, change):
    """What fails for one thing as no rule foresaw, and does what it should for every other."""

    def changed(each, *more, **named):
        if getattr(each, "idea_id", each.pk) == thing.pk:
            raise ZeroDivisionError
        return change(each, *more, **named)

    return changed


def test_what_fails_is_left_out(caplog):
    assert one_by_one(lambda number: 10 // number, [5, 0, 2]) == 7
    assert "failed for 0" in caplog.text


def test_a_database_that_is_away_ends_the_round():
    def ask(_thing):
        raise OperationalError

    with pytest.raises(OperationalError):
        one_by_one(ask, [1, 2])


def test_an_idea_that_cannot_end_keeps_no_other_from_its_end(monkeypatch):
    """S31."""
    over = timezone.now() - timedelta(minutes=5)
    poison, good = (IdeaFactory(voting=True, closes_at=over + timedelta(minutes=n)) for n in range(2))
    monkeypatch.setattr(clockwork, "_end", fail_for(poison, clockwork._end))
    assert clockwork.expire_ideas() == 1
    assert Idea.objects.get(pk=good.pk).status == Status.EXPIRED
    assert Idea.objects.get(pk=poison.pk).status == Status.VOTING
    monkeypatch.undo()
    assert clockwork.expire_ideas() == 1


def test_an_answer_that_cannot_go_out_keeps_no_other_in(suho, monkeypatch):
    """S47."""
    due = timezone.now() - timedelta(minutes=5)
    ideas = [IdeaFactory(owed=True, department=suho.department) for _ in range(2)]
    poison, good = (
        Answer.objects.create(
            idea=idea, status="accepted", reason="늘립니다.", author=suho, department=suho.department,
            planned_by=suho, publish_at=due + timedelta(minutes=n),
        )
        for n, idea in enumerate(ideas)
    )  # fmt: skip

    def fail_for_the_first(*, user, answer):
        if answer.pk == poison.pk:
            raise ZeroDivisionError
        return publish_answer(user=user, answer=answer)

    monkeypatch.setattr(planning, "publish_answer", fail_for_the_first)
    assert planning.publish_planned() == 1
    assert Answer.objects.get(pk=good.pk).is_published
    assert not Answer.objects.get(pk=poison.pk).is_published


def test_a_date_that_cannot_be_told_keeps_no_other_from_being_told(suho, monkeypatch):
    """S54."""
    now = timezone.now()
    poison, good = (
        Duty.objects.create(
            idea=IdeaFactory(owed=True), position=1, department=suho.department, days=30,
            met_at=now - timedelta(days=28), due_at=now + timedelta(days=n),
        )
        for n in (1, 2)
    )  # fmt: skip
    monkeypatch.setattr(clock, "_told", fail_for(poison.idea, clock._told))
    assert clock.remind() == 1
    assert Duty.objects.get(pk=good.pk).reminded_at
    assert not Duty.objects.get(pk=poison.pk).reminded_at
