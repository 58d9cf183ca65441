"""Nothing that can be written or typed raises or reaches an engine unescaped."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import operators
from search.query import Filters, parse

from ..conftest import Add
from .asking import find, found

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_engine")]


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
