"""Reading what people type."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import LONGEST_QUERY, MOST_WORDS, Filters, parse


def words(text: str) -> list[list[str]]:
    return [[term.text for term in group] for group in parse(text).groups]


def test_words_must_all_be_found() -> None:
    assert words("심야 Bus") == [["심야"], ["bus"]]


def test_or_joins_its_neighbours() -> None:
    assert words("지하철 OR 전철 요금") == [["지하철", "전철"], ["요금"]]


@pytest.mark.parametrize("text", ["OR", "OR OR", "OR 버스", "버스 OR"])
def test_a_lonely_or_is_passed_over(text: str) -> None:
    assert [group for group in words(text) if group != ["버스"]] == []


@pytest.mark.parametrize("text", ['"심야 버스"', "“심야 버스”", '"심야 버스'])
def test_a_phrase_stays_together(text: str) -> None:
    query = parse(text)
    assert [term.text for term in query.terms] == ["심야 버스"]
    assert query.is_exact


def test_a_minus_excludes() -> None:
    query = parse('버스 -택시 -"자가 용" 서울-부산')
    assert [term.text for term in query.excluded] == ["택시", "자가 용"]
    assert words("서울-부산") == [["서울-부산"]]


def test_particles_of_a_query_are_optional() -> None:
    (term,) = parse("버스를").terms
    assert [sequence.terms for sequence in term.sequences] == [("버스", "스를"), ("버스",)]
    (term,) = parse("KTX를").terms
    assert [sequence.terms for sequence in term.sequences] == [("ktx", "를"), ("ktx",)]


def test_a_lone_syllable_is_the_beginning_of_a_word() -> None:
    assert parse("길").terms[0].sequences[0].is_prefix
    assert not parse("a").terms[0].sequences[0].is_prefix


def test_filters_can_be_typed() -> None:
    query = parse("버스 kind:idea topic:3,4 from:2026-01-31 author:미나")
    assert query.filters == Filters(kinds=("idea",), topics=(3, 4), date_from=dt.date(2026, 1, 31), author="미나")
    assert [term.text for term in query.terms] == ["버스"]


def test_what_looks_like_a_filter_but_is_none_is_a_word() -> None:
    assert words("https://example.org from:yesterday 12:30") == [["https://example.org"], ["from:yesterday"], ["12:30"]]


@pytest.mark.parametrize("value", ["abc", "-1", "1e3", "9" * 40, "٣", "1.5"])
def test_a_number_that_is_none_matches_nothing_instead_of_everything(value: str) -> None:
    assert Filters.from_params({"topic": value}).topics == (0,)


def test_filters_of_an_address_win_over_typed_ones() -> None:
    chosen = Filters(kinds=("article",)).over(parse("kind:idea status:done").filters)
    assert chosen == Filters(kinds=("article",), statuses=("done",))


@pytest.mark.parametrize("text", ["🚌 !!", "-", '""', "- -", "___"])
def test_what_holds_no_word_asks_nothing(text: str) -> None:
    assert parse(text).is_noise


def test_a_query_has_bounds() -> None:
    query = parse("가나 " * 10_000)
    assert len(query.text) <= LONGEST_QUERY
    assert len(query.groups) <= MOST_WORDS


@given(st.text())
def test_any_text_is_a_query(text: str) -> None:
    for term in parse(text).terms:
        assert all(piece for sequence in term.sequences for piece in sequence.terms)
