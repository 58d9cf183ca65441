"""A set by month: the page, its files, and the API."""

import codecs
import csv
import io
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from django.test import Client

from .conftest import Add

pytestmark = pytest.mark.django_db


@pytest.fixture
def bus_and_train(add: Add) -> None:
    """Three months: 버스 in 2 of 4, 0 of 0, 1 of 2; 지하철 in 1 of 4, 0 of 0, 1 of 2."""
    for title in ("버스 요금", "버스를 늘려 주세요", "지하철이 늦다", "공원"):
        add(title, (2024, 1))
    for title in ("지하철과 버스", "도서관"):
        add(title, (2024, 3))


def page(client: Client, **query: str) -> str:
    response = client.get("/research/time/", query)
    assert response.status_code == 200
    return response.content.decode()


def table(client: Client, name: str, **query: str) -> tuple[list[str], list[list[str]]]:
    response = client.get(f"/research/time/{name}.csv", query)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(codecs.BOM_UTF8), "by which a spreadsheet knows it"
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    notes = [row[0] for row in rows if row[0].startswith("# ")]
    return notes, rows[len(notes) :]


@pytest.mark.usefixtures("bus_and_train")
def test_months_without_a_hit_are_months_all_the_same(client: Client) -> None:
    notes, rows = table(client, "months", q="버스")
    assert rows[1:] == [["2024-01", "2"], ["2024-02", "0"], ["2024-03", "1"]]
    assert notes[0] == "# 찾은 말: 버스"
    assert "# 글: 3" in notes
    assert any("공공누리" in note for note in notes)


@pytest.mark.usefixtures("bus_and_train")
def test_a_share_is_of_all_documents_of_the_month_under_the_same_filters(client: Client) -> None:
    notes, rows = table(client, "shares", **{"q": "버스", "with": "지하철"})
    assert rows[1:] == [
        ["2024-01", "4", "2", "50.0", "1", "25.0"],
        ["2024-02", "0", "0", "", "0", ""],
        ["2024-03", "2", "1", "50.0", "1", "50.0"],
    ]
    assert notes[:2] == ["# 찾은 말: 버스", "# 찾은 말: 지하철"]
    narrowed = table(client, "shares", q="버스", to="2024-01-31")[1]
    assert narrowed[1:] == [["2024-01", "4", "2", "50.0"]]


def test_whole_words_are_counted_alone_and_said_to_be(client: Client, add: Add) -> None:
    add("버스를 늘려 주세요", (2024, 1))
    add("버스정류장", (2024, 1))
    assert table(client, "months", q="버스")[1][1:] == [["2024-01", "2"]]
    notes, rows = table(client, "months", q="버스", exact="1")
    assert rows[1:] == [["2024-01", "1"]]
    assert "# 조건: 온전한 낱말만" in notes
    assert 'name="exact"' in page(client, q="버스", exact="1")


@pytest.mark.usefixtures("bus_and_train")
def test_the_page_shows_both_charts_and_their_tables(client: Client) -> None:
    html = page(client, q="버스")
    assert "글 3건" in html
    assert html.count("<svg xmlns") == 2
    assert html.count("<caption>") == 2
    address = "?q=버스&amp;from=2024-03-01&amp;to=2024-03-31"
    assert f'<a href="{address}">2024-03</a>' in unquote(html)


@pytest.mark.usefixtures("bus_and_train")
def test_a_picture_says_where_it_comes_from(client: Client) -> None:
    for name in ("months", "shares"):
        response = client.get(f"/research/time/{name}.svg", {"q": "버스 <b>", "with": "지하철"})
        assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
        drawing = ElementTree.fromstring(response.content)
        said = " ".join(text.text or "" for text in drawing.iter("{http://www.w3.org/2000/svg}text"))
        assert "버스 <b>" in said
        assert "공공누리" in said


def test_a_term_that_is_a_formula_starts_nothing(client: Client, add: Add) -> None:
    add("=cmd")
    assert table(client, "shares", q="=cmd")[1][0][2] == "'=cmd"


def test_hidden_documents_are_in_no_month(client: Client, add: Add) -> None:
    """S73."""
    add("버스", (2024, 1), visible=False)
    add("버스", (2024, 2))
    add("공원", (2024, 3), visible=False)
    assert table(client, "months", q="버스")[1][1:] == [["2024-02", "1"]]
    assert table(client, "shares", q="버스")[1][1:] == [["2024-02", "1", "1", "100.0"]]


def test_nothing_found_is_said(client: Client, add: Add) -> None:
    add("버스")
    for query in ("우주선", "!!!"):
        html = page(client, q=query)
        assert "이 말과 조건에 맞는 글이 없습니다" in html
        assert "<svg xmlns" not in html


def test_documents_before_every_calendar_have_no_month(client: Client, add: Add) -> None:
    add("옛글", (1950, 1))
    assert "이 글들에는 달이 없습니다" in page(client, q="옛글")


def test_many_months_take_no_more_queries_than_few(
    client: Client, add: Add, django_assert_max_num_queries: Any
) -> None:
    for year in range(2000, 2020):
        for month in (1, 7):
            add("버스 지하철", (year, month))
    client.get("/research/time/")
    with django_assert_max_num_queries(7):
        assert "2019-07" in page(client, **{"q": "버스", "with": "지하철"})


@pytest.mark.usefixtures("bus_and_train")
def test_programs_ask_the_same(client: Client) -> None:
    found = client.get("/api/v1/research/histogram", {"q": "버스"})
    assert found.json()["months"] == [
        {"month": "2024-01", "count": 2},
        {"month": "2024-02", "count": 0},
        {"month": "2024-03", "count": 1},
    ]
    assert (
        client.get("/api/v1/research/histogram", {"q": "버스"}, headers={"If-None-Match": found["ETag"]}).status_code
        == 304
    )
    shares = client.get("/api/v1/research/shares", {"q": "버스", "with": "지하철"}).json()
    assert shares["terms"] == ["버스", "지하철"]
    assert shares["months"][0] == {"month": "2024-01", "all": 4, "counts": [2, 1], "shares": [50.0, 25.0]}
    wrong = client.get("/api/v1/research/shares", {"from": "yesterday"})
    assert (wrong.status_code, wrong["Content-Type"]) == (422, "application/problem+json")
