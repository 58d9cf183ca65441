"""The normaliser: pure functions, no database."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import korean


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        (unicodedata.normalize("NFD", "버스를"), "버스를"),
        ("버\u200b스\ufeff", "버스"),
        ("버\x00스\x07", "버스"),
        ("버스\r\n노선\t", "버스\r\n노선\t"),
        ("ＫＴＸ１２", "ktx12"),
        ("participación", "participacion"),
        ("Tetuán", "tetuan"),
        ("Łódź Øresund STRASSE Straße İzmir", "lodz oresund strasse strasse izmir"),
        ("ﾊﾞｽ", "バス"),
        ("👨‍👩‍👧 가족", "👨👩👧 가족"),
        ("버스\ud800", "버스"),
    ],
)
def test_one_spelling_for_all(written: str, folded: str) -> None:
    assert korean.fold(written) == folded


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("市長", "시장"),
        ("女性 勞動 理由 來日 年度", "여성 노동 이유 내일 연도"),  # ㄴ and ㄹ at the beginning of a word
        ("男女 過勞 道理 未來 每年", "남녀 과로 도리 미래 매년"),
        ("比率 羅列 能率 行列", "비율 나열 능률 행렬"),
        ("不動産 不正 不可能", "부동산 부정 불가능"),
        ("自轉車 自動車 音樂 快樂 北韓 敗北", "자전거 자동차 음악 쾌락 북한 패배"),
        ("釜山廣域市 釜山", "부산광역시 부산"),
        ("첫女性市長", "첫녀성시장"),
        ("日本のテレビ", "일본のテレビ"),
    ],
)
def test_han_letters_are_read_as_korean_reads_them(written: str, read: str) -> None:
    assert korean.fold(written) == read


@settings(deadline=None)
@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert korean.fold(korean.fold(text)) == korean.fold(text)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(categories=["L", "N", "Zs", "Cc", "Mn", "So"])))
def test_terms_are_letters_and_digits_only(text: str) -> None:
    for term in korean.terms(text):
        assert term.isalnum()
        assert len(term) <= korean.LONGEST_WORD


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("심야버스 증차", ["심야", "야버", "버스", "증차"]),
        ("길 위의 물", ["길", "위의", "물"]),
        ("GTX-A노선 2호선", ["gtx", "a", "노선", "2", "호선"]),
        ("covid19 5G", ["covid19", "5g"]),
        ("交通安全", ["교통", "통안", "안전"]),
        ("!!! 👍🏽 ---", []),
        ("snake_case", ["snake", "case"]),
        ("", []),
    ],
)
def test_terms(text: str, terms: list[str]) -> None:
    assert korean.terms(text) == terms


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("버스를", "버스"),
        ("버스가", "버스"),
        ("버스", "버스"),
        ("마을버스에서는", "마을버스"),
        ("학생들에게", "학생"),
        ("아이들을", "아이"),
        ("지하철로", "지하철"),
        ("길을", "길"),
        ("물에", "물"),
        # The last syllable belongs to the noun.
        ("마을", "마을"),
        ("나이", "나이"),
        ("결과", "결과"),
        ("사과", "사과"),
        ("제도", "제도"),
        ("어린이", "어린이"),
        ("어린이를", "어린이"),
        ("고양이가", "고양이"),
        ("경기도", "경기도"),
        ("交通을", "交通"),
        ("首魁도", "首魁"),
        ("은", "은"),
        ("자전거도로", "자전거도"),
        ("시민들만은", "시민"),
    ],
)
def test_particles_are_taken_off(word: str, stem: str) -> None:
    assert korean.stem(word) == stem


@settings(deadline=None)
@given(st.text(alphabet=st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1))
def test_a_stem_is_a_beginning_of_its_word(word: str) -> None:
    stem = korean.stem(word)
    assert stem
    assert word.startswith(stem)


@settings(deadline=None)
@given(st.text())
def test_offsets_lead_back_to_the_original(text: str) -> None:
    folded, offsets = korean.fold_with_offsets(text)
    assert len(offsets) == len(folded) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)


@settings(deadline=None)
@given(st.text(alphabet="가힣 aZ~“”‘’·\n\t09"))
def test_plain_texts_fold_letter_by_letter(text: str) -> None:
    folded, offsets = korean.fold_with_offsets(text)
    assert folded == korean.fold(text)
    assert offsets == list(range(len(text) + 1))


def test_a_long_text_is_read_quickly() -> None:
    text = unicodedata.normalize("NFD", "심야 버스를 더 늘려 주세요. ") * 1_500 + "가" * 57_000
    started = time.perf_counter()
    korean.shadow(text)
    assert time.perf_counter() - started < 1


def test_no_more_is_indexed_than_an_engine_takes() -> None:
    assert len(korean.terms("가" * 200_000)) < korean.LONGEST_TEXT


@pytest.mark.parametrize(
    ("text", "shadow"),
    [
        ("심야버스를 늘립시다", "심야 야버 버스 스를 늘립 립시 시다 w심야버스 w늘립시다"),
        ("버스, 버스가 버스에서", "버스 버스 스가 버스 스에 에서 w버스"),
        ("KTX 길", "ktx 길 w길"),
    ],
)
def test_whole_words_stand_behind_the_pairs(text: str, shadow: str) -> None:
    assert korean.shadow(text) == shadow


def test_marked_letters_of_han_words_are_those_that_were_written() -> None:
    folded, offsets = korean.fold_with_offsets("첫 女性 市長")
    assert folded == "첫 여성 시장"
    assert offsets == list(range(8))
