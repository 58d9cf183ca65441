"""Reading what people type."""

import datetime as dt

import pytest
from hypothesis import given, settings
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
    assert [sequence.terms for sequence in term.sequences] == [("버스",)]
    (term,) = parse("KTX를").terms
    assert [sequence.terms for sequence in term.sequences] == [("ktx",)]


def test_a_lone_syllable_is_the_beginning_of_a_word() -> None:
    assert parse("길").terms[0].sequences[0].is_prefix
    assert not parse("a").terms[0].sequences[0].is_prefix


def test_filters_can_be_typed() -> None:
    query = parse("버스 kind:idea from:2026-01-31 author:미나 board:madrid,seoul consultation:7")
    assert query.filters == Filters(
        kinds=("idea",), date_from=dt.date(2026, 1, 31), author="미나", sources=("madrid", "seoul"), consultations=(7,)
    )
    assert [term.text for term in query.terms] == ["버스"]
    assert query.problems == ()


def test_operators_are_the_same_in_both_languages() -> None:
    korean = parse('버스 종류:제안 상태:채택 단계:확인 작성자:"김 미나" 기간:2024-01..2024-06')
    english = parse('버스 kind:idea state:accepted stage:confirm author:"김 미나" date:2024-01..2024-06')
    assert korean.filters == english.filters
    assert korean.filters == Filters(
        kinds=("idea",),
        statuses=("accepted",),
        stages=("confirm",),
        author="김 미나",
        date_from=dt.date(2024, 1, 1),
        date_to=dt.date(2024, 6, 30),
    )


@pytest.mark.parametrize(
    ("written", "begin", "end"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-02-03", "2024-02-03", "2024-02-03"),
        ("2023..2024-02", "2023-01-01", "2024-02-29"),
        ("2023..", "2023-01-01", None),
        ("..2024-02-03", None, "2024-02-03"),
    ],
)
def test_a_time_is_a_year_a_month_a_day_or_from_one_to_another(written: str, begin: str, end: str) -> None:
    filters = parse(f"기간:{written}").filters
    assert filters.date_from == (dt.date.fromisoformat(begin) if begin else None)
    assert filters.date_to == (dt.date.fromisoformat(end) if end else None)


@pytest.mark.parametrize(
    "wrong",
    [
        *("kind:nothing", "상태:없는상태", "date:yesterday", "기간:2024-13", "기간:..", "기간:2024-02-30", "from:x"),
        *("기간:2024-06..2024-01", "date:2025..2024", "-작성자:미나", '-author:"김 미나"', "-종류:제안"),
        *("author:", "종류:", "버스 OR", "OR 버스", "버스 OR OR 택시", '"버스 노선'),
    ],
)
def test_what_cannot_be_read_is_explained_and_passed_over(wrong: str) -> None:
    query = parse(f"공원 {wrong}") if ":" in wrong else parse(wrong)
    assert query.problems
    assert query.filters == Filters()
    assert query.groups


def test_a_filter_named_twice_takes_either() -> None:
    assert parse("버스 종류:제안 kind:observation 종류:제안").filters == Filters(kinds=("idea", "observation"))
    assert parse("작성자:미나 author:준").filters == Filters(author="미나")


def test_a_whole_word_can_be_left_out() -> None:
    query = parse("노선 -낱말:버스 -word:택시")
    assert [(term.text, term.exact) for term in query.excluded] == [("버스", True), ("택시", True)]
    assert not query.problems


def test_words_beyond_the_bounds_are_said_not_to_be_looked_for() -> None:
    assert parse(" ".join(f"낱말{n}" for n in range(MOST_WORDS))).problems == ()
    (problem,) = parse(" ".join(f"낱말{n}" for n in range(MOST_WORDS + 5))).problems
    assert str(MOST_WORDS) in problem


def test_what_looks_like_a_filter_but_is_none_is_a_word() -> None:
    assert words("https://example.org 시간:9 12:30") == [["https://example.org"], ["시간:9"], ["12:30"]]
    assert not parse("https://example.org 시간:9 12:30").problems


@pytest.mark.parametrize("value", ["abc", "-1", "1e3", "9" * 40, "٣", "1.5"])
def test_a_number_that_is_none_matches_nothing_instead_of_everything(value: str) -> None:
    assert Filters.from_params({"topic": value}).topics == (0,)


def test_filters_of_an_address_win_over_typed_ones() -> None:
    chosen = Filters(kinds=("article",)).over(parse("종류:idea status:done").filters)
    assert chosen == Filters(kinds=("article",), statuses=("done",))


@pytest.mark.parametrize("text", ["🚌 !!", "-", '""', "- -", "___"])
def test_what_holds_no_word_asks_nothing(text: str) -> None:
    query = parse(text)
    assert query.is_noise
    assert query.problems


def test_nothing_typed_is_no_problem() -> None:
    assert parse(" ").problems == ()


def test_a_query_has_bounds() -> None:
    query = parse("가나 " * 10_000)
    assert len(query.text) <= LONGEST_QUERY
    assert len(query.groups) <= MOST_WORDS


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_query(text: str) -> None:
    for term in parse(text).terms:
        assert all(piece for sequence in term.sequences for piece in sequence.terms)


PIECES = st.sampled_from(
    [
        *(
            "종류:",
            "kind:",
            "상태:",
            "state:",
            "기간:",
            "date:",
            "작성자:",
            "author:",
            "from:",
            "to:",
            "게시판:",
            "consultation:",
        ),
        *(
            '"',
            "“",
            "-",
            "OR",
            "|",
            "..",
            ",",
            ":",
            "：",
            " ",
            "제안",
            "idea",
            "2024",
            "2024-02-30",
            "0000",
            "9999-12-31",
            "버스",
        ),
        *("\x00", "\ud800", "*", "(", "\\", "%s", "𝟚", "٣"),
    ]
)


@settings(deadline=None, max_examples=300)
@given(st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join))
def test_operators_in_any_order_are_a_query(text: str) -> None:
    query = parse(text)
    query.filters.moments()
    for term in (*query.terms, *query.excluded):
        assert not set("".join(piece for each in term.sequences for piece in each.terms)) & set("\"'*():\\^&|!<> \0")
