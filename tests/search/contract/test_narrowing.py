"""Filters, and the counts by which a list is narrowed, on every engine."""

import datetime as dt
from typing import Any

import pytest

from search.query import Filters
from tests.factories import DepartmentFactory

from ..conftest import Add
from .asking import find, found

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_engine")]


def test_kinds_are_counted_whichever_is_chosen(add: Add) -> None:
    """S72."""
    for n in range(12):
        add(f"버스 {n}", kind="article" if n % 3 == 0 else "idea")
    page = find("버스", filters=Filters(kinds=("article",)))
    assert {(facet.value, facet.count, facet.chosen) for facet in page.facets["kind"]} == {
        ("idea", 8, False),
        ("article", 4, True),
    }
    assert page.count == len(page.hits) == 4


def test_a_facet_keeps_the_counts_beside_the_chosen_value(add: Add) -> None:
    """S72."""
    for n in range(12):
        add(
            f"버스 {n}",
            kind="article" if n % 3 == 0 else "idea",
            status="done" if n % 2 else "voting",
            date=dt.datetime(2024 + n % 2, 12, 31, 14 + n % 3, 59, tzinfo=dt.UTC),
        )
    add("택시", status="expired")
    page = find("버스", filters=Filters(kinds=("idea",), statuses=("done",)))
    assert page.count == 4

    def counts(facet: str) -> dict[str, int]:
        return {each.value: each.count for each in page.facets[facet]}

    assert counts("kind") == {"idea": 4, "article": 2}
    assert counts("status") == {"done": 4, "voting": 4}
    assert sum(counts("year").values()) == 4
    year = find("버스", filters=Filters(date_from=dt.date(2025, 1, 1), date_to=dt.date(2025, 12, 31)))
    assert {each.value: (each.count, each.chosen) for each in year.facets["year"]} == {
        # The New Year is the one of the place, not of Greenwich.
        "2026": (4, False),
        "2025": (6, True),
        "2024": (2, False),
    }
    assert year.count == 6
    assert [each.value for each in year.facets["year"]] == ["2026", "2025", "2024"]


def test_departments_are_counted_and_chosen_like_topics(add: Add, transport: Any) -> None:
    """S72."""
    other = DepartmentFactory(name="공원과")
    for n in range(12):
        add(f"버스 {n}", department_id=transport.pk if n < 5 else other.pk, topic_id=n % 2 + 1)
    page = find("버스", filters=Filters(departments=(transport.pk,)))
    assert {(each.label, each.count, each.chosen) for each in page.facets["department"]} == {
        (transport.name, 5, True),
        (other.name, 7, False),
    }
    assert page.count == 5
    assert [each.count for each in page.facets["topic"]] == [3, 2]
    for operator in ("부서", "담당부서", "department"):
        assert find(f"버스 {operator}:{transport.name}").count == 5


def test_filters_narrow_the_list(add: Add) -> None:
    """S72."""
    wanted = add(
        "버스",
        topic_id=3,
        place_id=5,
        consultation_id=7,
        department_id=9,
        thread="idea:4",
        status="in_progress",
        stage="vote",
        source="madrid",
    )
    add("버스")
    for filters in (
        Filters(topics=(3,)),
        Filters(places=(5, 6)),
        Filters(consultations=(7,)),
        Filters(departments=(9,)),
        Filters(threads=("idea:4",)),
        Filters(statuses=("in_progress",)),
        Filters(stages=("vote", "post")),
        Filters(sources=("madrid",)),
    ):
        assert found("버스", filters=filters) == found("", filters=filters) == [wanted]
    assert found("버스 상태:추진중 stage:투표 board:madrid consultation:7") == [wanted]


def test_days_include_both_ends_in_local_time(add: Add) -> None:
    late = add("버스", date=dt.datetime(2026, 3, 1, 14, 59, tzinfo=dt.UTC))  # 23:59 in Seoul
    add("버스", date=dt.datetime(2026, 3, 1, 15, 0, tzinfo=dt.UTC))
    day = dt.date(2026, 3, 1)
    assert found("버스", filters=Filters(date_from=day, date_to=day)) == [late]
    assert found("버스", filters=Filters(date_from=dt.date.max)) == []
    assert found("버스", filters=Filters(date_to=dt.date.min)) == []
    assert len(found("버스", filters=Filters(date_from=dt.date.min, date_to=dt.date.max))) == 2


def test_an_author_is_found_by_the_whole_name(add: Add) -> None:
    mine = add("버스", author_name="미나")
    add("버스", author_name="미나리")
    assert found("author:미나") == [mine]
