"""Hits grouped by what they are said about, on every engine."""

import re

import pytest
from django.test import Client

from search import finding
from search.engines import engine
from search.finding import Page
from search.query import Filters

from .conftest import Add

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_engine")]


def find(query: str, **asked: object) -> Page:
    page = finding.find(query, grouped=True, **asked)  # type: ignore[arg-type]  # each test gives what it means
    assert page.engine == engine().name
    return page


def pages(query: str, **asked: object) -> list[Page]:
    found = [find(query, **asked)]
    while found[-1].next:
        found.append(find(query, cursor=found[-1].next, **asked))
    return found


@pytest.fixture
def talk(add: Add) -> dict[str, list[int]]:
    """Twelve ideas about buses; the third, the fourth and the tenth are much talked about."""
    threads: dict[str, list[int]] = {}
    for n in range(12):
        idea = add(f"버스 노선 {n}", votes=n % 3)
        threads[f"idea:{idea}"] = [idea]
    for said, n in enumerate([2, 3, 2, 9, 2, 2, 9, 3, 2]):
        thread = list(threads)[n]
        answer = add("", f"버스 이야기 {said} " + "그리고 " * said, kind="comment", thread=thread, votes=said)
        threads[thread].append(answer)
    for n in range(3):
        add("", f"지하철 {n}", kind="comment", thread=next(iter(threads)))
    return threads


@pytest.mark.parametrize("sort", ["relevance", "date", "votes"])
@pytest.mark.parametrize("limit", [1, 2, 5, 30])
def test_each_thread_stands_once_however_long_the_pages_are(talk: dict[str, list[int]], sort: str, limit: int) -> None:
    found = pages("버스", sort=sort, limit=limit)
    shown = [hit for page in found for hit in page.hits]
    assert sorted(hit.thread for hit in shown) == sorted(talk)
    assert {hit.thread: hit.more for hit in shown} == {thread: len(said) - 1 for thread, said in talk.items()}
    assert {page.count for page in found} == {21}
    assert sum(1 + hit.more for hit in shown) == 21
    assert all(len(page.hits) == limit for page in found[:-1])


@pytest.mark.parametrize("sort", ["relevance", "date", "votes"])
def test_the_first_of_a_thread_stands_for_it(talk: dict[str, list[int]], sort: str) -> None:
    plain = finding.find("버스", sort=sort, limit=100).hits
    firsts = {hit.thread: (hit.kind, hit.object_id) for hit in reversed(plain)}
    assert {hit.thread: (hit.kind, hit.object_id) for hit in find("버스", sort=sort, limit=100).hits} == firsts


def test_few_hits_are_grouped_too(add: Add) -> None:
    idea = add("가로등 수리")
    for n in range(3):
        add("", f"가로등 {n}", kind="comment", thread=f"idea:{idea}")
    (hit,) = find("가로등").hits
    assert (hit.kind, hit.more) == ("idea", 3)
    assert find("가로등").count == 4


def test_a_thread_alone_is_shown_hit_by_hit(talk: dict[str, list[int]]) -> None:
    thread = list(talk)[2]
    page = find("버스", filters=Filters(threads=(thread,)))
    assert len(page.hits) == page.count == len(talk[thread])


def test_the_thread_of_a_typed_code_stands_once(add: Add) -> None:
    """S71."""
    for n in range(12):
        add(f"MD-2026-0007 을 보고 {n}")
    coded = add("가로등", code="MD-2026-0007")
    add("", "MD-2026-0007 답변", kind="answer", thread=f"idea:{coded}")
    found = pages("MD-2026-0007", limit=5)
    shown = [hit for page in found for hit in page.hits]
    assert (shown[0].object_id, shown[0].more) == (coded, 1)
    assert len({hit.thread for hit in shown}) == len(shown) == 13


def test_it_is_not_one_more_than_itself_where_the_code_is_among_its_words(add: Add) -> None:
    """S71."""
    coded = add("MD-2026-0007 가로등", code="MD-2026-0007")
    add("", "MD-2026-0007 답변", kind="answer", thread=f"idea:{coded}")
    for n in range(12):
        add(f"MD-2026-0007 을 보고 {n}")
    (head, *others) = find("MD-2026-0007").hits
    assert (head.object_id, head.more) == (coded, 1)
    assert {hit.more for hit in others} == {0}


def test_the_hidden_are_not_counted_as_more(add: Add) -> None:
    """S73."""
    idea = add("가로등 수리")
    add("", "가로등", kind="comment", thread=f"idea:{idea}", visible=False)
    for n in range(12):
        add(f"가로등 {n}")
    assert {hit.more for hit in find("가로등").hits} == {0}


def test_the_page_and_the_api_say_how_many_more_there_are(client: Client, talk: dict[str, list[int]]) -> None:
    html = client.get("/en/search/?q=버스").content.decode()
    thread, said = list(talk.items())[2]
    assert f"{len(said) - 1} more here" in html
    address = re.search(rf'href="(\?[^"]*thread={thread.replace(":", "%3A")}[^"]*)"', html)
    assert address
    alone = client.get("/en/search/" + address[1].replace("&amp;", "&")).content.decode()
    assert alone.count("<article ") == len(said)
    assert "Show everything that was found" in alone
    answer = client.get("/api/v1/search?q=버스&group=thread").json()
    assert {item["thread"]: item["more"] for item in answer["items"]} == {t: len(s) - 1 for t, s in talk.items()}
    assert answer["count"] == 21
    assert len(client.get("/api/v1/search?q=버스&limit=100").json()["items"]) == 21
    assert len(client.get(f"/api/v1/search?q=버스&thread={thread}").json()["items"]) == len(said)
