"""What every engine must answer: the one inside the test database (the suite runs on both), and Elasticsearch."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import finding, operators
from search.engines import engine
from search.finding import Page
from search.models import SearchDoc
from search.query import Filters, parse
from tests.factories import DepartmentFactory

from .conftest import Add

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_engine")]


def find(query: str, **asked: object) -> Page:
    """Asked of the engine itself: a database that helps out would hide what it cannot do."""
    page = finding.find(query, **asked)  # type: ignore[arg-type]  # each test gives what it means
    assert page.engine == engine().name
    assert page.notice == ""
    return page


def numbers(page: Page) -> list[int]:
    return [hit.object_id for hit in page.hits]


def found(query: str, **asked: object) -> list[int]:
    return numbers(find(query, **asked))


def test_particles_do_not_matter(add: Add) -> None:
    """S69."""
    texts = [add("버스를 늘립시다"), add("버스가 없습니다"), add("버스"), add("밤길", "마을버스에서 내려")]
    add("지하철")
    for query in ("버스", "버스를", "버스가", "버스에서는"):
        assert sorted(found(query)) == texts
    assert all("<mark>버스</mark>" in hit.title_html + hit.snippet for hit in find("버스").hits)


def test_accents_case_width_and_spelling_do_not_matter(add: Add) -> None:
    """S70."""
    number = add("La participación en Tetuán", "ＫＴＸ 요금, 버\u200b스 노선")
    for query in ("participacion", "TETUAN", "ktx", "버스 노선", "participación"):
        assert found(query) == [number]


def test_titles_weigh_more_than_texts(add: Add) -> None:
    in_title = add("심야버스 운행", "밤에 집에 가고 싶습니다.")
    in_text = add("교통 이야기", "지난주에 심야버스를 탔습니다. " + "다른 이야기도 합니다. " * 5)
    assert found("심야버스") == [in_title, in_text]


def test_every_word_must_be_there(add: Add) -> None:
    both = add("버스 요금", "어린이 할인")
    add("버스 노선")
    add("지하철 요금")
    page = find("버스 요금 어린이")
    assert [hit.object_id for hit in page.hits if not hit.near] == [both]


def test_words_glued_together_are_found_near(add: Add) -> None:
    parted = add("심야 버스 증차")
    add("주차장 공유")
    page = find("심야버스증차")
    assert numbers(page) == [parted]
    assert page.hits[0].near


def test_words_parted_are_found_whole(add: Add) -> None:
    glued = add("심야버스증차")
    page = find("심야 버스 증차")
    assert numbers(page) == [glued]
    assert not page.hits[0].near


def test_near_hits_follow_only_where_whole_ones_are_few(add: Add) -> None:
    whole = [add(f"공원 벤치 {n}") for n in range(10)]
    add("공원에 놓은 긴 벤치는 어디에")
    near = add("공원벤 치")
    page = find("공원벤치")
    assert sorted(numbers(page)) != []
    assert near in numbers(page)
    assert not any(hit.near for hit in find("공원 벤치", limit=100).hits if hit.object_id in whole)
    assert near not in found("공원 벤치", limit=100)


def test_the_nearest_of_the_near_comes_first(add: Add) -> None:
    add("버스 증차 버스 증차")
    whole = add("교통", "심야에 다니는 버스의 증차")
    add("증차 버스")
    assert found("심야버스증차")[0] == whole


def test_half_of_a_query_is_not_near(add: Add) -> None:
    add("버스 정류장")
    assert found("버스 급식 도서관") == []


def test_a_phrase_is_taken_by_its_letters(add: Add) -> None:
    together = add("마을 버스 노선")
    add("버스 마을")
    assert found('"마을 버스"') == [together]


def test_excluded_words_are_left_out(add: Add) -> None:
    bus = add("버스 요금")
    add("택시 요금", "버스 이야기")
    other = add("공원")
    assert found("요금 -택시") == [bus]
    assert sorted(found("-택시")) == [bus, other]


def test_either_of_two_words(add: Add) -> None:
    one, other = add("전철 요금"), add("지하철 요금")
    add("버스 요금")
    assert sorted(found("지하철 OR 전철 요금")) == [one, other]


def test_one_syllable_finds_words_that_begin_with_it(add: Add) -> None:
    road = add("길이 어둡습니다")
    add("밤거리")
    assert found("길") == [road]
    assert found("길을") == [road]


def test_han_words_are_found_by_their_reading_and_the_other_way_round(add: Add) -> None:
    han, hangul = add("釜山市長 選擧"), add("부산시장 선거", "勞動者 여러분")
    for query in ("시장", "市長", "부산시장", "釜山 選擧를", '"市長 선거"'):
        assert sorted(found(query)) == [han, hangul]
    assert found("노동자") == found("勞動者") == [hangul]
    assert "<mark>市長</mark>" in next(hit.title_html for hit in find("시장").hits if hit.object_id == han)


def test_exactly_this_word_leaves_out_longer_ones(add: Add) -> None:
    wanted = [add("버스를 늘립시다"), add("밤길", "그 버스, 그리고 택시")]
    longer = [add("콜버스 운행"), add("밤길", "심야버스정류장")]
    assert sorted(found("버스")) == sorted([*wanted, *longer])
    for query in ("낱말:버스", "word:버스가", "정확히:버스를", 'word:"버스"'):
        assert sorted(found(query)) == wanted
    page = find("버스를", filters=Filters(exact=True))
    assert (sorted(numbers(page)), page.count) == (wanted, 2)
    assert sorted(found("밤길 -버스", filters=Filters(exact=True))) == longer[1:]
    assert sorted(found("word:콜버스 OR 택시")) == [wanted[1], longer[0]]
    assert found("word:버스요금") == []


def test_exactly_a_word_of_one_syllable_or_of_other_letters(add: Add) -> None:
    road = add("길을 넓힙시다")
    add("길이가 길다")
    train = add("KTX를 기다리며")
    add("KTXX")
    assert found("길", filters=Filters(exact=True)) == [road]
    assert found("ktx", filters=Filters(exact=True)) == [train]


def test_a_title_that_holds_the_words_by_themselves_comes_first(add: Add) -> None:
    add("초중고등학교 개학연기론", "초중고 개학 초중고 개학 초중고 개학")
    wanted = add("초중고 개학을 미룹시다", "아이들이 걱정됩니다. " * 20)
    add("초중고생의 모든 학교와 유치원 그리고 학원의 개학 시기에 대한 생각", "초중고 개학 초중고")
    assert found("초중고 개학")[0] == found("초중고개학")[0] == wanted


def test_digits_and_letters_stay_whole(add: Add) -> None:
    line = add("GTX-A 2호선")
    add("GTXA 12호선")
    assert found("gtx-a") == [line]
    assert found("2호선") == [line]


@pytest.mark.parametrize("typed", ["MD-2026-0007", "md-2026-0007", " Md-2026-0007 ", "ＭＤ-2026-0007"])
def test_a_reference_code_comes_first(add: Add, typed: str) -> None:
    """S71."""
    for n in range(12):
        add(f"MD-2026-0007 을 보고 {n}")
    coded = add("가로등", code="MD-2026-0007")
    page = find(typed, limit=5)
    assert numbers(page)[0] == coded
    assert page.count == 13
    following = find(typed, limit=5, cursor=page.next or "")
    assert coded not in numbers(following)
    assert len({*numbers(page), *numbers(following)}) == 10


def test_a_reference_code_alone_is_found(add: Add) -> None:
    """S71."""
    coded = add("가로등", code="MD-2026-0007")
    assert found("md-2026-0007") == [coded]
    assert found("md-2026-0007", filters=Filters(kinds=("article",))) == []


def test_what_is_hidden_is_never_found(add: Add) -> None:
    """S73."""
    add("비밀 제안", "버스", code="MD-1", visible=False)
    for query in ("비밀", "버스", "MD-1", "비밀제안", "", "-택시", '"비밀 제안"', "비밀 OR 버스"):
        page = find(query)
        assert (page.hits, page.count, page.facets["kind"]) == ([], 0, [])


def test_the_index_knows_no_word_of_what_is_hidden(add: Add) -> None:
    """S73: so that neither scores nor the time of an answer tell of it."""
    number = add("쌍뿔고래 목격", "바다에서 쌍뿔고래를 보았습니다.")
    assert engine().frequencies(["쌍뿔", "바다"], cap=10) == {"쌍뿔": 1, "바다": 1}
    add("쌍뿔고래 목격", "바다에서 쌍뿔고래를 보았습니다.", object_id=number, visible=False)
    assert engine().frequencies(["쌍뿔", "바다"], cap=10) == {"쌍뿔": 0, "바다": 0}
    add("쌍뿔고래 목격", "바다에서 쌍뿔고래를 보았습니다.", object_id=number)
    assert found("쌍뿔고래") == [number]


def test_a_word_of_something_hidden_is_answered_just_as_a_word_that_stands_nowhere(add: Add) -> None:
    """S73: with the same statements in the same order, and so in the same time."""
    for n in range(12):
        add(f"버스 노선 {n}")
    add("쌍뿔고래 목격", "바다에서 쌍뿔고래를 보았습니다.", code="MD-2026-7777", visible=False)

    def asked(words: str, **more: Any) -> list[str]:
        with CaptureQueriesContext(connection) as statements:
            page = find(words, **more)
        assert (page.hits, page.count, page.suggestion) == ([], 0, "")
        return [re.sub(r"'[^']*'|\b\d+\b", "?", each["sql"]) for each in statements.captured_queries]

    for hidden, nowhere in (
        ("쌍뿔고래", "쌍뿔나비"),
        ('"쌍뿔고래 목격"', '"쌍뿔나비 목격"'),
        ("쌍뿔고래목격", "쌍뿔나비도감"),
        ("MD-2026-7777", "MD-2026-8888"),
        ("낱말:쌍뿔고래", "낱말:쌍뿔나비"),
    ):
        for grouped in (False, True):
            assert asked(hidden, grouped=grouped) == asked(nowhere, grouped=grouped)


def test_a_few_of_what_is_found_are_had_without_an_order(add: Add) -> None:
    """S73: only of what everybody may see, and never more than were asked for."""
    for n in range(8):
        add(f"버스 {n}", visible=n != 0)
    add("택시", topic_id=3)
    every = {match.pk for match in engine().match(parse("버스"), Filters(), sort="date", limit=20)}
    assert len(every) == 7
    assert set(engine().some(parse("버스"), Filters(), most=20)) == every
    assert len(set(engine().some(parse("버스"), Filters(), most=3)) & every) == 3
    assert engine().some(parse("버스 -버스"), Filters(), most=3) == []
    assert engine().some(parse("버스"), Filters(topics=(3,)), most=3) == []
    assert len(engine().some(parse(""), Filters(topics=(3,)), most=3)) == 1


def test_what_becomes_hidden_is_found_no_more(add: Add) -> None:
    """S73."""
    number = add("가로등 수리")
    assert found("가로등") == [number]
    SearchDoc.objects.update(visible=False)
    assert found("가로등") == []


def test_new_words_are_found_and_old_ones_no_more(add: Add) -> None:
    """W56."""
    number = add("가로등 수리", "어두운 골목")
    add("신호등 설치", "밝은 거리", object_id=number)
    assert found("신호등") == found("거리") == [number]
    assert found("가로등") == found("골목") == []
    SearchDoc.objects.all().delete()
    assert found("신호등") == []


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


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'; DROP TABLE search_searchdoc; --",
        "버스'",
        "NEAR(버스 노선, 5)",
        "title_terms:버스",
        "버스*",
        "버스 AND NOT OR",
        "^버스",
        "{title_terms} : 버스",
        "버스 & | ! <-> :*",
        "\\",
        "%s %(x)s %",
        "버스\x00",
        "\ud800",
        "(((((",
        "*" * 300,
        "가" * 57_000,
        "가 나 다 라 " * 500,
        "topic:99999999999999999999999999",
        "from:9999-12-31 to:0001-01-01",
    ],
)
def test_no_input_reaches_the_engine_raw(add: Add, query: str) -> None:
    number = add("버스 노선")
    find(query)
    find(query, sort="votes", filters=Filters(author=query.replace("\x00", "").replace("\ud800", "")))
    assert found("버스") == [number]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=40), title=st.text(max_size=40))
def test_any_text_can_be_saved_and_asked(add: Add, query: str, title: str) -> None:
    add(title, title, object_id=1)
    find(query)
    find(f'"{query}" -{title} OR {query}')


_PIECES = st.one_of(
    st.sampled_from(
        (*(f"{name}:" for name in (*operators.NAMES, *operators.EXACTLY)), '"', "-", " ", "OR", "|", ":", "..")
    ),
    st.sampled_from(
        ("2024-13", "9999999999", "0001-01-01..", "%", "\\", "'", "버스", "ㄱ", "市", "\x00", "\ud800", "*", "w")
    ),
    st.text(max_size=4),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.lists(_PIECES, max_size=12).map("".join))
def test_no_mixture_of_operators_raises_or_reaches_the_engine_raw(add: Add, text: str) -> None:
    add("버스 노선", object_id=1)
    page = find(text, grouped=True)
    assert page.count >= len(page.hits)
    query = parse(text)
    for term in (*query.terms, *query.excluded):
        for sequence in term.sequences:
            assert not set("".join(sequence.terms)) & set(" \t\n\"'\\()*:^{}-+&|!<>%\x00")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(word=st.text(alphabet=st.characters(categories=["Lu", "Ll", "Lo", "Nd"]), min_size=1, max_size=12))
def test_a_saved_word_is_found_in_any_script(add: Add, word: str) -> None:
    number = add(word, object_id=1)
    assert found(f'"{word}"') == ([number] if parse(f'"{word}"').groups else [])


def test_the_end_of_a_very_long_text_is_found(add: Add) -> None:
    number = add("긴 글", "가나다라 마바사 " * 6_300 + "느티나무")
    assert found("느티나무") == [number]
    assert found("긴 글 느티나무") == [number]


def test_texts_beyond_what_an_engine_takes_are_saved(add: Add) -> None:
    syllables = [chr(0xAC00 + (n * 7919) % 11_172) for n in range(120_000)]
    number = add("긴 글", "".join(syllables))
    assert found("긴 글") == [number]


def test_emoji_and_other_alphabets_beside_words_do_not_matter(add: Add) -> None:
    number = add("🚌버스👍🏽노선 𝐊𝐓𝐗", "Ｗｉ－Ｆｉ 2.0")
    for query in ("버스", "버스 노선", "ktx", "wi-fi", "🚌 버스"):
        assert found(query) == [number]


def test_nothing_but_words_finds_nothing(add: Add) -> None:
    add("버스")
    page = find("🚌!!")
    assert (page.hits, page.count, page.next) == ([], 0, None)


def test_a_page_needs_few_queries(add: Add, django_assert_max_num_queries: object) -> None:
    for n in range(30):
        add(f"버스 노선 {n}", "버스를 탑니다")
    with django_assert_max_num_queries(5):  # type: ignore[operator]  # pytest-django's fixture
        find("버스", limit=20)
    with django_assert_max_num_queries(6):  # type: ignore[operator]  # pytest-django's fixture
        find("없는말", limit=20)


def test_the_engine_says_its_name(add: Add, each_engine: str) -> None:
    assert find("버스").engine == ("elasticsearch" if each_engine == "elasticsearch" else connection.vendor)
