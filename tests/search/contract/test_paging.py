"""Pages of hits, on every engine."""

import pytest
from django.db import connection

from search.models import SearchDoc

from ..conftest import Add
from .asking import find, found, numbers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_engine")]


@pytest.mark.parametrize("sort", ["relevance", "date", "votes"])
@pytest.mark.parametrize("query", ["버스", ""])
def test_pages_follow_without_gap_or_repeat(add: Add, sort: str, query: str) -> None:
    numbers_of_all = [add("버스" + " 노선" * (n % 4), votes=n % 5) for n in range(23)]
    seen: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        page = find(query, sort=sort, limit=7, cursor=cursor)
        assert page.count == 23
        seen += numbers(page)
        cursor = page.next
    assert sorted(seen) == numbers_of_all
    if sort == "date":
        assert seen == sorted(numbers_of_all, reverse=True)
    if sort == "votes":
        votes = dict(SearchDoc.objects.values_list("object_id", "votes"))
        assert [votes[number] for number in seen] == sorted(votes.values(), reverse=True)


def test_whole_and_near_hits_page_together(add: Add) -> None:
    whole = [add(f"심야버스 {n}") for n in range(3)]
    near = [add(f"심야 버스 {n}") for n in range(4)]
    first = find("심야버스", limit=5)
    second = find("심야버스", limit=5, cursor=first.next or "")
    assert sorted(numbers(first)[:3]) == whole
    assert sorted([*numbers(first)[3:], *numbers(second)]) == near
    assert first.count == second.count == 7
    assert second.next is None


@pytest.mark.parametrize("cursor", ["x", "!!!", "WzFd", "bnVsbA", "WzAsICJ4IiwgMV0", "é", "W1tbW1tb", "A" * 5_000])
@pytest.mark.parametrize("sort", ["relevance", "date", "votes", "no such sort"])
def test_a_broken_cursor_begins_at_the_beginning(add: Add, cursor: str, sort: str) -> None:
    number = add("버스")
    assert found("버스", cursor=cursor, sort=sort) == [number]


def test_a_page_needs_few_queries(add: Add, django_assert_max_num_queries: object) -> None:
    for n in range(30):
        add(f"버스 노선 {n}", "버스를 탑니다")
    with django_assert_max_num_queries(5):  # type: ignore[operator]  # pytest-django's fixture
        find("버스", limit=20)
    with django_assert_max_num_queries(6):  # type: ignore[operator]  # pytest-django's fixture
        find("없는말", limit=20)


def test_the_engine_says_its_name(add: Add, each_engine: str) -> None:
    assert find("버스").engine == ("elasticsearch" if each_engine == "elasticsearch" else connection.vendor)
