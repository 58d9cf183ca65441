"""The researcher's desk, as a hand uses it."""

import re
import struct
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from search.indexing import index
from tests.factories import IdeaFactory


@pytest.fixture
def year_of_buses(consultation):
    """An idea in each of the last twelve months."""
    for number in range(12):
        moment = timezone.localtime().replace(day=15) - timedelta(days=30 * number)
        index(IdeaFactory(consultation=consultation, title=f"버스 {number}", created_at=moment))


def span(page: Page) -> tuple[str, str]:
    asked = parse_qs(urlsplit(page.url).query)
    return asked["from"][0], asked["to"][0]


def test_a_span_is_selected_on_the_picture(open_page, year_of_buses):
    page = open_page("/research/time/?q=버스")
    drawing = page.locator("[data-span] svg")
    drawing.scroll_into_view_if_needed()
    box = drawing.bounding_box()
    y = box["y"] + box["height"] / 3
    page.mouse.move(box["x"] + box["width"] * 0.5, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, y, steps=4)
    page.mouse.up()
    page.wait_for_url(re.compile("from="))
    first, last = span(page)
    assert first < last
    assert (first[-2:], page.get_by_label("이날부터").input_value()) == ("01", first)
    page.get_by_role("link", name="모든 달 보기").click()
    page.wait_for_url(lambda url: "from=" not in url)


def test_a_span_is_selected_with_the_keyboard_alone(open_page, year_of_buses):
    page = open_page("/research/time/?q=버스")
    frame = page.locator("[data-span] .chart__frame")
    frame.focus()
    for keys in ("ArrowLeft", "ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft"):
        page.keyboard.press(keys)
    expect(page.locator("#announcer")).to_have_text(re.compile(r"^\d{4}-\d{2} – \d{4}-\d{2}$"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("from="))
    first, last = span(page)
    assert (first[-2:], first[:7] < last[:7]) == ("01", True)


def test_a_month_is_selected_without_scripts(open_page, year_of_buses):
    page = open_page("/research/time/?q=버스", java_script_enabled=False)
    month = f"{timezone.localtime():%Y-%m}"
    page.get_by_role("link", name=month, exact=True).click()
    assert span(page)[0] == f"{month}-01"
    expect(page.get_by_role("button", name="그림(PNG)")).to_be_hidden()


def test_a_picture_is_taken_away_as_png(open_page, year_of_buses, tmp_path):
    page = open_page("/research/time/?q=버스")
    with page.expect_download() as begun:
        page.get_by_role("button", name="그림(PNG)").first.click()
    assert begun.value.suggested_filename == "months.png"
    saved = Path(tmp_path / "months.png")
    begun.value.save_as(saved)
    picture = saved.read_bytes()
    assert picture.startswith(b"\x89PNG")
    width, _height = struct.unpack(">II", picture[16:24])
    assert width == 1520


def test_checked_results_lead_to_what_is_like_them(open_page, consultation):
    """The keyboard alone is enough."""
    for word in ("의자", "지붕", "조명"):
        index(IdeaFactory(consultation=consultation, title=f"심야버스 정류장 {word}"))
    page = open_page("/research/?q=의자")
    page.get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="고른 글과 비슷한 글 찾기").press("Enter")
    expect(page.get_by_role("heading", name="비슷한 글")).to_be_visible()
    expect(page.get_by_text("함께 나오는 낱말:").first).to_contain_text("정류장")
