"""Saved searches, cited sets and exports over the API."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from participation.accounts.models import ApiToken
from participation.moderation.actions import hide, unhide
from participation.research import results
from participation.research.exports.making import make_waiting_exports
from participation.research.exports.models import Export
from participation.research.results import fingerprint
from participation.research.sets.counting import count_waiting_words
from participation.research.sets.mailing import send_due_digests
from participation.research.sets.models import ResultSet, SavedSearch
from search import engines
from search.indexing import adjust, index
from search.models import SearchDoc
from tests.factories import IdeaFactory

pytestmark = pytest.mark.django_db
BUSES = "kind=idea&q=버스"


@pytest.fixture
def buses(mina, consultation):
    ideas = [IdeaFactory(author=mina, consultation=consultation, title=f"버스 {n}번") for n in range(5)]
    for idea in ideas:
        index(idea)
    return ideas


@pytest.fixture
def ask(client, joon):
    """Joon's program."""
    _token, secret = ApiToken.issue(user=joon, name="program", scopes=["read", "write"])

    def send(method, path, body=None, **headers):
        return client.generic(
            method,
            f"/api/v1/research/{path}",
            "" if body is None else json.dumps(body),
            "application/json",
            headers={"Authorization": f"Bearer {secret}", **headers},
        )

    return send


def test_a_search_is_saved_once_for_a_key(ask, buses):
    key = {"Idempotency-Key": "abc"}
    first = ask("POST", "saved", {"search": BUSES, "name": "버스", "pace": "weekly"}, **key)
    assert first.status_code == 201
    assert ask("POST", "saved", {"search": BUSES, "name": "버스", "pace": "weekly"}, **key).json() == first.json()
    (saved,) = ask("GET", "saved").json()["items"]
    assert (saved["name"], saved["pace"], saved["paused"]) == ("버스", "weekly", False)
    assert ask("PATCH", f"saved/{saved['id']}", {"paused": True}).json()["paused"] is True
    assert ask("DELETE", f"saved/{saved['id']}").status_code == 200
    assert not SavedSearch.objects.exists()


def test_what_somebody_posts_is_told_once_in_the_next_digest(as_mina, as_joon, visitor, consultation, time_machine):
    """S75"""
    saved = as_joon.post("/research/saved", {"search": "q=심야버스"}).json()
    idea = {"title": "심야버스를 늘립시다", "body": "막차가 일찍 끊깁니다.", "consultation": consultation.slug}
    assert as_mina.post("/ideas", idea).status_code == 201
    morning = timezone.localtime().replace(hour=8, minute=1) + timedelta(days=1)
    time_machine.move_to(morning)
    assert send_due_digests() == 1
    (message,) = mail.outbox
    assert idea["title"] in message.body
    assert idea["title"] in visitor.client.get(saved["feed"]).content.decode()
    time_machine.move_to(morning + timedelta(days=1))
    assert send_due_digests() == 0
    assert as_joon.get("/research/saved").json()["items"][0]["last_mail"]


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("saved", {"search": ""}, "q"),
        ("saved", {"search": BUSES, "pace": "hourly"}, "pace"),
        ("sets", {"search": "sort=date"}, "q"),
        ("exports", {"search": BUSES, "formats": ["xlsx"]}, "formats"),
        ("exports", {"search": BUSES, "formats": []}, "formats"),
    ],
)
def test_what_makes_no_sense_is_named(ask, path, body, field):
    answer = ask("POST", path, body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert [kind.objects.count() for kind in (SavedSearch, ResultSet, Export)] == [0, 0, 0]


def test_a_set_says_then_and_now(ask, client, buses, hana, time_machine):
    made = ask("POST", "sets", {"search": BUSES}).json()
    assert (made["count"], made["state"]) == (5, "ready")
    assert made["sha256"] == fingerprint(f"idea/{idea.pk}" for idea in buses)
    hide(user=hana, target=buses[0], reason="광고")
    time_machine.move_to(timezone.now() + timedelta(hours=1))
    now = client.get(f"/api/v1/research/sets/{made['code']}").json()
    assert (now["count"], now["now"], now["hidden"], now["added"]) == (5, 4, 1, 0)
    assert client.get(f"/api/v1/research/sets/{made['code']}/changes").json() == {
        "compared": now["compared"],
        "hidden": [f"idea/{buses[0].pk}"],
        **{name: [] for name in ("added", "folded", "gone", "changed")},
    }


def test_the_words_of_a_set_are_counted_and_told(ask, client, buses):
    code = ask("POST", "sets", {"search": BUSES}).json()["code"]
    assert client.get(f"/api/v1/research/sets/{code}/words").status_code == 404
    asked = ask("POST", f"sets/{code}/words")
    assert (asked.status_code, asked.json()["counted"]) == (201, None)
    count_waiting_words()
    told = client.get(f"/api/v1/research/sets/{code}/words").json()
    assert (told["read"], told["done"]) == (5, told["total"])
    assert told["counted"]


def test_an_export_is_asked_for_followed_and_given_up(ask, client, buses):
    made = ask("POST", "exports", {"search": BUSES, "formats": ["jsonl"]}).json()
    assert (made["state"], made["file"], made["total"]) == ("waiting", None, 5)
    make_waiting_exports()
    ready = client.get(f"/api/v1/research/exports/{made['token']}").json()
    assert (ready["state"], ready["rows"]) == ("ready", 5)
    assert client.get(ready["file"].partition("testserver")[2] or ready["file"]).status_code == 200
    assert [each["token"] for each in ask("GET", "exports").json()["items"]] == [made["token"]]
    assert ask("DELETE", f"exports/{made['token']}").json()["state"] == "cancelled"
    assert ask("DELETE", f"exports/{made['token']}").status_code == 409


def walked(client, **asked):
    """Every item of every page."""
    items: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = client.get("/api/v1/research/results", {"search": BUSES, "cursor": cursor, **asked}).json()
        items += page["items"]
        cursor = page["next"]
    return items


def test_results_are_paged_to_the_end(client, buses):
    items = walked(client, limit=2)
    assert [item["number"] for item in items] == [idea.pk for idea in reversed(buses)]
    assert items[0]["id"] == f"idea/{buses[-1].pk}"


def test_only_what_changed_since_is_told(client, buses, time_machine):
    since = timezone.now() + timedelta(hours=1)
    time_machine.move_to(since + timedelta(minutes=1))
    adjust(buses[3], votes=12)
    items = walked(client, limit=2, updated_since=since.isoformat())
    assert [(item["number"], item["votes"]) for item in items] == [(buses[3].pk, 12)]


def test_an_unchanged_answer_is_not_sent_again(client, buses):
    first = client.get("/api/v1/research/results", {"search": BUSES})
    again = client.get("/api/v1/research/results", {"search": BUSES}, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_cursor_of_another_search_is_refused(client, buses):
    cursor = client.get("/api/v1/research/results", {"search": BUSES, "limit": 2}).json()["next"]
    answer = client.get("/api/v1/research/results", {"search": "q=공원", "cursor": cursor})
    assert answer.status_code == 422
    assert client.get("/api/v1/research/results", {"search": BUSES, "cursor": "x"}).status_code == 422


def test_a_cursor_that_names_nothing_removed_is_refused(client):
    for cursor in ("x", "idea/", "/5", "idea/five"):
        answer = client.get("/api/v1/research/removed", {"cursor": cursor})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "cursor"), cursor


def test_removed_things_are_told_without_their_words(client, buses, hana):
    """S73"""
    before = timezone.now()
    hide(user=hana, target=buses[0], reason="자세한 사정")
    answer = client.get("/api/v1/research/removed", {"since": before.isoformat()})
    assert [(item["id"], item["why"]) for item in answer.json()["items"]] == [(f"idea/{buses[0].pk}", "hidden")]
    assert "자세한" not in answer.content.decode()
    assert buses[0].title not in answer.content.decode()
    later = (timezone.now() + timedelta(hours=1)).isoformat()
    assert client.get("/api/v1/research/removed", {"since": later}).json()["items"] == []
    assert buses[0].pk not in {item["number"] for item in walked(client)}


def test_a_short_step_is_not_the_end_of_the_list(client, buses, monkeypatch):
    """An index beside the database finds for a moment what was just hidden."""
    newest = buses[-1]

    def stale(ask, *, found=engines.asked):
        SearchDoc.objects.filter(object_id=newest.pk).update(visible=True)
        answer = found(ask)
        SearchDoc.objects.filter(object_id=newest.pk).update(visible=False)
        return answer

    monkeypatch.setattr(results, "ask", stale)
    assert {item["number"] for item in walked(client, limit=2)} == {idea.pk for idea in buses[:-1]}


def test_what_was_removed_is_listed_whole_also_where_something_is_given_back_meanwhile(client, buses, hana):
    for idea in buses[:4]:
        hide(user=hana, target=idea, reason="광고")
    first = client.get("/api/v1/research/removed", {"limit": 2}).json()
    unhide(user=hana, target=buses[0], reason="착오")
    second = client.get("/api/v1/research/removed", {"limit": 2, "cursor": first["next"]}).json()
    assert [item["id"] for item in (*first["items"], *second["items"])] == [f"idea/{idea.pk}" for idea in buses[:4]]
    assert (first["count"], second["count"], second["next"]) == (4, 3, None)
