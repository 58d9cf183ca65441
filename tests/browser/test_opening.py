"""An official opens a consultation in one form, an editor publishes it, and everybody sees it: in Korean throughout."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories import UserFactory

ENGLISH = re.compile(r"\b(Pages?|Images?|Documents?|Save|Publish|Search all|New|Status|Preview|Settings|Draft)\b")


@pytest.fixture
def editor(db):
    return UserFactory(email="editor@example.org", public_name="편집자", editor=True)


def press_in_footer(page: Page, name: str) -> None:
    """What may be done with a page stands folded up behind the first button."""
    page.get_by_role("button", name="할 수 있는 일 더 보기").click()
    page.get_by_role("button", name=name, exact=True).click()


def test_an_official_opens_a_consultation_and_an_editor_publishes_it(open_page, suho, editor):
    page = open_page("/accounts/me/", user=suho)
    page.get_by_role("link", name="참여 주제와 페이지").click()
    assert not ENGLISH.search(page.locator("body").inner_text())
    page.get_by_role("link", name="참여 주제 열기").click()
    page.locator("#id_title").fill("밤길을 밝히는 골목")
    page.locator("#id_intro").fill("어디에 먼저 등을 놓을지 함께 정합니다.")
    expect(page.locator("#id_department option:checked")).to_have_text(suho.department.name)
    page.locator("#id_topic").select_option(label="안전")
    assert not ENGLISH.search(page.locator("main").inner_text())
    press_in_footer(page, "승인에 올리기: 편집자 확인 · Editor’s approval")
    expect(page.get_by_text("승인에 올렸습니다")).to_be_visible()
    assert open_page("/consultations/").get_by_text("밤길을 밝히는 골목").count() == 0

    desk = open_page("/admin/", user=editor)
    expect(desk.get_by_role("heading", name="내 승인을 기다리는 것")).to_be_visible()
    desk.get_by_role("link", name="밤길을 밝히는 골목").first.click()
    press_in_footer(desk, "승인하고 게시")
    expect(desk.get_by_text("페이지를 저장했습니다")).to_be_visible()
    reader = open_page("/consultations/")
    reader.get_by_role("link", name="밤길을 밝히는 골목", exact=True).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("밤길을 밝히는 골목")
    expect(reader.get_by_role("link", name="제안하기")).to_be_visible()
