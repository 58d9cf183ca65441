"""What the words of a query find, on every engine."""

import pytest

from search.models import SearchDoc
from search.query import Filters

from ..conftest import Add
from .asking import find, found, numbers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_engine")]


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


@pytest.mark.parametrize("typed", ["MD-2026-0007", "md-2026-0007", " Md-2026-0007 ", "ＭＤ-2026-0007", "md 2026 0007"])
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
    for typed in ("md-2026-0007", "MD20260007", "MD–2026–7", "md 2026 7", "MD2026-0007"):
        assert found(typed) == [coded], typed
    assert found("md-2026-0070") == found("md202600070") == []
    assert found("md-2026-0007", filters=Filters(kinds=("article",))) == []


def test_new_words_are_found_and_old_ones_no_more(add: Add) -> None:
    """W56."""
    number = add("가로등 수리", "어두운 골목")
    add("신호등 설치", "밝은 거리", object_id=number)
    assert found("신호등") == found("거리") == [number]
    assert found("가로등") == found("골목") == []
    SearchDoc.objects.all().delete()
    assert found("신호등") == []
