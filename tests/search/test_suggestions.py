"""What is offered while somebody types, and instead of what was mistyped."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from search import vocabulary
from search.finding import find
from search.models import SearchDoc, Word
from search.suggestions import suggestions
from search.vocabulary import distance, initials, learn, nearest
from tests.factories import TopicFactory

from .conftest import Add, settle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_engine")]


def offered(typed: str) -> list[str]:
    return [each.text for each in suggestions(typed)]


def hide(number: int) -> None:
    SearchDoc.objects.filter(object_id=number).update(visible=False)


def test_titles_are_offered_while_they_are_typed(add: Add) -> None:
    add("미세먼지 측정기를 늘립시다")
    add("버스", "미세먼지 이야기")
    for typed in ("미세", "미세먼지", "미세먼ㅈ", "미세머", "먼지 측정"):
        assert offered(typed)[0] == "미세먼지 측정기를 늘립시다"
    assert offered("미") == offered("") == offered("  ") == []


def test_initial_consonants_find_words(add: Add) -> None:
    add("미세먼지를 줄입시다")
    add("미세먼지 측정기")
    add("문서의 목적")
    assert learn() == 3
    assert offered("ㅁㅅㅁㅈ") == ["미세먼지"]
    assert offered("ㅁ ㅅ") == ["미세먼지", "문서"]
    assert offered("ㅋㅋㅋ") == []


def test_a_code_that_is_being_typed_offers_its_thing(add: Add) -> None:
    add("가로등", code="MD-2026-0007")
    add("비밀", code="MD-2026-0008", visible=False)
    for typed in ("md-2026-000", "md2026000", "MD20260007", "md 2026 0007", "md-2026-7"):
        assert offered(typed) == ["가로등"], typed
    assert offered("md20260008") == []


def test_among_many_codes_the_one_that_was_typed_comes_first(add: Add) -> None:
    for n in range(7_000, 7_060):
        add(f"제안 {n}", code=f"MD-2026-{n}")
    add("가로등", code="MD-2026-700")
    for typed in ("MD-2026-700", "md2026700"):
        assert offered(typed) == ["가로등", "제안 7000", "제안 7001"]
    assert len(offered("md-2026")) == 3


def test_codes_are_found_by_their_beginning_through_the_index(add: Add) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # the few rows of a test are read faster than an index
    plan = SearchDoc.objects.with_code_begun("md-2026-7").explain()
    assert "search_doc_code" in plan
    assert "SCAN search_searchdoc" not in plan, "all codes would be looked at"
    assert "Index Cond" in plan or connection.vendor == "sqlite", "all codes would be looked at"


def test_initial_consonants_offer_what_can_be_looked_for_before_what_ends_a_sentence(add: Add) -> None:
    for n in range(3):
        add(f"함께 봅시다 {n}")
    add("버스 노선")
    learn()
    assert offered("ㅂㅅ") == ["버스", "봅시다"]


def test_initial_consonants_that_are_sent_off_are_answered_with_their_word(add: Add, client: Client) -> None:
    add("버스 노선")
    hidden = add("바수 바수")
    learn()
    hide(hidden)
    assert find("ㅂㅅ").suggestion == find("ㅂ ㅅ").suggestion == "버스"
    assert find("ㅂㅅㄱ").suggestion == ""
    assert "버스</strong>" in client.get("/search/?q=ㅂㅅ").content.decode()


def test_topics_are_offered(add: Add) -> None:
    topic = TopicFactory(name="달팽이길")
    (found,) = suggestions("팽이")
    assert (found.text, found.url) == ("달팽이길", f"/search/?topic={topic.pk}")


def test_nothing_hidden_is_offered_not_even_its_words(add: Add) -> None:
    """S73."""
    number = add("느티나무 비밀", code="MD-2026-0009")
    learn()
    assert offered("ㄴㅌㄴㅁ") == ["느티나무"]
    hide(number)
    for typed in ("ㄴㅌㄴㅁ", "느티나무", "MD-2026-0009"):
        assert offered(typed) == []
    assert find("느티나므").suggestion == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("미세먼디", "미세먼지"),
        ("미세멎지", "미세먼지"),
        ("마세먼지", "미세먼지"),
        ("미세먼지지", "미세먼지"),
        ("버슈 노선", "버스 노선"),
        ("도서간을", "도서관을"),
        ("libary", "library"),
        ('"미세먼디"', ""),
        ("우주왕복선", ""),
    ],
)
def test_a_slip_of_the_finger_is_understood(add: Add, typed: str, meant: str) -> None:
    for title in ("미세먼지 측정기", "버스 노선", "도서관 시간", "Library hours"):
        add(title)
    learn()
    assert find(typed).suggestion == meant


def test_what_finds_something_is_not_put_right(add: Add) -> None:
    add("버슈 이야기")
    add("버스 노선")
    learn()
    assert find("버슈").suggestion == ""


def test_words_are_learnt_once_and_new_ones_follow(add: Add) -> None:
    add("버스 노선")
    assert learn() == 1
    assert learn() == 0
    add("버스 요금")
    assert learn() == 1
    assert dict(Word.objects.values_list("text", "seen")) == {"버스": 2, "노선": 1, "요금": 1}
    cache.clear()
    assert learn() == 2
    assert Word.objects.count() == 3


def test_the_page_and_the_box_show_them(client: Client, add: Add) -> None:
    add("미세먼지 측정기")
    learn()
    html = client.get("/en/search/?q=미세먼디").content.decode()
    assert "Did you mean this?" in html
    assert "<strong>미세먼지</strong>" in html
    assert 'data-suggest-url-value="/en/search/suggest/"' in client.get("/en/ideas/").content.decode()
    answer = client.get("/en/search/suggest/?q=미세")
    assert '<a href="/en/ideas/1/">' in answer.content.decode()
    assert client.get("/search/suggest/?q=%00").content == b""
    assert client.get("/search/suggest/").content == b""
    assert client.get("/api/v1/search?q=미세먼디").json()["suggestion"] == "미세먼지"


def test_what_is_offered_is_no_markup(client: Client, add: Add) -> None:
    add("버스 <script>alert(1)</script>")
    assert "<script" not in client.get("/search/suggest/?q=버스").content.decode()


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [("abc", "abc", 0), ("abc", "abd", 1), ("abc", "acb", 1), ("abc", "ab", 1), ("abc", "xyz", 3)],
)
def test_letters_are_counted(one: str, other: str, far: int) -> None:
    assert distance(one, other, 2) == far


def test_initials_are_those_of_the_syllables() -> None:
    assert initials("까치밥a") == "ㄲㅊㅂ-"
    assert nearest("없는낱말") == ""


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=30) | st.text(alphabet='ㄱㅏㄲ가각 a-":', max_size=20))
def test_anything_can_be_typed(typed: str) -> None:
    suggestions(typed)
    find(typed)
    vocabulary.is_initials(typed)
    settle()
