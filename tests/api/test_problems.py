"""Whatever goes wrong under the API's address is a problem document, in the reader's language."""

import json

import pytest

from ideas.models import Idea
from participation.api.operations import process
from tests.api.conftest import fields, is_problem

GOOD = {
    "title": "심야버스를 늘려 주세요",
    "body": "밤 11시가 지나면 집에 갈 버스가 없습니다.",
    "consultation": "night-bus",
}
DEEP = b'{"title": ' + b"[" * 10_000 + b"]" * 10_000 + b"}"


@pytest.mark.parametrize(
    "path",
    ["/nowhere", "/", "", "/ideas/0", "/ideas/x", "/ideas/99999999999999999999", f"/ideas/{'9' * 5000}", "/ideas/1/"],
)
def test_what_is_not_there_is_a_problem(visitor, idea, path):
    is_problem(visitor.get(path), 404, "not_found")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST", "TRACE", "BREW"])
def test_a_wrong_method_names_the_right_ones(visitor, method):
    answer = visitor(method, "/topics")
    is_problem(answer, 405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET, OPTIONS, HEAD"


def test_options_and_head_answer_without_a_body(visitor, idea):
    options = visitor("OPTIONS", "/ideas")
    assert (options.status_code, options.content) == (204, b"")
    assert "Content-Type" not in options.headers
    assert {"GET", "POST", "HEAD"} <= set(options.headers["Allow"].split(", "))
    head, whole = visitor("HEAD", f"/ideas/{idea.pk}"), visitor.get(f"/ideas/{idea.pk}")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == whole.headers["ETag"]


@pytest.mark.parametrize(
    "body",
    [b"{", b"\xff\xfe", b"nope", DEEP, b'{"title": NaN}', b'{"title": "\\ud800"}', b'{"a": 1,}', b"{'a': 1}"],
    ids=["open", "bytes", "word", "deep", "nan", "surrogate", "comma", "quotes"],
)
def test_what_is_no_json_is_malformed(as_mina, consultation, body):
    is_problem(as_mina("POST", "/ideas", body), 400, "malformed")


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "text/plain",
        "a/b",
    ],
)
@pytest.mark.parametrize("caller", ["as_mina", "browser"])
def test_a_body_that_is_not_said_to_be_json_is_refused(request, session_of, mina, consultation, kind, caller):
    client = session_of(mina) if caller == "browser" else request.getfixturevalue("as_mina")
    body = json.dumps(GOOD).encode()
    answer = client.client.generic("POST", "/api/v1/ideas", body, content_type=kind, headers=client.headers)
    is_problem(answer, 415, "unsupported_media_type")
    assert answer.headers["Accept"] == "application/json"
    assert not Idea.objects.exists()


@pytest.mark.parametrize("kind", ["application/json", "application/JSON; charset=utf-8", "application/x+json", ""])
def test_json_may_be_called_by_its_other_names(as_mina, consultation, kind):
    body = json.dumps(GOOD).encode()
    answer = as_mina.client.generic("POST", "/api/v1/ideas", body, content_type=kind, headers=as_mina.headers)
    assert answer.status_code == 201


def test_the_choices_are_told_in_korean_too(visitor):
    problem = is_problem(visitor.get("/ideas?sort=best", **{"Accept-Language": "ko"}), 422, "invalid")
    assert " or " not in problem["errors"][0]["message"]


@pytest.mark.parametrize("body", [[], "text", 5, None, True, [{"title": "x"}]])
def test_a_body_is_one_object(as_mina, consultation, body):
    answer = as_mina("POST", "/ideas", json.dumps(body).encode())
    assert fields(is_problem(answer, 422, "invalid")) == {"$"}


def test_an_empty_body_names_what_is_missing(as_mina, consultation):
    assert is_problem(as_mina("POST", "/ideas", b""), 422, "invalid")["errors"]
    assert fields(is_problem(as_mina.post("/ideas", {}), 422, "invalid")) == {"title", "body"}


def test_a_body_that_is_too_large_is_refused(as_mina, consultation, settings):
    answer = as_mina("POST", "/ideas", b" " * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1))
    is_problem(answer, 413, "too_large")


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/ideas?limit=0", "limit"),
        ("/ideas?limit=101", "limit"),
        ("/ideas?limit=ten", "limit"),
        ("/ideas?limit=99999999999999999999999", "limit"),
        ("/ideas?cursor=nonsense", "cursor"),
        ("/ideas?sort=random&cursor=a~b", "cursor"),
        ("/ideas?q=버스&cursor=nonsense", "cursor"),
        ("/ideas?sort=best", "sort"),
        ("/ideas?status=fine", "status"),
        ("/ideas?stage=late", "stage"),
        ("/ideas?topic=none-such", "topic"),
        ("/ideas?place=none-such", "place"),
        ("/ideas?consultation=none-such", "consultation"),
        ("/ideas?q=a%00b", "q"),
        ("/observations?cursor=x", "cursor"),
        ("/observations?sort=x", "sort"),
        ("/observations?gathered=perhaps", "gathered"),
        ("/consultations?state=x", "state"),
        ("/topics?cursor=x", "cursor"),
        ("/search?q=버스&cursor=x", "cursor"),
        ("/search?q=버스&from=yesterday", "from"),
        ("/search?q=버스&sort=x", "sort"),
        ("/search?q=버스&limit=1000", "limit"),
        ("/search?q=버스&topic=none-such", "topic"),
        ("/events?after=x", "after"),
        ("/events?after=-1", "after"),
        ("/events?after=9223372036854775808", "after"),
        ("/ideas/similar", "title"),
    ],
)
def test_a_parameter_at_fault_is_named(visitor, consultation, path, field):
    assert fields(is_problem(visitor.get(path), 422, "invalid")) == {field}


def test_a_nul_in_the_address_finds_nothing(visitor, consultation):
    is_problem(visitor.get("/consultations/a%00b"), 404, "not_found")


def test_problems_speak_the_language_of_the_reader(visitor, as_mina, consultation):
    for language, said, title in (
        ("ko", "ko", "없습니다"),
        ("en-GB,en;q=0.8", "en", "nothing"),
        ("fr, en;q=0.5", "en", "nothing"),
        ("*", "ko", "없습니다"),
        ("nonsense;;q=x", "ko", "없습니다"),
        ("", "ko", "없습니다"),
    ):
        answer = visitor.get("/nowhere", **{"Accept-Language": language})
        problem = is_problem(answer, 404, "not_found")
        assert answer.headers["Content-Language"] == said
        assert title in problem["detail"]
        assert "Accept-Language" in answer.headers["Vary"]
    english = as_mina.post("/ideas", {"title": 5}, **{"Accept-Language": "en"}).json()
    korean = as_mina.post("/ideas", {"title": 5}, **{"Accept-Language": "ko"}).json()
    assert {error["field"]: error["message"] for error in english["errors"]} == {
        "title": "Write a text here.",
        "body": "This is needed.",
    }
    assert all(not error["message"].isascii() for error in korean["errors"])


def test_what_nobody_foresaw_is_a_problem_without_its_inner_parts(visitor, monkeypatch):
    def explode(*args, **kwargs):
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr(process, "page_of", explode)
    answer = visitor.get("/topics")
    is_problem(answer, 500, "failed")
    assert "secret" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


def test_problems_are_kept_by_nobody(visitor):
    assert visitor.get("/nowhere").headers["Cache-Control"] == "no-store"


def test_unknown_fields_are_left_alone(as_mina, consultation):
    made = as_mina.post("/ideas", {**GOOD, "status": "accepted", "support_count": 1000, "author": 1, "hidden_at": None})
    assert made.status_code == 201
    kept = Idea.objects.get()
    assert (kept.status, kept.support_count) == ("voting", 0)
