"""The words that set a set apart: the measure, the page, the file, the API."""

import csv
import datetime as dt
import io
import math
from typing import Any

import pytest
from django.test import Client

from participation.research.analysis import words as of_words
from participation.research.analysis.words import Sizes, Tally, key_words, log_likelihood

from .conftest import Add


def test_the_measure_is_that_of_the_paper() -> None:
    """A word in 10 of 100 documents here and in 10 of 900 there, worked out by hand."""
    by_hand = 2 * (10 * math.log(10 / 2) + 10 * math.log(10 / 18) + 90 * math.log(90 / 98) + 890 * math.log(890 / 882))
    assert log_likelihood(10, 100, 10, 900) == pytest.approx(by_hand)
    assert log_likelihood(10, 100, 90, 900) == pytest.approx(0)


def tally(texts: list[set[str]]) -> Tally:
    made = Tally()
    for words in texts:
        made.add(words)
    return made


def test_a_frequent_word_of_everybody_tells_nothing() -> None:
    inside = [{"국민", "버스"}] * 20
    outside = [{"국민", "공원"}] * 80
    assert [word.word for word in key_words(tally(inside), tally(outside), most=10)] == ["버스"]


def test_a_word_of_one_or_two_documents_tells_nothing_yet() -> None:
    assert key_words(tally([{"버스"}] * 2 + [set()]), tally([set()] * 1000), most=10) == []


@pytest.fixture
def buses_and_parks(add: Add) -> None:
    for number in range(12):
        add(f"버스 {number}", (2024, 1 + number // 6), "기사님이 정류장을 지나쳤습니다. 시민의 불편을 살펴 주세요.")
    for number in range(20):
        add(f"공원 {number}", (2024, 1), "의자를 고쳐 주세요. 시민의 불편을 살펴 주세요.")


def table(client: Client, name: str, **query: str) -> list[list[str]]:
    rows = list(csv.reader(io.StringIO(client.get(f"/research/words/{name}.csv", query).content.decode("utf-8-sig"))))
    return [row for row in rows if not row[0].startswith("# ")]


@pytest.mark.usefixtures("buses_and_parks")
def test_words_are_whole_and_set_the_documents_apart(client: Client) -> None:
    rows = table(client, "words", q="버스")
    found = [row[0] for row in rows[1:]]
    assert {"버스", "기사님", "정류장"} <= set(found)
    assert not {"시민", "불편", "의자", "공원"} & set(found)
    assert rows[1][1:4] == ["12", "100.0", "0.0"]


@pytest.mark.django_db
def test_periods_are_set_against_each_other(client: Client, add: Add) -> None:
    for number in range(12):
        add("버스", (2024, 1 + number // 6), "요금을 내려 주세요" if number < 6 else "노선을 늘려 주세요")
    rows = table(client, "periods", q="버스")
    assert rows[1:] == [["2024-01", "6", "요금"], ["2024-02", "6", "노선"]]


@pytest.mark.usefixtures("buses_and_parks")
def test_a_sample_says_that_it_is_one_and_members_have_a_larger_one(
    client: Client, mina: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("participation.research.analysis.words_views.FOR_EVERYBODY", Sizes(5, 10))
    html = client.get("/research/words/", {"q": "버스"}).content.decode()
    assert "제비로 뽑은 글 5건에서" in html
    assert "로그인하면 더 많이 읽습니다" in html
    client.force_login(mina)
    html = client.get("/research/words/", {"q": "버스"}).content.decode()
    assert "제비로 뽑은" not in html


@pytest.mark.django_db
def test_hidden_documents_give_no_word(client: Client, add: Add) -> None:
    """S73."""
    for number in range(6):
        add(f"버스 {number}", (2024, 1), "정류장을 고쳐 주세요")
        add(f"버스 {number}", (2024, 1), "비밀을 숨겨 주세요", visible=False)
        add(f"공원 {number}", (2024, 1), "의자를 고쳐 주세요")
    for address in ("/research/words/", "/research/words/words.csv", "/research/words/periods.csv"):
        html = client.get(address, {"q": "버스"}).content.decode()
        assert "비밀" not in html
        assert "제비" not in html
    found = client.get("/api/v1/research/words", {"q": "버스"}).json()
    assert (found["count"], found["read"], found["read_of_rest"]) == (6, 6, 6)


@pytest.mark.usefixtures("buses_and_parks")
def test_everything_together_has_only_periods(client: Client) -> None:
    html = client.get("/research/words/").content.decode()
    assert "이것이 글의 전부입니다" in html
    assert "시기별 낱말" in html


@pytest.mark.django_db
def test_nothing_found_is_said(client: Client, add: Add) -> None:
    add("버스")
    for query in ("우주선", "!!!"):
        assert "이 말과 조건에 맞는 글이 없습니다" in client.get("/research/words/", {"q": query}).content.decode()


@pytest.mark.usefixtures("buses_and_parks")
def test_many_documents_take_no_more_queries_than_few(client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(7):
        client.get("/research/words/", {"q": "버스"})


@pytest.mark.usefixtures("buses_and_parks")
def test_programs_ask_the_same(client: Client) -> None:
    found = client.get("/api/v1/research/words", {"q": "버스"}).json()
    assert found["words"][0]["inside"] == 12
    assert "Dunning" in found["measure"]
    assert [period["period"] for period in found["periods"]] == ["2024-01", "2024-02"]


def test_periods_grow_with_the_time_they_span() -> None:
    name = of_words._naming
    assert name(dt.date(2024, 1, 1), dt.date(2024, 12, 1))(dt.date(2024, 5, 1)) == "2024-05"
    assert name(dt.date(2023, 1, 1), dt.date(2024, 12, 1))(dt.date(2024, 5, 1)) == "2024-Q2"
    assert name(dt.date(2010, 1, 1), dt.date(2024, 12, 1))(dt.date(2024, 5, 1)) == "2024"
