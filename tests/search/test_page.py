"""The search page, as a visitor's browser gets it."""

import datetime as dt
import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.factories import PlaceFactory, TopicFactory

from .conftest import Add

pytestmark = pytest.mark.django_db


def page(client: Client, query: str = "", language: str = "") -> str:
    response = client.get(f"{language}/search/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_hits_are_shown_with_their_words_marked(client: Client, add: Add) -> None:
    """S69."""
    number = add("심야버스를 늘립시다", "밤에 <버스>가 없습니다.", author_name="미나", code="MD-1", votes=3)
    html = page(client, "?q=버스")
    assert f'<a href="/ideas/{number}/">심야<mark>버스</mark>를 늘립시다</a>' in html
    assert "밤에 &lt;<mark>버스</mark>&gt;가 없습니다." in html
    assert "미나" in html
    assert "MD-1" in html


def test_the_readers_language_is_kept_on_the_way(client: Client, add: Add) -> None:
    """S89."""
    number = add("버스")
    html = page(client, "?q=버스", "/en")
    assert f'href="/en/ideas/{number}/"' in html
    assert "“버스”: 1 result" in html
    assert "Best match" in html


def test_an_address_gives_the_same_list_to_everybody(client: Client, add: Add) -> None:
    """S72."""
    add("버스 요금", status="done", topic_id=3, kind="article")
    add("버스 노선", status="open", topic_id=3)
    html = page(client, "?q=버스&status=done&topic=3&from=2026-01-01&to=2026-01-01")
    assert "요금</a>" in html
    assert "노선</a>" not in html
    for field in ("status", "topic"):
        assert f'<input type="hidden" name="{field}"' in html
    assert 'value="2026-01-01"' in html


def test_kinds_can_be_chosen_and_are_counted(client: Client, add: Add) -> None:
    for n in range(12):
        add(f"버스 {n}", kind="scroll" if n < 5 else "stone")
    html = page(client, "?q=버스&kind=scroll")
    assert re.search(r'aria-current="true"><span>Scroll</span><span>5</span>', html)
    assert re.search(r'kind=stone"><span>Stone</span><span>7</span>', html)
    assert len(re.findall(r"<article ", html)) == 5


def test_every_facet_can_be_chosen_and_taken_away(client: Client, add: Add) -> None:
    """S72."""
    topics = [TopicFactory(name=name) for name in ("교통", "공원")]
    for n in range(12):
        add(
            f"버스 {n}",
            topic_id=topics[n % 2].pk,
            status="done" if n < 3 else "voting",
            date=dt.datetime(2024 + n % 2, 5, 5, tzinfo=dt.UTC),
        )
    html = page(client, "?q=버스&status=done")
    assert f'topic={topics[0].pk}"><span>교통</span><span>2</span>' in html
    assert re.search(r'status=voting"><span>[^<]+</span><span>9</span>', html)
    assert "from=2024-01-01&amp;to=2024-12-31" in html
    assert re.search(r'href="\?q=[^"&]*" aria-current="true"><span>[^<]*</span><span>3</span>', html)


def test_a_wrong_operator_is_explained_and_the_rest_is_found(client: Client, add: Add) -> None:
    add("버스")
    html = page(client, "?q=버스 종류:우주선 기간:어제", "/en")
    assert "“종류:우주선” was passed over" in html
    assert "“기간:어제” was passed over: write dates like" in html
    assert "<mark>버스</mark>" in html


def test_a_wrong_name_is_answered_with_those_that_there_are(client: Client, add: Add) -> None:
    idea = add("버스 하나")
    html = page(client, "?q=버스 kind:bus", "/en")
    said = re.search(r"there is nothing of that name. You can write: ([^<]*)\.", html)
    assert said
    names = said[1].replace("&quot;", '"')
    assert "Idea" in names
    assert page(client, f"?q=버스 kind:{names.split(', ')[0]}", "/en").count("You can write") == 0
    assert f"/en/ideas/{idea}/" in page(client, "?q=버스 kind:Idea", "/en")
    assert "You can write: " in page(client, "?q=버스 상태:버스", "/en")
    for n in range(25):
        TopicFactory(name=f"주제 {n}")
    assert "“topic:bus” was passed over: there is nothing of that name.<" in page(client, "?q=topic:bus", "/en")


def test_where_there_is_nothing_to_narrow_by_no_filter_is_shown(client: Client, add: Add) -> None:
    add("버스")
    assert 'class="facets"' not in page(client, "?q=없는말")
    assert 'class="facets"' in page(client, "?q=없는말&kind=idea")


def test_topics_and_places_are_named_in_any_language(client: Client, add: Add) -> None:
    topic = TopicFactory(name="교통", translations={"en": "Getting around"})
    place = PlaceFactory(name="행복동 1가")
    add("버스 하나", topic_id=topic.pk, place_id=place.pk)
    add("버스 둘")
    for words in ("주제:교통", 'topic:"Getting around"', f"topic:{topic.slug}", '지역:"행복동 1가"', "동네:행복동1가"):
        html = page(client, f"?q=버스 {words}")
        assert "하나</a>" in html
        assert "둘</a>" not in html


def test_any_search_is_a_feed(client: Client, add: Add) -> None:
    """S72, S73."""
    for n in range(12):
        add(f"버스 {n}", status="done" if n % 2 else "voting", author_name="미나")
    add("버스 비밀", visible=False)
    html = page(client, "?q=버스&status=done")
    address = re.search(r'<link rel="alternate" type="application/atom\+xml"[^>]*href="([^"]*)"', html)
    assert address
    feed = client.get(address[1].replace("&amp;", "&"))
    assert feed.status_code == 200
    entries = ElementTree.fromstring(feed.content).findall("{http://www.w3.org/2005/Atom}entry")
    titles = [entry.findtext("{http://www.w3.org/2005/Atom}title") for entry in entries]
    assert titles == [f"버스 {n}" for n in (11, 9, 7, 5, 3, 1)]
    assert client.get("/feeds/search.atom").status_code == 200
    assert client.get("/feeds/search.atom?q=%00&from=x&topic=-1").status_code == 200


def test_a_feed_tells_no_news_of_what_is_only_close(client: Client, add: Add) -> None:
    add("심야버스를 늘립시다")
    add("심야 버스 증차")
    assert "Not all of these words" in page(client, "?q=심야버스", "/en")
    feed = client.get("/feeds/search.atom?q=심야버스&kind=idea&lang=en").content.decode()
    assert "늘립시다" in feed
    assert "증차" not in feed
    assert "<title>심야버스 · Kind: Idea · " in feed


def test_exactly_this_word_is_a_filter_of_the_page_and_of_the_api(client: Client, add: Add) -> None:
    add("버스 노선")
    add("콜버스 노선")
    html = page(client, "?q=버스&exact=on", "/en")
    assert len(re.findall(r"<article ", html)) == 1
    assert re.search(r'<input type="checkbox" name="exact"[^>]* checked', html)
    assert "exact=on" in re.search(r'<link rel="alternate"[^>]*href="([^"]*)"', html)[1]  # type: ignore[index]  # it is there
    assert client.get("/api/v1/search?q=버스&exact=true").json()["count"] == 1
    assert client.get("/api/v1/search?q=버스").json()["count"] == 2
    assert "After “word:” a word is missing" in page(client, "?q=버스 word:", "/en")


def test_the_operators_are_explained(client: Client) -> None:
    assert "기간:2024-01..2024-06" in page(client, "", "/en")


def test_pages_follow_one_another(client: Client, add: Add) -> None:
    for n in range(25):
        add(f"버스 {n}")
    first = page(client, "?q=버스&sort=date")
    following = re.search(r'href="(\?[^"]*cursor=[^"]*)" rel="next"', first)
    assert following
    second = page(client, following[1].replace("&amp;", "&"))
    assert len(re.findall(r"<article ", first)) == 20
    assert len(re.findall(r"<article ", second)) == 5
    assert 'rel="next"' not in second


def test_near_hits_stand_under_a_heading_of_their_own(client: Client, add: Add) -> None:
    add("심야 버스 증차")
    html = page(client, "?q=심야버스증차", "/en")
    assert html.index("Not all of these words, but close") < html.index("<mark>심야</mark>")


def test_nothing_found_says_what_to_try(client: Client, add: Add) -> None:
    add("버스")
    assert "Try fewer or shorter words" in page(client, "?q=없는말", "/en")
    assert "What are you looking for?" in page(client, "", "/en")


def test_an_empty_list_offers_what_finds_something(client: Client, add: Add) -> None:
    for n in range(3):
        add(f"버스 요금 {n}")
    add("택시", topic_id=5)

    def offered(query: str) -> dict[str, str]:
        html = page(client, query, "/en")
        found = re.findall(r'<li><a href="([^"]*)">([^<]*)</a> \((\d+) results?\)</li>', html)
        return {label: f"{count} {address}" for address, label, count in found}

    assert offered("?q=버스&topic=5")["Without the filters"].startswith("3 ?q=")
    assert offered('?q="요금 버스"')["Without the quotes"].startswith("3 ?")
    assert offered("?q=버스 택시")["Any of these words"].startswith("4 ?")
    assert offered("?q=요금버스&exact=on&status=done").keys() == {"Without the filters"}
    assert offered("?q=버&exact=on") == {"As a part of longer words too": "3 ?q=%EB%B2%84"}
    assert offered("?q=비행기 요람") == {}
    assert offered('?q="') == offered('?q=""') == offered('?q="" -') == {}


def test_a_long_text_is_shortened_in_the_heading_and_said_to_be_cut(client: Client, add: Add) -> None:
    add("버스")
    html = page(client, f"?q={'버스' * 200}", "/en")
    assert re.search(r"<h1>“.{59}…”", html)
    assert "its first 300 letters were looked for" in html
    assert f'value="{"버스" * 200}"' in html
    assert "its first 300 letters" not in page(client, f"?q={'버스' * 150}", "/en")


def test_what_no_database_takes_is_passed_over_wherever_it_stands(client: Client, add: Add) -> None:
    add("버스 하나", status="done")
    assert "<mark>버스</mark>" in page(client, "?q=%00버스")
    assert "<mark>버스</mark>" in page(client, "?q=버스&status=%00&kind=%00")
    for part in ("", "time/", "words/", "people/", "beside/"):
        html = client.get(f"/research/{part}?q=%00버스&from=%00").content.decode()
        assert 'value="버스"' in html
        assert "id_q_error" not in html


def test_what_is_only_close_is_said_to_stay_out_of_what_is_taken_away(client: Client, add: Add) -> None:
    add("심야 버스 증차")
    said = "is not saved, cited or taken away"
    assert said in page(client, "?q=심야버스", "/en")
    assert said not in page(client, "?q=버스", "/en")


def test_a_date_that_is_none_is_said_at_its_field_and_keeps_the_words(client: Client, add: Add) -> None:
    add("버스")
    html = page(client, "?q=버스&from=yesterday")
    assert 'id="id_from_error"' in html
    assert 'value="버스"' in html
    assert "<mark>버스</mark>" in html


def test_days_the_wrong_way_round_are_said_to_be(client: Client, add: Add) -> None:
    add("버스")
    html = page(client, "?q=버스&from=2026-01-02&to=2026-01-01", "/en")
    assert re.search(r'id="id_to_error"[^>]*>.*?This day lies before the first one', html, re.DOTALL)
    assert "id_to_error" not in page(client, "?q=버스&from=2026-01-01&to=2026-01-01", "/en")


@pytest.mark.parametrize(
    "query",
    [
        "?q=%00",
        "?q=%ff%fe",
        '?q="><script>alert(1)</script>',
        "?q=" + "x" * 5_000,
        "?q=버스&cursor=%00&sort=x&kind=&topic=abc&place=-1",
        "?q=버스&kind=" + "k" * 3_000,
        "?topic=99999999999999999999",
        "?from=0001-01-01&to=9999-12-31",
        "?from=9999-12-31&to=0001-01-01",
        "?author=%00%27",
        "?q=버스&q=택시&cursor=a&cursor=b",
    ],
)
def test_no_address_is_an_error_page(client: Client, add: Add, query: str) -> None:
    add("버스")
    html = page(client, query)
    assert "<script>alert" not in html


def test_search_pages_are_not_for_other_search_engines(client: Client) -> None:
    assert 'name="robots" content="noindex' in page(client, "?q=버스")


def test_a_page_needs_few_queries(client: Client, add: Add, django_assert_max_num_queries: object) -> None:
    for n in range(30):
        add(f"버스 {n}", "버스를 탑니다.")
    page(client, "?q=버스")
    with django_assert_max_num_queries(8):  # type: ignore[operator]  # pytest-django's fixture
        page(client, "?q=버스")


def test_the_page_takes_no_other_method(client: Client) -> None:
    assert client.post("/search/", {"q": "버스"}).status_code == 405
