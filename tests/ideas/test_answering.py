"""The office's part: owed, assigned, prepared, answered, carried out, confirmed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.actions.answering import (
    assign_idea,
    prepare_answer,
    publish_answer,
)
from ideas.actions.voting import vote_on_idea
from ideas.life import Status
from ideas.models import Answer, Idea
from participation.accounts.desk import sections_of
from participation.accounts.models import Absence
from participation.errors import Invalid, ReasonNeeded
from participation.events.models import Event
from tests.factories import ConsultationFactory, DepartmentFactory, IdeaFactory, TopicFactory, UserFactory

REASON = "내년 예산에 두 대를 더 넣었습니다."


@pytest.fixture
def owed(mina, consultation, transport):
    """Mina's idea, to which the transport department owes an answer in four days."""
    return IdeaFactory(
        author=mina,
        consultation=consultation,
        department=transport,
        owed=True,
        answer_due_at=timezone.now() + timedelta(days=4),
    )


@pytest.fixture
def other_official(db):
    return UserFactory(official=True)


def fresh(idea):
    return Idea.objects.get(pk=idea.pk)


def address(idea, rest=""):
    return f"/desk/ideas/{idea.pk}/{rest}"


def send(client, idea, **changes):
    fields = {"answer-status": "accepted", "answer-reason": REASON, "do": "save"}
    return client.post(address(idea, "answer/"), fields | changes)


# The threshold


def test_at_the_threshold_the_department_owes_an_answer_by_a_day(mina, joon, transport):
    consultation = ConsultationFactory(answer_days=30, department=transport)
    posted = IdeaFactory(author=mina, consultation=consultation, voting=True, threshold=4)
    idea = vote_on_idea(user=joon, idea=posted, value=1)
    assert (idea.status, idea.department, idea.days_to_answer) == (Status.OWED, transport, 30)
    event = Event.objects.get(verb="idea.threshold_met")
    assert event.is_public
    assert (event.payload["threshold"], event.payload["department"]) == (4, transport.name)


def test_a_department_named_before_the_threshold_stays_in_charge(mina, joon, suho, transport):
    parks = DepartmentFactory(slug="parks")
    consultation = ConsultationFactory(department=transport)
    idea = IdeaFactory(author=mina, consultation=consultation, voting=True, threshold=4)
    assign_idea(user=suho, idea=idea, department=parks)
    assert vote_on_idea(user=joon, idea=fresh(idea), value=1).department == parks


def test_in_the_suggestion_box_the_topic_says_who_answers(mina, joon, transport):
    parks = DepartmentFactory(slug="parks")
    box = ConsultationFactory(is_suggestion_box=True, department=transport)
    topic = TopicFactory(department=parks)
    idea = IdeaFactory(author=mina, consultation=box, topic=topic, voting=True, threshold=4)
    assert vote_on_idea(user=joon, idea=idea, value=1).department == parks


@pytest.mark.parametrize("status", [Status.OWED, Status.VOTING])
def test_a_form_that_names_nobody_is_refused_at_its_field(client, suho, mina, status):
    due = timezone.now() + timedelta(days=3) if status == Status.OWED else None
    nobodys = IdeaFactory(author=mina, status=status, answer_due_at=due)
    client.force_login(suho)
    refused = client.post(f"/desk/ideas/{nobodys.pk}/assign/", {"assign-department": "", "assign-owner": ""})
    assert refused.status_code == 422
    assert 'href="#id_assign-department"' in refused.text
    assert not Event.objects.filter(verb="idea.assigned").exists()


def test_what_is_owed_never_becomes_nobody_s(suho, owed):
    with pytest.raises(Invalid) as refused:
        assign_idea(user=suho, idea=owed, department=None)
    assert "department" in refused.value.errors
    assert fresh(owed).department is not None


# Who may


@pytest.mark.parametrize(("person", "status"), [("mina", 403), ("hana", 403), ("suho", 200), ("admin", 200)])
def test_who_may_open_the_desk(client, cast, owed, person, status):
    client.force_login(cast[person])
    assert client.get(address(owed)).status_code == status
    assert client.get("/desk/").status_code == (302 if person == "hana" else status)


def test_the_desk_of_a_moderator_is_what_was_reported(client, hana):
    client.force_login(hana)
    assert client.get("/desk/").url == "/moderation/"


def test_a_visitor_is_asked_to_sign_in_at_the_desk(client, db):
    assert client.get("/desk/").url == "/accounts/login/?next=%2Fdesk%2F"


def test_an_official_of_another_department_cannot_answer(client, owed, other_official):
    client.force_login(other_official)
    assert send(client, owed).status_code == 403
    assert not Answer.objects.exists()


@pytest.mark.parametrize("rest", ["assign/", "answer/", "progress/"])
def test_citizens_send_nothing_from_the_desk(client, owed, mina, rest):
    client.force_login(mina)
    assert client.post(address(owed, rest), {}).status_code == 403


# The desk


def titles(response):
    return [row["idea"].title for row in response.context["rows"]]


def test_the_desk_shows_what_ones_department_owes_the_next_due_first(client, suho, owed, transport):
    IdeaFactory(title="다른 부서의 제안", owed=True, department=DepartmentFactory())
    late = IdeaFactory(
        title="기한이 지난 제안", owed=True, department=transport, answer_due_at=timezone.now() - timedelta(days=2)
    )
    client.force_login(suho)
    response = client.get("/en/desk/")
    assert titles(response) == [late.title, owed.title]
    assert "Overdue: 2 days late" in response.text
    assert "4 days left" in response.text
    assert len(titles(client.get("/desk/", {"whose": "all"}))) == 3


def test_the_desk_shows_what_is_prepared_and_what_is_underway(client, suho, owed, transport):
    prepare_answer(user=suho, idea=owed, status=Status.ACCEPTED, reason=REASON)
    underway = IdeaFactory(accepted=True, department=transport)
    client.force_login(suho)
    assert titles(client.get("/desk/", {"view": "prepared"})) == [owed.title]
    assert titles(client.get("/desk/", {"view": "underway"})) == [underway.title]


@pytest.mark.parametrize("query", ["view=x", "whose=x", "cursor=x", "status=x", "consultation=x", "due=x"])
def test_a_desk_that_does_not_exist_is_told(client, suho, query):
    client.force_login(suho)
    assert client.get(f"/desk/?{query}").status_code == 400


def test_the_desk_needs_few_queries_however_much_waits(client, suho, owed, transport, django_assert_max_num_queries):
    for _ in range(12):
        IdeaFactory(owed=True, department=transport, owner=suho)
    client.force_login(suho)
    client.get("/desk/")
    with django_assert_max_num_queries(22):
        client.get("/desk/")


def test_the_desk_says_how_much_waits_in_each_section(client, suho, owed, transport):
    IdeaFactory(owed=True, department=DepartmentFactory())
    IdeaFactory(owed=True, owner=suho)
    prepare_answer(user=suho, idea=owed, status=Status.ACCEPTED, reason=REASON)
    client.force_login(suho)
    found = {section.name: section.count for section in sections_of(suho)}
    assert (found["ideas_owed"], found["ideas_assigned"], found["ideas_prepared"]) == ("1", "1", "1")
    assert "Prepared, not published 1</a>" in client.get("/en/desk/").text


def test_an_idea_over_the_threshold_waits_until_somebody_takes_it(client, suho, owed, transport):
    nobodys = IdeaFactory(title="아무도 맡지 않은 제안", owed=True)
    client.force_login(suho)
    assert titles(client.get("/desk/?view=reached")) == [owed.title, nobodys.title]
    assign_idea(user=suho, idea=nobodys, department=transport, owner=suho)
    assert titles(client.get("/desk/?view=reached")) == [owed.title]
    assert titles(client.get("/desk/?view=assigned")) == [nobodys.title]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("due=overdue", ["지난"]),
        ("due=soon", ["곧"]),
        ("due=later", ["나중"]),
        ("status=accepted", []),
        ("status=owed", ["지난", "곧", "나중"]),
    ],
)
def test_the_desk_is_narrowed_by_state_and_day(client, suho, transport, query, expected):
    for title, days in (("지난", -1), ("곧", 3), ("나중", 20)):
        due = timezone.now() + timedelta(days=days)
        IdeaFactory(title=title, owed=True, department=transport, answer_due_at=due)
    client.force_login(suho)
    assert titles(client.get(f"/desk/?{query}")) == expected


def test_the_desk_is_narrowed_by_department_and_consultation(client, suho, owed, transport):
    other = IdeaFactory(owed=True, department=DepartmentFactory())
    client.force_login(suho)
    assert titles(client.get(f"/desk/?whose={other.department_id}")) == [other.title]
    assert titles(client.get(f"/desk/?whose=all&consultation={owed.consultation_id}")) == [owed.title]


def test_a_deputy_sees_and_answers_what_waits_for_a_colleague_who_is_away(
    client, suho, owed, transport, other_official, time_machine
):
    assign_idea(user=suho, idea=owed, department=transport, owner=suho)
    today = timezone.localdate()
    Absence.objects.create(person=suho, deputy=other_official, starts_on=today, ends_on=today + timedelta(days=2))
    client.force_login(other_official)
    assert titles(client.get("/desk/?view=assigned")) == [owed.title]
    assert send(client, owed).status_code == 302
    time_machine.move_to(timezone.now() + timedelta(days=3))
    assert titles(client.get("/desk/?view=assigned")) == []
    assert send(client, owed).status_code == 403


def test_pages_of_the_desk_follow_each_other(client, suho, transport, owed):
    made = {IdeaFactory(owed=True, department=transport).title for _ in range(26)} | {owed.title}
    client.force_login(suho)
    first = client.get("/desk/")
    second = client.get(first.context["next_url"])
    assert sorted(titles(first) + titles(second)) == sorted(made)


# Assigning


def test_the_desk_names_department_person_and_day(client, suho, owed, transport):
    client.force_login(suho)
    day = timezone.localdate() + timedelta(days=9)
    fields = {"assign-department": transport.pk, "assign-owner": suho.pk, "assign-due": day.isoformat()}
    assert client.post(address(owed, "assign/"), fields).url == address(owed)
    idea = fresh(owed)
    assert (idea.department, idea.owner, timezone.localdate(idea.answer_due_at)) == (transport, suho, day)
    assert Event.objects.get(verb="idea.assigned").payload["department_id"] == transport.pk


def test_the_person_in_charge_is_of_the_department(client, suho, owed, transport, other_official):
    client.force_login(suho)
    response = client.post(
        address(owed, "assign/"), {"assign-department": transport.pk, "assign-owner": other_official.pk}
    )
    assert response.status_code == 422
    assert "owner" in response.context["assign_form"].errors
    assert fresh(owed).owner is None


def test_a_day_that_is_over_is_refused(client, suho, owed, transport):
    client.force_login(suho)
    day = timezone.localdate() - timedelta(days=1)
    response = client.post(address(owed, "assign/"), {"assign-department": transport.pk, "assign-due": day.isoformat()})
    assert response.status_code == 422
    assert "due" in response.context["assign_form"].errors


# Answering


def test_a_prepared_answer_changes_nothing_outside_until_it_is_published(client, suho, owed, mina, deliver_all):
    """S47."""
    client.force_login(suho)
    send(client, owed)
    answer = Answer.objects.get()
    assert (fresh(owed).status, answer.is_published) == (Status.OWED, False)
    client.logout()
    for reader in (None, mina):
        if reader:
            client.force_login(reader)
        assert REASON not in client.get(owed.get_absolute_url()).text
        assert REASON not in client.get(f"/ideas/{owed.pk}/timeline.json").text
    client.force_login(suho)
    for _ in range(2):
        client.post(address(owed, f"answers/{answer.pk}/publish/"))
    assert fresh(owed).status == Status.ACCEPTED
    assert Event.objects.filter(verb="idea.answered").count() == 1
    client.logout()
    response = client.get(owed.get_absolute_url())
    assert REASON in response.text
    assert suho.public_name in response.text


@pytest.mark.parametrize("status", ["accepted", "partly", "declined", "already_done", "not_ours", "interim"])
def test_no_answer_without_a_reason(client, suho, owed, status):
    """S48."""
    client.force_login(suho)
    response = send(client, owed, **{"answer-status": status, "answer-reason": " \n ", "do": "publish"})
    assert response.status_code == 422
    assert "reason" in response.context["answer_form"].errors
    assert not Answer.objects.exists()
    assert fresh(owed).status == Status.OWED


def test_the_action_itself_asks_for_the_reason(suho, owed):
    """S48."""
    with pytest.raises(ReasonNeeded):
        prepare_answer(user=suho, idea=owed, status=Status.DECLINED, reason="  ")


def test_no_answer_without_a_decision_and_the_text_is_kept(client, suho, owed):
    client.force_login(suho)
    response = send(client, owed, **{"answer-status": ""})
    assert response.status_code == 422
    assert REASON in response.text


def test_an_interim_answer_is_shown_and_the_answer_stays_owed(client, suho, owed):
    client.force_login(suho)
    send(
        client,
        owed,
        **{"answer-status": "interim", "answer-reason": "아홉 곳의 비용을 조사하고 있습니다.", "do": "publish"},
    )
    assert fresh(owed).status == Status.OWED
    page = client.get(f"/en{owed.get_absolute_url()}").text
    assert "아홉 곳의 비용" in page
    assert "Interim answer" in page


def test_a_prepared_answer_is_rewritten_in_place(client, suho, owed):
    client.force_login(suho)
    send(client, owed)
    answer = Answer.objects.get()
    assert REASON in client.get(address(owed, f"answers/{answer.pk}/")).text
    client.post(
        address(owed, f"answers/{answer.pk}/"),
        {"answer-status": "declined", "answer-reason": "다른 길로 합니다.", "do": "publish"},
    )
    answer = Answer.objects.get()
    assert (answer.status, answer.reason, answer.is_published) == ("declined", "다른 길로 합니다.", True)
    assert fresh(owed).status == Status.DECLINED


def test_a_published_answer_is_never_rewritten(suho, owed):
    answer = prepare_answer(user=suho, idea=owed, status=Status.ACCEPTED, reason=REASON)
    stale = Answer.objects.get(pk=answer.pk)
    publish_answer(user=suho, answer=answer)
    with pytest.raises(Invalid):
        prepare_answer(user=suho, idea=owed, status=Status.DECLINED, reason="아닙니다.", answer=stale)


def test_an_answer_that_may_not_be_published_leaves_nothing_behind(client, suho, owed):
    Idea.objects.update(status=Status.RETIRED)
    client.force_login(suho)
    assert send(client, owed, do="publish").status_code == 409
    assert not Answer.objects.exists()


def test_a_revised_answer_keeps_the_day_of_the_first(suho, owed, time_machine):
    publish_answer(user=suho, answer=prepare_answer(user=suho, idea=owed, status=Status.DECLINED, reason=REASON))
    first = fresh(owed).answered_at
    time_machine.move_to(timezone.now() + timedelta(days=3))
    publish_answer(user=suho, answer=prepare_answer(user=suho, idea=fresh(owed), status=Status.ACCEPTED, reason=REASON))
    assert (fresh(owed).status, fresh(owed).answered_at) == (Status.ACCEPTED, first)


def test_markup_in_an_answer_cannot_run(client, suho, owed):
    """S6, for the office."""
    client.force_login(suho)
    send(client, owed, **{"answer-reason": "<script>alert(1)</script> **굵게**", "do": "publish"})
    page = client.get(owed.get_absolute_url()).text
    assert "<script>alert(1)" not in page
    assert "<strong>굵게</strong>" in page


def test_the_desk_page_of_an_idea_needs_the_same_queries_for_many_answers(
    client, suho, owed, django_assert_max_num_queries
):
    client.force_login(suho)
    for _ in range(6):
        publish_answer(user=suho, answer=prepare_answer(user=suho, idea=owed, status="", reason=REASON))
    client.get(address(owed))
    with django_assert_max_num_queries(24):
        client.get(address(owed))
