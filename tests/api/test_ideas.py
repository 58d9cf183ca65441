"""Ideas through the API: the promised shapes, posting, editing, lists and life-lines."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ideas.actions.posting import retire_idea
from ideas.actions.voting import vote_on_idea
from ideas.models import Attachment, Idea
from participation.consultations.models import ConsultationPage
from tests.api.conftest import fields, is_problem
from tests.factories import ConsultationFactory, IdeaFactory, ObservationFactory, PlaceFactory, TopicFactory

IDEA: dict[str, Any] = {
    "id": int,
    "code": str,
    "title": str,
    "body": str,
    "html": str,
    "status": str,
    "stage": str,
    "consultation": str,
    "topic": (str, type(None)),
    "place": (str, type(None)),
    "author": (dict, type(None)),
    "created": str,
    "edited": (str, type(None)),
    "version": int,
    "tally": dict,
    "my_vote": int,
    "imported": (dict, type(None)),
    "source": (dict, type(None)),
    "url": str,
}
GOOD = {"title": "심야버스를 늘려 주세요", "body": "밤 11시가 지나면 집에 갈 버스가 없습니다."}


def has_shape(idea: dict) -> bool:
    return all(isinstance(idea[name], kind) for name, kind in IDEA.items()) and {
        "support",
        "oppose",
        "threshold",
    } <= set(idea["tally"])


def test_an_idea_has_the_promised_shape(visitor, idea, mina):
    answer = visitor.get(f"/ideas/{idea.pk}")
    assert answer.status_code == 200
    found = answer.json()
    assert has_shape(found)
    assert (found["id"], found["code"], found["title"]) == (idea.pk, idea.code, idea.title)
    assert (found["body"], found["html"], found["version"]) == (idea.body, idea.html, 1)
    assert (found["status"], found["stage"], found["consultation"]) == ("posted", "post", "night-bus")
    assert (found["author"]["name"], found["author"]["capacity"]) == (mina.public_name, "citizen")
    uncounted = {"points": None, "hidden_until": None}
    assert found["tally"] == {"support": 0, "present": 0, "oppose": 0, "threshold": idea.threshold, **uncounted}
    assert found["my_vote"] == 0
    assert found["imported"] is found["source"] is found["edited"] is None
    assert found["url"].endswith(idea.get_absolute_url())
    assert visitor.client.get(found["url"]).status_code == 200


def test_an_imported_idea_keeps_its_board_and_number(visitor, consultation):
    IdeaFactory(
        consultation=consultation,
        author=None,
        source_board="청와대 국민청원",
        source_id="77",
        source_url="https://example.org/77",
        source_author="naver - ***",
        imported_support=12345,
    )
    found = visitor.get("/ideas").json()["items"][0]
    assert found["author"] is None
    assert found["imported"] == {"support": 12345}
    assert found["tally"]["support"] == 0
    assert {name: found["source"][name] for name in ("board", "id", "url")} == {
        "board": "청와대 국민청원",
        "id": "77",
        "url": "https://example.org/77",
    }


def test_posting_answers_201_with_the_idea(as_mina, consultation):
    topic, place = TopicFactory(slug="transport"), PlaceFactory(slug="seogyo")
    body = {**GOOD, "consultation": "night-bus", "topic": "transport", "place": place.pk, "nonsense": [1]}
    answer = as_mina.post("/ideas", body)
    assert answer.status_code == 201
    made = answer.json()
    assert has_shape(made)
    assert (made["title"], made["consultation"], made["topic"], made["place"]) == (
        GOOD["title"],
        "night-bus",
        topic.slug,
        place.slug,
    )
    assert answer.headers["Location"] == made["url"]
    kept = Idea.objects.get(pk=made["id"])
    assert (kept.author.email, kept.topic, kept.place) == ("mina@example.org", topic, place)


def test_without_a_consultation_an_idea_goes_to_the_suggestion_box(as_mina):
    box = ConsultationPage.objects.filter(is_suggestion_box=True).first()
    if box is None:
        ConsultationFactory(slug="box", is_suggestion_box=True)
    answer = as_mina.post("/ideas", GOOD)
    assert answer.status_code == 201
    assert Idea.objects.get(pk=answer.json()["id"]).consultation.is_suggestion_box


def test_an_idea_can_begin_with_observations(as_mina, consultation, observation):
    hidden = ObservationFactory(consultation=consultation, hidden_at=consultation.first_published_at)
    body = {**GOOD, "consultation": "night-bus", "observations": [observation.pk]}
    made = as_mina.post("/ideas", body).json()
    assert list(Idea.objects.get(pk=made["id"]).observations.all()) == [observation]
    assert hidden.pk != observation.pk


@pytest.mark.parametrize("title", ["SAVE OUR NIGHT BUSES NOW", "버스요"])
def test_a_poor_title_is_refused_at_its_field_and_nothing_is_stored(as_mina, consultation, title):
    """S5"""
    answer = as_mina.post("/ideas", {**GOOD, "title": title, "consultation": "night-bus"})
    assert fields(is_problem(answer, 422, "invalid")) == {"title"}
    assert not Idea.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": None}, "title"),
        ({"title": 5}, "title"),
        ({"body": ["a"]}, "body"),
        ({"body": ""}, "body"),
        ({"title": "가" * 121}, "title"),
        ({"topic": "nowhere"}, "topic"),
        ({"topic": 10**18}, "topic"),
        ({"topic": 2**63}, "topic"),
        ({"topic": True}, "topic"),
        ({"place": {}}, "place"),
        ({"consultation": "none-such"}, "consultation"),
        ({"observations": [1]}, "observations"),
        ({"observations": "1"}, "observations"),
        ({"observations": [2**70]}, "observations.0"),
        ({"language": "fr"}, "language"),
        ({"title": "버스를 \x00 늘려 주세요"}, "title"),
        ({"topic": "a\x00b"}, "topic"),
    ],
)
def test_each_field_at_fault_is_named(as_mina, consultation, change, field):
    answer = as_mina.post("/ideas", {**GOOD, "consultation": "night-bus", **change})
    assert fields(is_problem(answer, 422, "invalid")) == {field}
    assert not Idea.objects.exists()


def test_markup_keeps_its_format_and_loses_its_scripts(as_mina, consultation):
    """S6"""
    body = '**굵게** <script>alert(1)</script> [링크](javascript:alert(1)) <img src=x onerror="alert(1)">'
    made = as_mina.post("/ideas", {**GOOD, "body": body, "consultation": "night-bus"}).json()
    assert made["body"] == body
    assert "<strong>굵게</strong>" in made["html"]
    assert not re.search(r"<script|<img|href=\"javascript", made["html"])


def test_a_consultation_that_takes_no_ideas_says_so(as_mina):
    ConsultationFactory(slug="late", stage="vote")
    answer = as_mina.post("/ideas", {**GOOD, "consultation": "late"})
    is_problem(answer, 409, "stage_closed")
    assert not Idea.objects.exists()


def test_an_edit_makes_a_new_version(as_mina, idea):
    """S8"""
    answer = as_mina.patch(
        f"/ideas/{idea.pk}", {"title": "심야버스를 더 늘려 주세요", "note": "더 분명하게", "base_version": 1}
    )
    assert answer.status_code == 200
    edited = answer.json()
    assert (edited["title"], edited["body"], edited["version"]) == ("심야버스를 더 늘려 주세요", idea.body, 2)
    assert edited["edited"]
    assert list(idea.versions.values_list("number", "note")) == [(1, ""), (2, "더 분명하게")]
    again = as_mina.patch(f"/ideas/{idea.pk}", {"title": "심야버스를 아주 많이 늘려 주세요", "base_version": 1})
    problem = is_problem(again, 409, "version_conflict")
    assert (fields(problem), problem["version"]) == ({"base_version"}, 2)


@pytest.mark.parametrize(("title", "language"), [(GOOD["title"], "ko"), ("More night buses for us", "en")])
def test_a_text_is_in_the_language_of_its_letters(as_mina, consultation, title, language):
    body = GOOD["body"] if language == "ko" else "After eleven there is no bus home any more."
    made = as_mina.post("/ideas", {**GOOD, "title": title, "body": body}, **{"Accept-Language": "en"}).json()
    assert made["language"] == language
    asked = {**GOOD, "title": title, "body": body, "language": "en"}
    assert as_mina.post("/ideas", asked).json()["language"] == "en", "who says it is believed"


def test_an_edit_can_take_the_topic_away(as_mina, idea):
    idea.topic = TopicFactory()
    idea.save()
    assert as_mina.patch(f"/ideas/{idea.pk}", {"body": idea.body}).json()["topic"] == idea.topic.slug
    assert as_mina.patch(f"/ideas/{idea.pk}", {"topic": None}).json()["topic"] is None


def test_an_answered_idea_can_no_longer_be_edited(as_mina, mina, consultation):
    """S9"""
    answered = IdeaFactory(author=mina, consultation=consultation, accepted=True)
    problem = is_problem(
        as_mina.patch(f"/ideas/{answered.pk}", {"title": "다른 제목으로 바꿉니다"}), 409, "edit_closed"
    )
    assert problem["detail"] != problem["title"]
    answered.refresh_from_db()
    assert answered.version == 1


def test_too_many_supporters_or_too_late_close_the_edit(as_mina, mina, consultation, time_machine):
    """S9"""
    liked = IdeaFactory(author=mina, consultation=consultation, support_count=consultation.edit_until_votes)
    is_problem(as_mina.patch(f"/ideas/{liked.pk}", {"title": "다른 제목으로 바꿉니다"}), 409, "edit_closed")
    fresh = IdeaFactory(author=mina, consultation=consultation)
    time_machine.move_to(fresh.created_at + timedelta(hours=consultation.edit_hours + 1))
    is_problem(as_mina.patch(f"/ideas/{fresh.pk}", {"title": "다른 제목으로 바꿉니다"}), 409, "edit_closed")


def test_others_may_not_edit(as_joon, idea):
    is_problem(as_joon.patch(f"/ideas/{idea.pk}", {"title": "다른 제목으로 바꿉니다"}), 403, "not_allowed")


def test_my_vote_is_mine(as_joon, as_mina, joon, idea):
    vote_on_idea(user=joon, idea=idea, value=1)
    assert as_joon.get(f"/ideas/{idea.pk}").json()["my_vote"] == 1
    assert as_joon.get("/ideas").json()["items"][0]["my_vote"] == 1
    assert as_mina.get(f"/ideas/{idea.pk}").json()["my_vote"] == 0


def test_a_hidden_idea_is_there_for_its_author_and_moderators_alone(
    visitor, as_joon, as_mina, as_hana, mina, consultation
):
    """S73"""
    hidden = IdeaFactory(author=mina, consultation=consultation, hidden=True)
    for stranger in (visitor, as_joon):
        is_problem(stranger.get(f"/ideas/{hidden.pk}"), 404, "not_found")
        is_problem(stranger.get(f"/ideas/{hidden.pk}/timeline"), 404, "not_found")
        is_problem(stranger.get(f"/ideas/{hidden.pk}/answers"), 404, "not_found")
    for insider in (as_mina, as_hana):
        assert insider.get(f"/ideas/{hidden.pk}").json()["hidden"]["reason"] == "광고"
    assert visitor.get("/ideas").json()["items"] == []
    assert visitor.get("/ideas").json()["count"] == 0


def test_the_timeline_tells_the_life_in_order(visitor, as_mina, idea, as_suho, suho, consultation):
    made = as_mina.post("/ideas", {**GOOD, "consultation": "night-bus"}).json()
    answered = as_suho.post(f"/ideas/{made['id']}/answers", {"status": "accepted", "reason": "두 대를 늘립니다."})
    assert answered.status_code == 201
    life = visitor.get(f"/ideas/{made['id']}/timeline").json()
    assert set(life) == {"items", "next", "count"}
    verbs = [point["verb"] for point in life["items"]]
    assert verbs[:2] == ["idea.submitted", "idea.answered"]
    assert life["items"][1]["actor"] == "교통과"
    assert {point["state"] for point in life["items"]} <= {"done", "next", "overdue"}


def test_similar_ideas_have_the_promised_shape(visitor, as_mina, consultation):
    """S4, as far as the API goes"""
    made = as_mina.post("/ideas", {**GOOD, "title": "심야버스 증차", "consultation": "night-bus"}).json()
    near = visitor.get("/ideas/similar?title=심야 버스를 더 늘려주세요").json()["items"]
    assert [each["id"] for each in near] == [made["id"]]
    assert set(near[0]) >= {"kind", "id", "title", "url", "source", "score"}
    assert visitor.get("/ideas/similar?title=도서관 의자").json() == {"items": []}
    assert fields(is_problem(visitor.get("/ideas/similar"), 422, "invalid")) == {"title"}


def test_a_retired_idea_still_tells_its_life(visitor, mina, idea, consultation):
    """S10, as far as the API goes"""
    better = IdeaFactory(consultation=consultation)
    retire_idea(user=mina, idea=idea, instead=better, reason="같은 제안이 있습니다.")
    shown = visitor.get(f"/ideas/{idea.pk}").json()
    assert (shown["status"], shown["stage"], shown["retired_for"]) == ("retired", "ended", better.pk)
    told = visitor.get(f"/ideas/{idea.pk}/timeline").json()["items"][-1]
    assert (told["verb"], told["note"]) == ("idea.retired", "같은 제안이 있습니다.")
    assert str(better.pk) in told["url"]


def test_pictures_and_files_are_told_with_their_words(visitor, as_mina, idea):
    Attachment.objects.create(
        idea=idea, kind="image", name="stop.png", size=12, content_type="image/png", alt="빈 정류장", file="ideas/x.png"
    )
    page = visitor.get(f"/ideas/{idea.pk}/attachments").json()
    assert (page["count"], page["next"]) == (1, None)
    told = page["items"][0]
    assert (told["kind"], told["name"], told["size"], told["type"], told["alt"]) == (
        *("image", "stop.png", 12),
        *("image/png", "빈 정류장"),
    )
    assert told["url"].endswith(f"/ideas/files/{told['id']}/")
    Idea.objects.update(hidden_at=timezone.now(), hidden_reason="x")
    is_problem(visitor.get(f"/ideas/{idea.pk}/attachments"), 404, "not_found")
