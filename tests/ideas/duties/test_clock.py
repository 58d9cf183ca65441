"""Reminders before a date, what happens once it has passed, and dates that are put off."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from ideas.actions.answering import assign_idea, prepare_answer, publish_answer
from ideas.actions.duties import extend_duty, fulfil_duty
from ideas.duties.clock import escalate, remind
from ideas.life import Status
from ideas.lifeline import lifeline
from ideas.models import Duty, Idea
from participation.accounts.models import Absence, Department
from participation.errors import IllegalTransition, Invalid, NotAllowed, ReasonNeeded
from participation.events import registry
from participation.events.models import Event
from participation.notifications.models import Notice
from participation.notifications.news import address
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def fresh(duty: Duty) -> Duty:
    return Duty.objects.select_related("idea", "department").get(pk=duty.pk)


def told(verb: str) -> set[str]:
    return set(Notice.objects.filter(event__verb=verb).values_list("user__email", flat=True))


def labels(idea: Idea) -> list[str]:
    return [entry["label"] for entry in lifeline(Idea.objects.get(pk=idea.pk), UserFactory())]


def later(days: int):
    return timezone.now() + timedelta(days=days)


@pytest.fixture
def after(time_machine):
    """Let so many days pass, and an hour more: from noon, so that the hour does not end a day."""
    begun = timezone.localtime().replace(hour=12) + timedelta(days=1)
    time_machine.move_to(begun, tick=False)
    return lambda days: time_machine.move_to(begun + timedelta(days=days, hours=1), tick=False)


def test_the_official_is_reminded_on_day_25_of_30(client, reached, suho, after, deliver_all):
    """S54: and the public page shows the remaining days."""
    duty = reached()
    assert (duty.due_at - duty.met_at) == timedelta(days=30)
    after(24)
    assert remind() == 0
    after(25)
    assert [remind(), remind()] == [1, 0]
    deliver_all()
    assert told("idea.answer_reminded") == {suho.email}
    page = client.get(f"/en{duty.idea.get_absolute_url()}")
    assert "5 days left" in page.content.decode()


def test_how_long_before_is_a_rule_of_the_consultation(reached, after):
    reached(remind_days=10)
    after(20)
    assert remind() == 1


def test_the_clock_looks_every_minute():
    for name in ("ideas.remind", "ideas.escalate", "ideas.department_figures"):
        assert registry.schedule[name].every <= timedelta(minutes=1)


def test_the_person_in_charge_their_deputy_and_the_departments_address_are_reminded(
    reached, suho, transport, after, deliver_all
):
    """S54"""
    Department.objects.filter(pk=transport.pk).update(email="transport@example.org")
    duty = reached()
    colleague, deputy = (UserFactory(official=True, department=transport) for _ in range(2))
    assign_idea(user=suho, idea=duty.idea, department=transport, owner=suho)
    after(25)
    today = timezone.localdate()
    Absence.objects.create(person=suho, deputy=deputy, starts_on=today, ends_on=today)
    remind()
    deliver_all()
    assert told("idea.answer_reminded") == {suho.email, deputy.email}
    assert colleague.email not in told("idea.answer_reminded")
    [message] = [each for each in mail.outbox if each.to == ["transport@example.org"]]
    assert duty.idea.title in message.body
    for notice in Notice.objects.filter(event__verb="idea.answer_reminded"):
        assert address(notice.event) == f"/desk/ideas/{duty.idea_id}/", "where it can be answered"


def test_nobody_is_reminded_of_what_is_done(reached, suho, after):
    duty = reached()
    answer = prepare_answer(user=suho, idea=duty.idea, status="accepted", reason="합니다.")
    publish_answer(user=suho, answer=answer)
    after(26)
    assert (remind(), escalate()) == (0, 0)


def test_what_is_overdue_is_told_once_for_each_level(reached, suho, admin, transport, after, deliver_all):
    head = UserFactory(official=True, department=transport)
    Department.objects.filter(pk=transport.pk).update(head=head)
    duty = reached()
    assert escalate() == 0
    after(31)
    assert [escalate(), escalate()] == [1, 0]
    deliver_all()
    assert told("idea.answer_overdue") == {suho.email, head.email}
    after(36)
    assert escalate() == 0
    after(38)
    assert [escalate(), escalate()] == [1, 0]
    deliver_all()
    assert told("idea.answer_escalated") == {admin.email}
    assert fresh(duty).escalation == 2


def test_without_a_head_the_administrators_hear_of_it_at_once(reached, suho, admin, after, deliver_all):
    reached()
    after(31)
    escalate()
    deliver_all()
    assert told("idea.answer_overdue") == {suho.email, admin.email}


def test_overdue_is_in_plain_sight_and_on_the_life_line(client, reached, after):
    duty = reached()
    after(33)
    escalate()
    due = timezone.localdate(duty.due_at)
    assert any(label.startswith("Overdue since") or "기한" in label for label in labels(duty.idea))
    page = client.get(f"/en{duty.idea.get_absolute_url()}").content.decode()
    assert "Overdue since" in page
    assert "3 days late" in page
    assert Event.objects.get(verb="idea.answer_overdue").is_public
    assert client.get("/en/ideas/").content.decode().count("3 days late") == 1, "also on its row"
    assert due


# Putting a date off


def test_a_date_is_put_off_with_a_reason_that_everybody_reads(client, reached, suho, mina, deliver_all):
    duty = reached()
    new = later(60)
    extend_duty(user=suho, duty=duty, due=new, reason="예산 심의를 기다립니다.")
    assert fresh(duty).due_at == fresh(duty).idea.answer_due_at == new
    page = client.get(duty.idea.get_absolute_url()).content.decode()
    assert page.count("예산 심의를 기다립니다.") == 2, "at the rung and on the life-line"
    deliver_all()
    assert mina.email in told("idea.deadline_extended")


def test_a_date_that_was_put_off_is_reminded_of_anew(reached, suho, after):
    duty = reached()
    after(26)
    remind()
    extend_duty(user=suho, duty=duty, due=later(10), reason="늦어집니다.")
    assert remind() == 0
    after(33)
    assert remind() == 1


@pytest.mark.parametrize(
    ("days", "reason", "error"),
    [
        (60, " ", ReasonNeeded),
        (10, "늦어집니다.", Invalid),
        (30, "늦어집니다.", Invalid),
        (800, "늦어집니다.", Invalid),
    ],
)
def test_a_date_is_not_put_off_without_reason_nor_to_an_earlier_day(reached, suho, days, reason, error):
    duty = reached()
    before = duty.due_at
    with pytest.raises(error):
        extend_duty(user=suho, duty=duty, due=duty.met_at + timedelta(days=days), reason=reason)
    assert (fresh(duty).due_at, fresh(duty).extensions.count()) == (before, 0)


def test_a_date_is_put_off_as_often_as_the_rules_allow(reached, suho):
    duty = reached(extensions_at_most=1)
    extend_duty(user=suho, duty=duty, due=later(40), reason="늦어집니다.")
    with pytest.raises(Invalid):
        extend_duty(user=suho, duty=duty, due=later(50), reason="더 늦어집니다.")
    assert fresh(duty).extensions.count() == 1


def test_whoever_is_put_in_charge_may_have_less_time_and_not_silently_more(reached, suho, transport):
    duty = reached()
    with pytest.raises(Invalid):
        assign_idea(user=suho, idea=duty.idea, department=transport, due=later(60))
    sooner = later(10)
    assign_idea(user=suho, idea=duty.idea, department=transport, due=sooner)
    assert fresh(duty).due_at == fresh(duty).idea.answer_due_at == sooner


@pytest.mark.parametrize(("person", "allowed"), [("suho", True), ("admin", True), ("mina", False), ("hana", False)])
def test_only_who_owes_it_puts_it_off(reached, cast, person, allowed):
    duty = reached()
    assert cast[person].has_perm("ideas.keep_duty", duty) is allowed
    if not allowed:
        with pytest.raises(NotAllowed):
            extend_duty(user=cast[person], duty=duty, due=later(60), reason="늦어집니다.")


def test_an_official_of_another_department_puts_nothing_off(reached):
    assert not UserFactory(official=True).has_perm("ideas.keep_duty", reached())


# Legal checks and forums

CHECK = {"obliges": "legal_check", "days": 7}


def test_after_a_legal_check_support_goes_on_within_its_days(reached, suho, deliver_all, mina):
    duty = reached(CHECK, {"supporters": 50_000, "within_days": 30})
    fulfil_duty(user=suho, duty=duty, report="법에 어긋나지 않습니다.")
    idea = Idea.objects.get(pk=duty.idea_id)
    assert (idea.status, idea.threshold, idea.answer_due_at) == (Status.VOTING, 50_000, None)
    assert timedelta(days=29) < idea.closes_at - timezone.now() <= timedelta(days=30)
    assert (fresh(duty).outcome, fresh(duty).report) == ("reported", "법에 어긋나지 않습니다.")
    deliver_all()
    assert mina.email in told("idea.duty_fulfilled")


def test_the_box_says_what_is_owed_where_it_is_no_answer(client, reached):
    duty = reached(CHECK, {"supporters": 50_000})
    box = client.get(f"/en{duty.idea.get_absolute_url()}").context["box_arguments"]
    assert "a legal check" in box["duty"]
    assert "must answer" not in box["duty"]
    assert labels(duty.idea)[-1] == "Due: a legal check", "nor does the life-line speak of an answer"


def test_a_report_needs_words_and_an_answer_is_no_report(reached, suho):
    with pytest.raises(ReasonNeeded):
        fulfil_duty(user=suho, duty=reached(CHECK, {"supporters": 5}), report=" ")
    with pytest.raises(IllegalTransition):
        fulfil_duty(user=suho, duty=reached(), report="했습니다.")


# Pages


def test_the_pages_of_a_duty_take_what_officials_send(client, reached, suho):
    duty = reached(CHECK, {"supporters": 5})
    client.force_login(suho)
    at = f"/ideas/{duty.idea_id}/duties/{duty.pk}"
    assert client.get(f"{at}/extend/").status_code == 200
    refused = client.post(f"{at}/extend/", {"due": "2020-01-01", "reason": "늦어집니다."})
    assert refused.status_code == 422
    assert "늦어집니다." in refused.content.decode(), "nothing typed is lost"
    assert "due" in refused.context["form"].errors
    day = timezone.localdate() + timedelta(days=40)
    done = client.post(f"{at}/extend/", {"due": day.isoformat(), "reason": "늦어집니다."})
    assert done.status_code == 302
    assert timezone.localdate(fresh(duty).due_at) == day
    assert client.post(f"{at}/fulfil/", {"report": ""}).status_code == 422
    assert client.post(f"{at}/fulfil/", {"report": "마쳤습니다."}).status_code == 302
    assert fresh(duty).fulfilled_at is not None
    assert client.get(f"{at}/extend/").status_code == 409, "nothing is owed any more"
