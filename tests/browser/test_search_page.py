"""The search page from end to end: operators, threads, facets, days, orders, paper and feed."""

from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ideas.actions.answering import transition_idea
from search.indexing import index
from tests.factories import IdeaFactory, ObservationFactory, PlaceFactory, TopicFactory

from .conftest import PHONE

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def town(mina, joon):
    """Two years of ideas in two topics, and what somebody noticed."""
    traffic, parks = (TopicFactory(name=name, translations={"en": english}) for name, english in TOPICS)
    place = PlaceFactory(name="은행동")
    made: dict[str, Any] = {
        "night": IdeaFactory(
            title="심야버스를 늘립시다",
            author=mina,
            topic=traffic,
            created_at=at(2024, 3),
            voting=True,
            support_count=7,
        ),
        "fare": IdeaFactory(
            title="버스 요금을 내립시다", author=joon, topic=traffic, place=place, created_at=at(2025, 5), done=True
        ),
        "tree": IdeaFactory(
            title="버스 정류장에 나무를 심읍시다", author=joon, topic=parks, created_at=at(2024, 9), support_count=3
        ),
        "seen": ObservationFactory(text="버스가 늘 늦게 옵니다.", author=mina, created_at=at(2025, 1)),
    }
    for each in made.values():
        index(each)
    return made


TOPICS = (("교통", "Getting around"), ("공원", "Parks"))


def at(year: int, month: int) -> datetime:
    return timezone.make_aware(datetime(year, month, 10))  # noqa: DTZ001  # made aware


def hits(page: Page) -> set[str]:
    return set(page.get_by_role("main").get_by_role("article").get_by_role("heading").all_inner_texts())


def search(page: Page, words: str) -> None:
    box = page.get_by_role("main").get_by_role("combobox")
    box.fill(words)
    box.press("Enter")
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("q") == [words])


OPERATORS = {
    '"버스 요금"': {"fare"},
    "버스 -요금 -나무": {"night", "seen"},
    "요금 OR 나무": {"fare", "tree"},
    "버스 작성자:미나": {"night", "seen"},
    "버스 author:준": {"fare", "tree"},
    "버스 종류:관찰": {"seen"},
    "버스 kind:idea": {"night", "fare", "tree"},
    "버스 주제:공원": {"tree"},
    'bus OR 버스 topic:"Getting around"': {"night", "fare"},
    "버스 지역:은행동": {"fare"},
    "버스 place:은행동": {"fare"},
    "버스 상태:완료": {"fare"},
    "버스 state:done": {"fare"},
    "버스 기간:2024-01..2024-06": {"night"},
    "버스 date:2025": {"fare", "seen"},
    "버스 기간:2024-09..": {"fare", "tree", "seen"},
}


NAMED = ("작성자:", "author:", "종류:", "kind:", "지역:", "place:", "상태:", "state:", "기간:2024-01..2024-06")


@pytest.mark.parametrize(
    ("prefix", "how", "shown"),
    [
        ("", "더 정확하게 찾는 방법", ('"심야 버스"', "-택시", "지하철 OR 전철")),
        ("/en", "How to search more exactly", ('"night bus"', "-taxi", "subway OR metro")),
    ],
)
def test_operators_work_in_both_languages_as_the_help_says(open_page, town, prefix, how, shown):
    page = open_page(f"{prefix}/search/")
    page.locator("summary", has_text=how).click()
    for name in (*shown, *NAMED):
        expect(page.locator(".search-help").get_by_text(name, exact=True)).to_be_visible()
    titles = {name: getattr(each, "title", "") or each.text for name, each in town.items()}
    for words, wanted in OPERATORS.items():
        search(page, words)
        assert {name for name, title in titles.items() if title in hits(page)} == wanted, words
        expect(page.locator(".callout")).to_have_count(0)


def test_hits_of_one_thread_stand_together(open_page, consultation, suho, deliver_all):
    idea = IdeaFactory(title="심야버스를 늘립시다", consultation=consultation, owed=True)
    for number in range(11):
        index(IdeaFactory(title=f"심야버스 {number}", consultation=consultation))
    index(idea)
    transition_idea(user=suho, idea=idea, to="accepted", reason="심야버스를 두 대 늘립니다.")
    deliver_all()
    page = open_page("/search/?q=심야버스")
    expect(page.get_by_role("heading", level=1)).to_contain_text("13")
    assert len(page.get_by_role("article").all()) == 12
    more = page.get_by_role("link", name="여기에 1건 더")
    more.click()
    expect(page.get_by_role("article")).to_have_count(2)
    page.get_by_role("link", name="찾은 글 모두 보기").click()
    expect(page.get_by_role("article")).to_have_count(12)


def facet(page: Page, name: str) -> dict[str, str]:
    """The values of a facet with their counts."""
    links = page.get_by_role("navigation", name=name, exact=True).get_by_role("link").all()
    pairs = (link.locator("span").all_inner_texts() for link in links)
    return {label: "".join(count) for label, *count in pairs}


def test_each_facet_keeps_its_siblings(open_page, town):
    """S72: and going back brings back what was there before."""
    page = open_page("/search/?q=버스")
    before = {name: facet(page, name) for name in ("종류", "주제", "해")}
    assert before == {
        "종류": {"모두": "", "제안": "3", "관찰": "1"},
        "주제": {"모두": "", "교통": "2", "공원": "1"},
        "해": {"모두": "", "2025": "2", "2024": "2"},
    }
    page.get_by_role("link", name="교통 2").click()
    page.wait_for_url("**topic=**")
    page.get_by_role("link", name="2024 1").click()
    page.wait_for_url("**from=**")
    assert hits(page) == {"심야버스를 늘립시다"}
    assert facet(page, "주제") == {"모두": "", "교통": "1", "공원": "1"}
    assert facet(page, "해") == {"모두": "", "2025": "1", "2024": "1"}
    shared = page.url
    page.go_back()
    page.wait_for_url(lambda url: "from=" not in url)
    page.go_back()
    page.wait_for_url(lambda url: "topic=" not in url)
    assert {name: facet(page, name) for name in before} == before
    other = open_page(shared.replace("/search/", "/en/search/"), viewport=PHONE)
    assert hits(other) == {"심야버스를 늘립시다"}


def test_days_and_orders_narrow_and_sort(open_page, town):
    page = open_page("/search/?q=버스")
    page.get_by_text("꼭 그 낱말만, 또는").click()
    page.get_by_label("이날부터").fill("2024-09-01")
    page.get_by_label("이날까지").fill("2025-01-31")
    page.get_by_role("main").get_by_role("button", name="찾기").click()
    page.wait_for_url("**from=2024-09-01**")
    assert hits(page) == {"버스 정류장에 나무를 심읍시다", "버스가 늘 늦게 옵니다."}
    page.goto("/search/?q=버스")
    page.get_by_role("link", name="새로 올라온").click()
    page.wait_for_url("**sort=date**")
    titles = page.get_by_role("main").get_by_role("article").get_by_role("heading")
    assert titles.all_inner_texts()[0] == town["fare"].title
    page.get_by_role("link", name="지지 많은").click()
    page.wait_for_url("**sort=votes**")
    assert titles.all_inner_texts()[:2] == [town["night"].title, town["tree"].title]


def test_paper_shows_what_was_asked_and_found_and_nothing_to_press(open_page, town):
    page = open_page("/search/?q=버스&kind=idea")
    page.emulate_media(media="print")
    for title in (town["night"].title, town["fare"].title):
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("“버스”")
    for control in (
        page.get_by_role("main").get_by_role("combobox"),
        page.get_by_role("main").get_by_role("button"),
        page.locator("summary"),
        page.get_by_role("link", name="새 결과 알림 받기"),
    ):
        expect(control.locator("visible=true")).to_have_count(0)


def test_a_search_is_followed_as_a_feed(open_page, client, town):
    """S72."""
    page = open_page("/search/?q=버스&kind=idea")
    address = page.get_by_role("link", name="Atom").get_attribute("href")
    feed = ElementTree.fromstring(client.get(address).content)
    newest_first = [town[name].title for name in ("fare", "tree", "night")]
    assert [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")] == newest_first
    page.goto(urlsplit(feed.find(f"{ATOM}entry/{ATOM}link").get("href")).path)
    expect(page.get_by_role("heading", level=1)).to_have_text(town["fare"].title)
