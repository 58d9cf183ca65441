"""Marking what was found, on the text as it was written."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.highlight import Marker
from search.query import parse


def mark(query: str, text: str) -> str:
    return Marker(parse(query).terms).mark(text)


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("버스", "버스를 타는 버스가", "<mark>버스</mark>를 타는 <mark>버스</mark>가"),
        ("버스를", "마을버스", "마을<mark>버스</mark>"),
        ("participacion", "La Participación", "La <mark>Participación</mark>"),
        ("ktx", "ＫＴＸ와 ktxs", "<mark>ＫＴＸ</mark>와 ktxs"),
        ("버스", unicodedata.normalize("NFD", "버스"), f"<mark>{unicodedata.normalize('NFD', '버스')}</mark>"),
        ("버스", "버\u200b스 <b>", "<mark>버\u200b스</mark> &lt;b&gt;"),
        ("심야버스", "심야 버스", "<mark>심야</mark> <mark>버스</mark>"),
        ("버스정류장", "버스 정류장", "<mark>버스</mark> <mark>정류장</mark>"),
        ('"심야 버스"', "심야, 버스", "<mark>심야, 버스</mark>"),
        ("길", "산길 길을", "산길 <mark>길</mark>을"),
        ("strasse", "Straße", "<mark>Straße</mark>"),
        ("없음", "<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("script", "<script>", "&lt;<mark>script</mark>&gt;"),
        ("가족", "👨‍👩‍👧 가족", "👨‍👩‍👧 <mark>가족</mark>"),
    ],
)
def test_words_are_marked_in_the_original(query: str, text: str, marked: str) -> None:
    """S69, S70."""
    assert mark(query, text) == marked


@settings(deadline=None)
@given(st.text(), st.text())
def test_nothing_but_mark_is_markup(query: str, text: str) -> None:
    for html in (mark(query, text), Marker(parse(query).terms).snippet(text)):
        assert not re.search(r"[<>\"']", re.sub(r"</?mark>", "", html))


def test_a_snippet_stands_around_the_first_hit() -> None:
    text = "앞의 글입니다. " * 2_000 + "여기 심야버스가 있습니다. " + "뒤의 글입니다. " * 50
    snippet = Marker(parse("심야버스").terms).snippet(text)
    assert "<mark>심야버스</mark>가" in snippet
    assert snippet.startswith("… ")
    assert snippet.endswith(" …")
    assert len(snippet) < 250


def test_a_snippet_without_a_hit_is_the_beginning() -> None:
    assert Marker(parse("없음").terms).snippet("첫 문장입니다.") == "첫 문장입니다."
