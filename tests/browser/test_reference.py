"""The API's page: short, and everything on it can be reached and printed."""

import pytest
from playwright.sync_api import expect

from .conftest import PHONE

DOCS = "/api/v1/docs"


@pytest.mark.parametrize("has_scripts", [True, False])
def test_it_is_short_on_a_phone_and_unfolds_without_scripts(open_page, has_scripts):
    page = open_page(DOCS, viewport=PHONE, java_script_enabled=has_scripts)
    operation = page.get_by_role("heading", name="GET /api/v1/search", exact=True)
    expect(operation).to_be_hidden()
    main = page.get_by_role("main").bounding_box()
    assert main["height"] < 12_000
    page.locator("summary").filter(has=page.get_by_role("heading", name="search", exact=True)).click()
    expect(operation).to_be_visible()


def test_a_link_into_it_unfolds_the_part(open_page, assert_accessible):
    page = open_page(f"{DOCS}#schema-SearchPage", viewport=PHONE)
    shape = page.get_by_role("heading", name="SearchPage", exact=True)
    expect(shape).to_be_in_viewport()
    page.goto(f"{DOCS}#list_answers")
    expect(page.get_by_role("heading", name="GET /api/v1/ideas/{id}/answers")).to_be_in_viewport()
    assert_accessible(page)


def test_paper_shows_everything(open_page):
    page = open_page(DOCS)
    page.emulate_media(media="print")
    for heading in ("GET /api/v1/search", "SearchPage"):
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
