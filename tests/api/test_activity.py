"""Finding, public activity, consultations and what they are ordered by, observations, and the API's own description."""

import json
import re

import pytest
from django.db import transaction

from ideas.models import Observation
from participation.events.models import Event
from participation.events.outbox import record
from tests.api.conftest import fields, is_problem
from tests.factories import ConsultationFactory, ObservationFactory, PlaceFactory, TopicFactory

GOOD = {
    "title": "심야버스를 늘려 주세요",
    "body": "밤 11시가 지나면 집에 갈 버스가 없습니다.",
    "consultation": "night-bus",
}


def test_search_has_the_promised_shape(visitor, as_mina, consultation):
    made = as_mina.post("/ideas", GOOD).json()
    found = visitor.get("/search?q=심야버스가").json()
    assert set(found) >= {"items", "next", "count", "facets", "suggestion", "notice", "engine"}
    hit = found["items"][0]
    assert set(hit) >= {"kind", "id", "title", "snippet", "date", "url", "source"}
    assert (hit["kind"], hit["id"], hit["title"], hit["source"]) == ("idea", made["id"], made["title"], None)
    assert found["facets"]["kind"][0] == {"value": "idea", "label": found["facets"]["kind"][0]["label"], "count": 1}


def test_a_snippet_holds_no_markup_but_marks(visitor, as_mina, consultation):
    as_mina.post(
        "/ideas", {**GOOD, "body": "심야 <b>버스</b> <script>alert(1)</script> 가 없습니다. **심야버스** 부탁합니다."}
    )
    snippet = visitor.get("/search?q=심야버스").json()["items"][0]["snippet"]
    assert set(re.findall(r"<[^>]*>", snippet)) <= {"<mark>", "</mark>"}


def test_a_reference_code_is_the_first_hit(visitor, as_mina, consultation):
    """S71"""
    made = [
        as_mina.post("/ideas", {**GOOD, "title": f"심야버스 {word} 제안"}).json() for word in ("첫째", "둘째", "셋째")
    ]
    assert visitor.get(f"/search?q={made[1]['code']}").json()["items"][0]["id"] == made[1]["id"]


def test_search_pages_and_narrows(visitor, as_mina, consultation):
    for number in range(5):
        as_mina.post("/ideas", {**GOOD, "title": f"심야버스 {number}번째 제안"})
    first = visitor.get("/search?q=심야버스&sort=date&limit=3").json()
    second = visitor.get(f"/search?q=심야버스&sort=date&limit=3&cursor={first['next']}").json()
    assert len({hit["id"] for hit in first["items"] + second["items"]}) == 5
    assert second["next"] is None
    assert visitor.get("/search?q=심야버스&consultation=night-bus").json()["count"] == 5
    assert visitor.get("/search?q=심야버스&to=2001-01-01").json()["count"] == 0


def test_nothing_hidden_is_found_or_told(visitor, as_hana, as_mina, consultation):
    """S73"""
    made = as_mina.post("/ideas", GOOD).json()
    path = f"/ideas/{made['id']}"
    assert visitor.get("/events").json()["count"] == 1
    as_hana.post(f"{path}/hide", {"reason": "광고"})
    assert visitor.get("/search?q=심야버스").json()["count"] == 0
    assert visitor.get("/ideas/similar?title=심야버스를 늘려 주세요").json()["items"] == []
    assert visitor.get("/events").json()["items"] == []
    as_hana.post(f"{path}/unhide", {"reason": "광고가 아님"})
    assert visitor.get("/search?q=심야버스").json()["count"] == 1


def test_events_are_public_activity_in_order(visitor, as_mina, as_joon, consultation):
    made = as_mina.post("/ideas", GOOD).json()
    as_joon.put(f"/ideas/{made['id']}/vote", {"value": 1})
    as_joon.put(f"/ideas/{made['id']}/follow")
    as_mina.patch(f"/ideas/{made['id']}", {"title": "심야버스를 아주 많이 늘려 주세요"})
    told = visitor.get("/events").json()
    assert [event["verb"] for event in told["items"]] == ["idea.submitted", "idea.edited"]
    assert (told["count"], told["next"]) == (2, None)
    first = told["items"][0]
    assert set(first) == {"id", "verb", "at", "actor", "target", "payload"}
    assert (first["actor"]["name"], first["target"]) == ("미나", {"kind": "idea", "id": made["id"]})
    page = visitor.get("/events?limit=1").json()
    assert page["next"] == str(first["id"])
    rest = visitor.get(f"/events?after={page['next']}").json()
    assert [event["verb"] for event in rest["items"]] == ["idea.edited"]
    assert visitor.get(f"/events?after={rest['last']}").json() == {
        "items": [],
        "next": None,
        "count": 0,
        "last": rest["last"],
    }
    assert Event.objects.count() > 2


def test_officials_act_as_their_department_and_moderators_without_a_name(
    visitor, as_suho, as_hana, as_mina, consultation
):
    made = as_mina.post("/ideas", GOOD).json()
    as_suho.post(f"/ideas/{made['id']}/transition", {"to": "accepted", "reason": "합니다"})
    as_hana.post(f"/ideas/{made['id']}/hide", {"reason": "광고"})
    as_hana.post(f"/ideas/{made['id']}/unhide", {"reason": "광고가 아님"})
    actors = {event["verb"]: event["actor"] for event in visitor.get("/events").json()["items"]}
    assert actors["idea.unhidden"] is None
    assert (actors["idea.answered"]["name"], actors["idea.answered"]["capacity"]) == ("교통과", "official")
    told = visitor.get("/events").content.decode()
    assert "수호" not in told
    assert "하나" not in told


def test_consultations_tell_their_stages(visitor, consultation):
    later = ConsultationFactory(slug="closed", stage=None)
    listed = visitor.get("/consultations?state=open").json()
    assert [each["slug"] for each in listed["items"]][:1] == ["night-bus"]
    assert later.slug not in {each["slug"] for each in listed["items"]}
    one = visitor.get("/consultations/night-bus").json()
    assert one == listed["items"][0]
    assert (one["id"], one["title"], one["department"]) == (consultation.pk, consultation.title, "교통과")
    assert one["stage"]["kind"] == "open"
    assert one["stage"]["allows"] == ["edit", "observe", "submit", "support"]
    assert one["url"].endswith("/consultations/night-bus/")
    is_problem(visitor.get("/consultations/none-such"), 404, "not_found")


def test_a_consultation_that_is_not_live_is_not_told(visitor, as_mina, consultation):
    consultation.unpublish()
    is_problem(visitor.get("/consultations/night-bus"), 404, "not_found")
    assert fields(is_problem(as_mina.post("/ideas", GOOD), 422, "invalid")) == {"consultation"}


def test_topics_places_and_departments_have_names_in_the_readers_language(visitor, transport):
    topic = TopicFactory(slug="traffic", name="교통", translations={"en": "Traffic"})
    TopicFactory(slug="buses", name="버스", parent=topic)
    PlaceFactory(slug="seogyo", name="서교동", translations={"en": "Seogyo"})
    topics = {each["slug"]: each for each in visitor.get("/topics", **{"Accept-Language": "en"}).json()["items"]}
    assert (topics["traffic"]["name"], topics["traffic"]["parent"]) == ("Traffic", None)
    assert topics["buses"]["parent"] == "traffic"
    places = visitor.get("/places").json()["items"]
    assert {"id", "slug", "name", "population"} == set(places[0])
    assert "서교동" in {each["name"] for each in places}
    assert "교통과" in {each["name"] for each in visitor.get("/departments").json()["items"]}


def test_an_observation_is_written_down_and_agreed_with(visitor, as_mina, as_joon, consultation):
    PlaceFactory(slug="seogyo")
    body = {"text": "정류장 의자가 부서졌습니다", "consultation": "night-bus", "place": "seogyo", "spot": "3번 출구"}
    made = as_mina.post("/observations", body)
    assert made.status_code == 201
    seen = made.json()
    assert (seen["text"], seen["place"], seen["spot"]) == (body["text"], "seogyo", "3번 출구")
    assert (seen["author"]["name"], seen["agreed"], seen["my_agreement"], seen["ideas"]) == ("미나", 0, False, [])
    for _ in range(2):
        agreed = as_joon.put(f"/observations/{seen['id']}/agreement")
        assert agreed.json() == {"agreed": 1, "my_agreement": True}
    assert as_joon.get("/observations").json()["items"][0]["my_agreement"]
    for _ in range(2):
        withdrawn = as_joon.delete(f"/observations/{seen['id']}/agreement")
        assert withdrawn.json() == {"agreed": 0, "my_agreement": False}
    idea = as_mina.post("/ideas", {**GOOD, "observations": [seen["id"]]}).json()
    assert visitor.get(f"/observations/{seen['id']}").json()["ideas"] == [idea["id"]]
    assert visitor.get("/observations?gathered=false").json()["count"] == 0
    assert visitor.get("/observations?gathered=true").json()["count"] == 1


@pytest.mark.parametrize("text", ["", "  ", "의자", "가" * 301])
def test_a_poor_observation_is_refused_at_its_field(as_mina, consultation, text):
    answer = as_mina.post("/observations", {"text": text, "consultation": "night-bus"})
    assert fields(is_problem(answer, 422, "invalid")) == {"text"}
    assert not Observation.objects.exists()


def test_observations_page_in_both_orders(visitor, consultation):
    made = [ObservationFactory(consultation=consultation, agree_count=number) for number in range(3)]
    newest = visitor.get("/observations?limit=2").json()
    rest = visitor.get(f"/observations?limit=2&cursor={newest['next']}").json()
    assert [each["id"] for each in newest["items"] + rest["items"]] == [each.pk for each in reversed(made)]
    agreed = visitor.get("/observations?sort=agreed").json()
    assert [each["agreed"] for each in agreed["items"]] == [2, 1, 0]


def test_the_description_is_openapi_and_names_every_operation(visitor):
    described = visitor.get("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    operations = {
        (method.upper(), path.removeprefix("/api/v1"))
        for path, methods in described["paths"].items()
        for method in methods
    }
    assert {
        ("GET", "/ideas"),
        ("POST", "/ideas"),
        ("GET", "/ideas/{id}"),
        ("PATCH", "/ideas/{id}"),
        ("PUT", "/ideas/{id}/vote"),
        ("DELETE", "/ideas/{id}/vote"),
        ("GET", "/ideas/similar"),
        ("GET", "/ideas/{id}/timeline"),
        ("POST", "/ideas/{id}/transition"),
        ("POST", "/ideas/{id}/hide"),
        ("POST", "/ideas/{id}/unhide"),
        ("GET", "/search"),
        ("GET", "/consultations"),
        ("GET", "/events"),
        ("GET", "/me"),
        ("POST", "/reports"),
    } <= operations
    refs = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(described)))
    assert refs <= set(described["components"]["schemas"])
    assert {} in described["paths"]["/api/v1/ideas"]["get"]["security"]
    assert described["paths"]["/api/v1/ideas"]["post"]["security"] == [{"Token": []}, {"Session": []}]
    ids = [operation["operationId"] for methods in described["paths"].values() for operation in methods.values()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_reference_needs_no_foreign_host_or_inline_script(visitor, language):
    page = visitor.get("/docs", **{"Accept-Language": language})
    assert page.status_code == 200
    text = page.content.decode()
    assert f'<html lang="{language}"' in text
    assert "PUT /api/v1/ideas/{id}/vote" in text
    assert 'id="idempotency_key_reused"' in text
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text)
    assert not re.search(
        r"<(?:script|link|img)[^>]*(?:src|href)=\"(?:https?:)?//(?!127\.0\.0\.1|localhost|testserver)", text
    )
    assert not re.search(r"\s(?:style|onclick)=", text)


def test_events_are_paged_like_every_other_list(visitor, mina, idea):
    """What gives ``next`` takes it as ``cursor``, too."""
    with transaction.atomic():
        made = [record("idea.edited", target=idea, actor=mina, public=True).pk for _ in range(3)]
    first = visitor.get("/events?limit=2").json()
    second = visitor.get(f"/events?limit=2&cursor={first['next']}").json()
    assert [item["id"] for item in first["items"] + second["items"]] == made
    assert second["next"] is None
    for nonsense in ("x", "-1", "1e3", "9" * 19, "9" * 40):
        assert fields(is_problem(visitor.get(f"/events?cursor={nonsense}"), 422, "invalid")) == {"cursor"}
