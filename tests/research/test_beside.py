"""Two sets side by side."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client

from participation.research.analysis.asking import Question
from participation.research.analysis.beside import in_both
from search.query import Filters

from .conftest import Add

pytestmark = pytest.mark.django_db


def page(client: Client, left: str, right: str, **more: str) -> str:
    return client.get("/research/beside/", {"q": left, "with": right, **more}).content.decode()


def compared(client: Client, left: str, right: str, **more: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/v1/research/compare", {"q": left, "with": right, **more}).json()
    return found


@pytest.fixture
def buses(add: Add) -> None:
    add("버스 요금", (2023, 1))
    add("버스 지하철", (2023, 1))
    add("버스 노선", (2024, 1), kind="observation")
    add("지하철", (2024, 1), kind="observation")


@pytest.mark.usefixtures("buses")
def test_what_both_share_is_counted_once(client: Client) -> None:
    found = compared(client, "버스", "지하철")
    assert found["sets"] == [{"q": "버스", "count": 3, "only": 2}, {"q": "지하철", "count": 2, "only": 1}]
    assert (found["both"], found["likeness"]) == (1, 25.0)
    html = page(client, "버스", "지하철")
    assert "글 3건" in html
    assert "글 2건" in html
    assert "버스</mark> 요금" in html
    assert "25" in html


@pytest.mark.usefixtures("buses")
def test_operators_hold_for_their_own_query_and_filters_for_both(client: Client) -> None:
    found = compared(client, "버스 기간:2023", "버스 기간:2024")
    assert [side["count"] for side in found["sets"]] == [2, 1]
    assert found["both"] == 0
    found = compared(client, "버스", "지하철", to="2023-12-31")
    assert ([side["count"] for side in found["sets"]], found["both"]) == ([2, 1], 1)


@pytest.mark.usefixtures("buses")
def test_an_excluded_word_is_in_neither_part_of_what_both_share(client: Client) -> None:
    assert compared(client, "버스 -요금", "버스")["both"] == 2
    assert compared(client, "버스 -요금", "버스 요금")["both"] == 0


@pytest.mark.usefixtures("buses")
def test_facets_that_differ_come_first_where_they_differ_most(client: Client) -> None:
    rows = list(
        csv.reader(
            io.StringIO(
                client.get("/research/beside/side-by-side.csv", {"q": "요금", "with": "노선"}).content.decode(
                    "utf-8-sig"
                )
            )
        )
    )
    table = [row for row in rows if not row[0].startswith("# ")]
    assert [row[:2] + row[-1:] for row in table[1:] if row[0] == "해"] == [
        ["해", "2023", "100.0"],
        ["해", "2024", "-100.0"],
    ]


@pytest.mark.parametrize(
    ("left", "right", "met"),
    [
        (Filters(kinds=("a", "b")), Filters(kinds=("b", "c")), Filters(kinds=("b",))),
        (Filters(kinds=("a",)), Filters(kinds=("c",)), None),
        (Filters(author="mina"), Filters(author="joon"), None),
        (Filters(author="mina"), Filters(topics=(1,)), Filters(author="mina", topics=(1,))),
        (
            Filters(date_from=dt.date(2024, 1, 1), date_to=dt.date(2024, 3, 1)),
            Filters(date_from=dt.date(2024, 2, 1)),
            Filters(date_from=dt.date(2024, 2, 1), date_to=dt.date(2024, 3, 1)),
        ),
        (Filters(date_to=dt.date(2023, 12, 31)), Filters(date_from=dt.date(2024, 1, 1)), None),
    ],
)
def test_filters_meet(left: Filters, right: Filters, met: Filters | None) -> None:
    found = in_both(Question.of("버스", left), Question.of("지하철", right))
    assert (found[1] if found else None) == met


@pytest.mark.usefixtures("buses")
def test_a_query_that_is_missing_or_finds_nothing_is_said(client: Client) -> None:
    assert "어떤 두 물음을 나란히 놓겠습니까?" in page(client, "버스", "")
    assert "이 말과 조건에 맞는 글이 없습니다" in page(client, "버스", "우주선")
    assert "이 말과 조건에 맞는 글이 없습니다" in page(client, "!!!", "버스")


def test_hidden_documents_are_on_neither_side(client: Client, add: Add) -> None:
    """S73."""
    add("버스 지하철", visible=False)
    add("버스")
    found = compared(client, "버스", "지하철")
    assert ([side["count"] for side in found["sets"]], found["both"]) == ([1, 0], 0)


@pytest.mark.usefixtures("buses")
def test_it_takes_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(14):
        page(client, "버스", "지하철")
