"""Finding again: by code, by an address that was shared, and in an order that stays."""

import pytest
from playwright.sync_api import Page, expect

from ideas import counts
from participation.moderation.actions import hide
from search.indexing import index
from tests.factories import IdeaFactory, TopicFactory, UserFactory


@pytest.fixture
def ideas(consultation):
    """Sixty ideas in two topics, every third of them asking for votes."""
    author, topics = UserFactory(), [TopicFactory(name=name) for name in ("교통", "안전")]
    made = [
        IdeaFactory(
            consultation=consultation,
            author=author,
            topic=topics[n % 2],
            title=f"{n}번째 정류장에 의자를 놓아 주세요",
            voting=n % 3 == 0,
        )
        for n in range(60)
    ]
    counts.recount()
    return made


def titles(page: Page) -> list[str]:
    return page.get_by_role("main").get_by_role("article").get_by_role("heading", level=2).all_inner_texts()


def to_the_end(page: Page) -> list[str]:
    """All titles, once "show more" has added what there is."""
    articles = page.get_by_role("main").get_by_role("article")
    while (more := page.get_by_role("main").get_by_role("link", name="더 보기")).count():
        before = articles.count()
        more.click()
        expect(articles).not_to_have_count(before)
    return titles(page)


def test_a_code_is_found_first(open_page, ideas):
    """S71."""
    for idea in ideas[:5]:
        index(idea)
    page = open_page("/")
    page.get_by_role("search", name="사이트 전체에서 찾기").get_by_role("combobox").fill(ideas[3].code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("article").first.get_by_role("link", name=ideas[3].title)).to_be_visible()


def test_a_particle_does_not_hide_a_word(open_page, consultation):
    """S69."""
    for title in ("버스를 늘려 주세요", "밤에도 버스가 필요합니다", "버스 정류장 의자"):
        index(IdeaFactory(consultation=consultation, title=title, body="다른 말로 길게 적은 내용입니다."))
    page = open_page("/search/?q=버스&kind=idea")
    expect(page.get_by_role("heading", level=1)).to_contain_text("3")
    assert page.get_by_role("mark").all_inner_texts().count("버스") >= 3


def test_an_address_with_filters_shows_the_same_to_another(open_page, joon, ideas):
    """S72."""
    page = open_page("/ideas/?sort=newest")
    first = titles(page)
    facets = page.get_by_role("main").get_by_role("link")
    facets.filter(has_text="교통").filter(has_text="30").click()
    page.wait_for_url("**topic=**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("30")
    page.get_by_role("main").get_by_role("link").filter(has_text="투표").filter(has_text="10").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("10")
    shared, seen = page.url, titles(page)
    assert len(seen) == 10
    other = open_page(shared, user=joon)
    assert titles(other) == seen
    assert other.get_by_role("heading", level=1).inner_text() == page.get_by_role("heading", level=1).inner_text()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("30")
    page.wait_for_load_state()  # going back loads the page anew
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("60")
    page.wait_for_load_state()
    assert titles(page) == first


def test_what_is_hidden_is_in_no_list(open_page, hana, ideas):
    """S73."""
    for idea in ideas[:2]:
        index(idea)
    hide(user=hana, target=ideas[0], reason="광고입니다.")
    page = open_page(f"/search/?q={ideas[0].code}")
    expect(page.get_by_text(ideas[0].title)).to_have_count(0)
    page.goto("/ideas/?sort=newest")
    expect(page.get_by_role("heading", level=1)).to_contain_text("59")


def test_a_random_order_is_the_same_tomorrow(open_page, joon, ideas):
    """S74."""
    page = open_page("/ideas/")
    page.get_by_text("다른 순서").first.click()
    page.get_by_role("link", name="아무거나").click()
    page.wait_for_url("**seed=**")
    start, seen = page.url, titles(page)
    whole = to_the_end(page)
    assert whole[: len(seen)] == seen
    assert sorted(whole) == sorted(idea.title for idea in ideas)
    IdeaFactory(title="오늘 새로 올린 제안입니다", consultation=ideas[0].consultation)
    tomorrow = open_page(start, user=joon)
    assert titles(tomorrow) == seen
    assert to_the_end(tomorrow) == whole
