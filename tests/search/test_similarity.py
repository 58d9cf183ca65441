"""Offering what was already said."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search import similarity
from search.engines import engine
from search.engines.base import Engine
from search.indexing import save_documents
from search.models import SearchDoc
from search.query import Filters, Query
from search.registry import Document
from search.similarity import LEAST_ALIKE, Rarity, similar

from .conftest import Add

pytestmark = pytest.mark.django_db

EXISTING = (
    "심야버스 증차",
    "공원 벤치 설치",
    "청년 월세 지원 확대",
    "초등학교 앞 횡단보도 신호등",
    "길고양이 급식소 설치",
    "자전거 도로 정비",
    "음식물 쓰레기 종량기 도입",
    "도서관 운영시간 연장",
    "어린이집 미세먼지 측정기",
    "재래시장 주차장 확충",
    "버스 정류장 온열의자",
    "노인 스마트폰 교육",
    "Bike lanes on Main Street",
)
TAIL = " 시민의 의견을 적극적으로 검토하여 주시기를 간곡히 부탁드립니다. 읽어 주셔서 감사합니다."


@pytest.fixture
def existing(add: Add) -> dict[str, int]:
    return {title: add(title, "자세한 이야기입니다." + TAIL) for title in EXISTING}


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("심야 버스를 더 늘려주세요", "심야버스 증차"),
        ("심야버스증차", "심야버스 증차"),
        ("심야 버스 증차를 요청합니다", "심야버스 증차"),
        ("공원에 벤치를 놓아 주세요", "공원 벤치 설치"),
        ("청년들의 월세를 지원해주세요", "청년 월세 지원 확대"),
        ("초등학교 앞에 신호등이 필요합니다", "초등학교 앞 횡단보도 신호등"),
        ("길고양이급식소를 만들어 주세요", "길고양이 급식소 설치"),
        ("자전거도로를 정비해 주십시오", "자전거 도로 정비"),
        ("도서관을 더 늦게까지 운영해 주세요 운영시간 연장", "도서관 운영시간 연장"),
        ("재래시장에 주차장이 부족합니다", "재래시장 주차장 확충"),
        ("bike lanes for main street please", "Bike lanes on Main Street"),
    ],
)
def test_the_same_wish_in_other_words_is_offered_first(existing: dict[str, int], typed: str, offered: str) -> None:
    """S4."""
    hits = similar(typed)
    assert hits
    assert hits[0].title == offered
    assert LEAST_ALIKE <= hits[0].score <= 1


@pytest.mark.parametrize(
    "typed",
    [
        "수영장 물 온도를 올려주세요",
        "지원 확대를 부탁드립니다",
        "설치해 주세요",
        "청년 창업 공간 마련",
        "버스 요금 인하",
        "초등학교 급식 개선",
        "노인 무릎 수술비",
        "시민의 의견을 적극적으로 검토하여 주시기를 간곡히 부탁드립니다",
        "건의합니다",
        "안녕하세요",
        "🚌!!",
        "",
        "가",
        "'\"*)(:%s\\",
    ],
)
def test_nothing_is_offered_where_nothing_is_near(existing: dict[str, int], typed: str) -> None:
    """S4."""
    assert [hit.title for hit in similar(typed)] == []


def test_a_common_ending_of_texts_makes_nothing_similar(existing: dict[str, int]) -> None:
    assert similar("수영장 물 온도를 올려주세요", "수영장 물이 차갑습니다." + TAIL) == []


def test_a_title_that_says_nothing_leaves_the_word_to_the_text(existing: dict[str, int]) -> None:
    assert [hit.title for hit in similar("건의합니다", "심야버스 증차를 바랍니다")] == ["심야버스 증차"]


def test_what_is_being_edited_is_not_offered_to_itself(existing: dict[str, int]) -> None:
    assert similar("심야버스 증차", exclude=("idea", existing["심야버스 증차"])) == []


def test_hidden_things_are_not_offered(add: Add) -> None:
    """S73."""
    add("심야버스 증차", visible=False)
    assert similar("심야버스 증차") == []


def test_only_the_kinds_asked_for_and_no_more_than_asked(add: Add) -> None:
    for n in range(4):
        add(f"심야버스 증차 {n}")
    article = add("심야버스 증차", kind="article")
    assert [hit.object_id for hit in similar("심야버스 증차", kinds=["article"])] == [article]
    assert len(similar("심야버스 증차", limit=2)) == 2


def test_the_nearest_comes_first(add: Add) -> None:
    add("심야버스 증차와 정류장 조명 교체")
    add("심야버스 증차")
    scores = [hit.score for hit in similar("심야버스 증차")]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 1


def test_an_offer_among_many_asks_little(add: Add) -> None:
    """S4: what is common is not counted anew, and no more rows are looked at than a few; how long it takes is for the
    bench to tell."""
    add("심야버스 증차")
    filler = [
        Document(
            object_id=n,
            title=f"버스 노선 {n} 늘려 주세요",
            url="/",
            date=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
            body="버스를 기다립니다. " * 20,
        )
        for n in range(10_000, 10_600)
    ]
    save_documents("idea", filler)
    typed = "심야 버스를 더 늘려주세요"
    assert similar(typed)[0].title == "심야버스 증차"
    with CaptureQueriesContext(connection) as asked:
        assert similar(typed)[0].title == "심야버스 증차"
    assert len(asked) <= 5
    counting = next((query["sql"] for query in asked if "COUNT(*)" in query["sql"]), "")
    assert "심야" in counting
    assert "버스" not in counting


def test_a_title_of_common_words_is_sought_by_few_of_them(add: Add, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similarity, "_MOST_ROWS", 10)
    for n in range(12):
        add(f"버스 노선 정류장 조명 교체 공사 {n}")
    rarity = Rarity(engine(), ["버스", "노선", "조명", "교체", "공사", "없음"], 12)
    assert len(rarity.telling(["버스", "노선", "조명", "교체", "공사", "없음"])) == 3
    assert similar("버스 노선 정류장 조명 교체 공사")


def test_a_long_title_asks_for_no_more_than_a_short_one(
    add: Add, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    """S4: within 300 ms, which the benchmark measures; here that the work is bounded, and what tells comes first."""
    add("심야버스 증차")
    asked: list[list[str]] = []
    count = type(engine()).frequencies

    def counted(self: Engine, terms: Iterable[str], **how: Any) -> dict[str, int]:
        asked.append(list(terms))
        return count(self, asked[-1], **how)

    monkeypatch.setattr(type(engine()), "frequencies", counted)
    long = "개선 확대 확충 " * 3 + "심야버스 증차 " + " ".join(f"낱말{chr(0xAC00 + 28 * n)}" for n in range(60))
    for title in ("심야 버스를 더 늘려주세요", long):
        cache.clear()
        with django_assert_max_num_queries(6):
            similar(title)
    assert len(asked[0]) < len(asked[1]) == 40
    assert {"심야", "야버", "버스"} <= set(asked[1][:4])


def test_only_the_rows_that_share_the_most_are_read(add, monkeypatch):
    """S4 at any size: a word that stands in thousands of titles costs what the index tells of it."""
    common = [add(f"우리 동네 버스 {number}") for number in range(6)]
    near = add("심야버스 증차")
    monkeypatch.setattr("search.engines.sql.MOST_TITLES", 3)
    monkeypatch.setattr("search.engines.sql.TITLES_AT_ONCE", 3)
    with CaptureQueriesContext(connection) as asked:
        terms = {"버스": 0.2, "심야": 0.9, "증차": 0.9}
        found = engine().match_any(terms, Query(), Filters(), limit=9, titles_only=True)
    numbers = dict(SearchDoc.objects.values_list("pk", "object_id"))
    assert [numbers[match.pk] for match in found] == [near, *common[:-3:-1]]
    assert len(asked.captured_queries) == 2


def test_what_is_hidden_takes_no_place_of_what_is_seen(add, monkeypatch):
    """S73: among those that share the most may be many that nobody is to see."""
    monkeypatch.setattr("search.engines.sql.TITLES_AT_ONCE", 2)
    seen = add("심야버스 노선을 더 촘촘하게 늘려 주세요")
    hidden = [add("심야버스") for _ in range(5)]
    SearchDoc.objects.filter(object_id__in=hidden).update(visible=False)
    found = engine().match_any({"심야": 0.9}, Query(), Filters(), limit=9, titles_only=True)
    numbers = dict(SearchDoc.objects.values_list("pk", "object_id"))
    assert [numbers[match.pk] for match in found] == [seen]


def test_of_titles_with_the_same_words_the_shorter_one_is_nearer(add):
    long, short = add("심야버스를 늘리고 낮에 다니는 마을버스도 늘려 주세요"), add("심야버스 증차")
    found = engine().match_any({"심야": 0.9}, Query(), Filters(), limit=9, titles_only=True)
    numbers = dict(SearchDoc.objects.values_list("pk", "object_id"))
    assert [numbers[match.pk] for match in found] == [short, long]
