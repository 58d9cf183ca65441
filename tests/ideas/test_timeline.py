"""The life-line: an idea's whole life on one line, who, when and why, and what is owed next."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone, translation

from ideas.actions.answering import assign_idea, confirm_idea, prepare_answer, publish_answer, report_progress
from ideas.actions.observing import Sighting, post_observation
from ideas.actions.posting import Proposal, edit_idea, retire_idea, submit_idea
from ideas.actions.voting import vote_on_idea
from ideas.life import Status
from ideas.lifeline import lifeline
from ideas.models import Idea
from participation.moderation.actions import hide, unhide
from tests.factories import ConsultationFactory, DepartmentFactory, IdeaFactory, UserFactory

VISITOR = AnonymousUser()
TITLE, BODY = "심야버스를 두 대 더 늘려 주세요", "밤 11시가 지나면 집에 갈 버스가 없습니다."


def fresh(idea):
    return Idea.objects.get(pk=idea.pk)


def labels(idea, user=VISITOR):
    return [entry["label"] for entry in lifeline(fresh(idea), user)]


def last(idea, user=VISITOR):
    return lifeline(fresh(idea), user)[-1]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def box(transport):
    """A consultation in which two supporters oblige to an answer."""
    return ConsultationFactory(threshold=2, answer_days=30, department=transport)


@pytest.fixture
def whole_life(mina, joon, suho, box, transport):
    """An idea from what people noticed to what citizens say of the work."""
    spots = ["은행초 앞", "정문 앞", "은행초 앞"]
    seen = [
        post_observation(user=joon, sighting=Sighting(text=f"버스가 {n}번 그냥 갔습니다.", consultation=box, spot=spot))
        for n, spot in enumerate(spots)
    ]
    proposal = Proposal.cleaned(title=TITLE, body=BODY, consultation=box, observations=seen)
    idea = submit_idea(user=mina, proposal=proposal)
    longer = Proposal.cleaned(title=TITLE, body=f"{BODY} 두 대면 됩니다.", consultation=box)
    edit_idea(user=mina, idea=idea, proposal=longer, note="수를 적었습니다")
    for person in (joon, UserFactory()):
        vote_on_idea(user=person, idea=fresh(idea), value=1)
    assign_idea(user=suho, idea=fresh(idea), department=transport)
    publish_answer(
        user=suho, answer=prepare_answer(user=suho, idea=fresh(idea), status="", reason="조사하고 있습니다.")
    )
    answer = prepare_answer(user=suho, idea=fresh(idea), status=Status.ACCEPTED, reason="내년에 늘립니다.")
    publish_answer(user=suho, answer=answer)
    for percent in (40, 100):
        report_progress(user=suho, idea=fresh(idea), percent=percent, text=f"{percent} 만큼 했습니다.")
    confirm_idea(user=joon, idea=fresh(idea), was_done=True)
    return fresh(idea)


def test_the_whole_life_stands_on_one_line(whole_life):
    assert labels(whole_life) == [
        "Began with 3 observations",
        "Idea posted",
        "Edited",
        "2 supporters reached",
        "Department in charge named",
        "Interim answer",
        "Answer: Accepted",
        "In progress: 40%",
        "Done",
        "Word of the citizens",
    ]


def test_each_point_says_who_when_and_why(whole_life, mina, transport):
    entries = {entry["verb"]: entry for entry in lifeline(whole_life, VISITOR)}
    assert entries["observation.gathered"]["detail"] == "은행초 앞 and 1 other place"
    assert entries["idea.submitted"]["actor"] == mina.public_name
    assert entries["idea.edited"]["note"] == "수를 적었습니다"
    assert entries["idea.assigned"]["detail"] == transport.name
    assert entries["idea.answered"]["actor"] == transport.name
    assert entries["idea.answered"]["url"].endswith(f"#answer-{whole_life.answers.last().pk}")
    assert entries["idea.progressed"]["note"] == "40 만큼 했습니다."
    assert entries["idea.confirmed"]["detail"] == "1 say it was done, 0 say not yet"
    moments = [entry["when"] for entry in lifeline(whole_life, VISITOR)]
    assert moments == sorted(moments)


def test_the_line_is_in_the_readers_language(whole_life, transport):
    transport.translations = {"en": "Transport"}
    transport.save()
    assert {entry["actor"] for entry in lifeline(fresh(whole_life), VISITOR)} >= {"Transport"}
    with translation.override("ko"):
        words = labels(whole_life)
    assert words[:2] == ["관찰 3건에서 시작", "제안 게시"]
    assert "답변: 채택" in words


def test_the_line_of_a_long_life_needs_no_more_queries(whole_life, suho, django_assert_max_num_queries):
    for _ in range(10):
        report_progress(user=suho, idea=fresh(whole_life), percent=100, text="다시 살펴보았습니다.")
    idea = Idea.objects.select_related("department", "author", "consultation", "retired_for").get(pk=whole_life.pk)
    with django_assert_max_num_queries(3):
        assert len(lifeline(idea, VISITOR)) == 20


def test_the_line_as_json_is_the_same(client, whole_life):
    response = client.get(f"/en/ideas/{whole_life.pk}/timeline.json")
    answer = response.json()
    assert answer["idea"] == whole_life.pk
    assert [entry["label"] for entry in answer["entries"]] == labels(whole_life)


def test_the_page_of_the_idea_shows_the_line(client, whole_life):
    page = client.get(whole_life.get_absolute_url()).text
    for label in labels(whole_life):
        assert label in page


def test_support_is_what_a_new_idea_waits_for(idea):
    Idea.objects.update(threshold=100, support_count=62)
    entry = last(idea)
    assert (entry["label"], entry["detail"], entry["state"]) == (
        "100 supporters needed",
        "62 of 100 supporters",
        "next",
    )


@pytest.mark.parametrize(
    ("days", "state", "near", "words"),
    [
        (20, "next", False, "20 days left"),
        (6, "next", False, "6 days left"),
        (5, "next", True, "5 days left"),
        (1, "next", True, "1 day left"),
        (-1, "overdue", True, "1 day late"),
        (-8, "overdue", True, "8 days late"),
    ],
)
def test_the_duty_warns_from_five_days_before(mina, consultation, transport, days, state, near, words):
    due = timezone.now() + timedelta(days=days)
    entry = last(IdeaFactory(consultation=consultation, department=transport, owed=True, answer_due_at=due))
    assert (entry["state"], entry["near"], entry["detail"]) == (state, near, f"{transport.name} · {words}")
    assert entry["when"] == due


def test_an_answer_due_today_is_not_yet_late(consultation, time_machine):
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    time_machine.move_to(noon, tick=False)
    entry = last(IdeaFactory(consultation=consultation, owed=True, answer_due_at=noon + timedelta(hours=3)))
    assert (entry["state"], entry["detail"]) == ("next", "today is the last day")


def test_a_prepared_answer_is_not_on_the_line(suho, consultation, transport):
    """S47."""
    idea = IdeaFactory(consultation=consultation, department=transport, owed=True)
    before = labels(idea)
    prepare_answer(user=suho, idea=idea, status=Status.ACCEPTED, reason="내년에 늘립니다.")
    assert labels(idea) == before
    assert labels(idea, suho) == before


def test_who_voted_and_who_reported_is_not_on_the_line(idea, joon):
    before = labels(idea)
    vote_on_idea(user=joon, idea=idea, value=1)
    assert labels(idea) == before


def test_a_retired_idea_names_the_other_and_the_reason(idea, mina, consultation):
    other = IdeaFactory(consultation=consultation)
    retire_idea(user=mina, idea=idea, instead=other, reason="같은 뜻입니다.")
    entry = last(idea)
    assert (entry["url"], entry["note"], entry["state"]) == (other.get_absolute_url(), "같은 뜻입니다.", "done")


def test_why_it_is_hidden_is_on_the_line_for_those_who_may_see_it(idea, mina, hana, joon):
    hide(user=hana, target=idea, reason="욕설이 있습니다.")
    for person, sees in ((mina, True), (hana, True), (joon, False), (VISITOR, False)):
        assert ("욕설이 있습니다." in [entry["note"] for entry in lifeline(fresh(idea), person)]) is sees
    unhide(user=hana, target=fresh(idea), reason="고쳤습니다.")
    entry = next(entry for entry in lifeline(fresh(idea), VISITOR) if entry["verb"] == "idea.unhidden")
    assert (entry["label"], entry["note"]) == ("Shown again", "고쳤습니다.")
    assert hana.public_name not in str(lifeline(fresh(idea), VISITOR))


def test_what_happened_while_it_was_hidden_is_told_once_it_is_shown(mina, joon, hana, suho, box):
    idea = submit_idea(user=mina, proposal=Proposal.cleaned(title=TITLE, body=BODY, consultation=box))
    for person in (joon, UserFactory()):
        vote_on_idea(user=person, idea=fresh(idea), value=1)
    hide(user=hana, target=fresh(idea), reason="살펴봅니다.")
    publish_answer(
        user=suho, answer=prepare_answer(user=suho, idea=fresh(idea), status=Status.DECLINED, reason="어렵습니다.")
    )
    unhide(user=hana, target=fresh(idea), reason="괜찮습니다.")
    assert "Answer: Declined" in labels(idea)


def test_an_imported_idea_begins_where_it_was_posted(consultation):
    old = timezone.now() - timedelta(days=900)
    idea = IdeaFactory(
        author=None,
        consultation=consultation,
        source_board="petitions",
        source_id="7",
        source_author="솔바람",
        created_at=old,
    )
    first = lifeline(fresh(idea), VISITOR)[0]
    assert (first["verb"], first["when"], first["actor"]) == ("idea.submitted", old, "솔바람")


@pytest.mark.parametrize("trait", ["declined", "expired", "retired"])
def test_nothing_is_to_come_where_the_life_is_over(consultation, trait):
    assert last(IdeaFactory(consultation=consultation, **{trait: True}))["state"] == "done"


def test_a_department_that_was_in_charge_before_keeps_its_name(suho, consultation, transport):
    idea = IdeaFactory(consultation=consultation, department=transport, owed=True)
    assign_idea(user=suho, idea=idea, department=DepartmentFactory(slug="parks", name="공원과"))
    assign_idea(user=suho, idea=fresh(idea), department=transport)
    assert [entry["detail"] for entry in lifeline(fresh(idea), VISITOR) if entry["verb"] == "idea.assigned"] == [
        "공원과",
        transport.name,
    ]
