"""Lists that change in place: filters and orders swap them, "show more" adds to them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ideas import counts
from tests.factories import IdeaFactory, ObservationFactory, TopicFactory, UserFactory

from .conftest import PHONE


@pytest.fixture
def ideas(consultation):
    """Thirty ideas in two topics."""
    author, topics = UserFactory(), [TopicFactory(name=name) for name in ("교통", "안전")]
    made = [
        IdeaFactory(consultation=consultation, author=author, topic=topics[n % 2], title=f"{n}번째 정류장에 의자를")
        for n in range(30)
    ]
    counts.recount()
    return made


def mark(page: Page) -> None:
    """Leave a mark that a new page would not have, once the page can change in place."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.body.dataset.mark = 'same page'")


def is_same_page(page: Page) -> bool:
    return bool(page.evaluate("document.body.dataset.mark === 'same page'"))


def heading(page: Page):
    return page.get_by_role("heading", level=1)


def test_a_filter_changes_the_list_in_place(open_page, ideas):
    """S72: the address says what is shown, also to other languages; going back brings back what was there."""
    page = open_page("/ideas/?sort=newest")
    mark(page)
    link = page.get_by_role("navigation", name="주제").get_by_role("link", name="교통")
    link.click()
    expect(heading(page)).to_contain_text("15")
    assert is_same_page(page)
    expect(link).to_be_focused()
    assert "topic=" in page.url
    other = page.get_by_role("banner").get_by_role("link", name="English")
    assert "topic=" in str(other.get_attribute("href"))
    page.go_back()
    expect(heading(page)).to_contain_text("30")
    expect(page.get_by_role("article")).to_have_count(25)


def test_an_order_is_chosen_by_keyboard_and_the_focus_stays(open_page, ideas, assert_accessible):
    """S90."""
    page = open_page("/ideas/")
    mark(page)
    page.get_by_role("main").get_by_role("link", name="지지 많은").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=supported**")
    chosen = page.get_by_role("main").get_by_role("link", name="지지 많은")
    expect(chosen).to_be_focused()
    expect(chosen).to_have_attribute("aria-current", "true")
    assert is_same_page(page)
    assert_accessible(page)


def test_more_ideas_are_added_below_and_reading_goes_on_there(open_page, ideas):
    page = open_page("/ideas/?sort=newest")
    mark(page)
    before = page.url
    page.get_by_role("link", name="더 보기").click()
    rows = page.get_by_role("article")
    expect(rows).to_have_count(30)
    expect(rows.nth(25).get_by_role("link").last).to_be_focused()
    expect(page.get_by_role("link", name="더 보기")).to_have_count(0)
    assert is_same_page(page)
    assert page.url == before


def test_ticks_stay_when_more_observations_are_shown(open_page, mina, consultation):
    for n in range(30):
        ObservationFactory(author=mina, consultation=consultation, text=f"{n}번째 가로등이 꺼져 있습니다")
    page = open_page("/observations/")
    mark(page)
    page.get_by_role("checkbox").nth(2).check()
    page.get_by_role("link", name="더 보기").click()
    expect(page.get_by_role("article")).to_have_count(30)
    expect(page.get_by_role("checkbox").nth(2)).to_be_checked()


def test_on_a_phone_the_choices_fold_up_and_reading_goes_on_at_the_heading(open_page, ideas):
    page = open_page("/ideas/?sort=newest", viewport=PHONE)
    mark(page)
    page.get_by_text("골라 보기", exact=True).click()
    page.get_by_role("navigation", name="주제").get_by_role("link", name="안전").click()
    expect(heading(page)).to_contain_text("15")
    expect(heading(page)).to_be_focused()
    assert is_same_page(page)


def test_without_scripts_the_same_links_are_pages(open_page, ideas):
    page = open_page("/ideas/?sort=newest", java_script_enabled=False)
    page.get_by_role("link", name="더 보기").click()
    expect(page.get_by_role("article")).to_have_count(5)
    assert "cursor=" in page.url


def test_the_first_pages_under_two_half_lives_begin_side_by_side(open_page, consultation):
    """A shorter column does not spread its rows over the height of the longer one."""
    for days, support in ((1, 3), (20, 40), (50, 90)):
        created = timezone.now() - timedelta(days=days)
        IdeaFactory(consultation=consultation, voting=True, support_count=support, created_at=created)
    page = open_page(f"/en/desk/orders/consultations/{consultation.slug}/?days=30", user=UserFactory(admin=True))
    columns = page.locator(".cards > .panel ol")
    expect(columns).to_have_count(2)
    tops = [columns.nth(n).evaluate("list => list.getBoundingClientRect().top") for n in range(2)]
    assert tops[0] == pytest.approx(tops[1], abs=1)
