"""The main things without any script: post, support, take back, edit, observe, answer."""

import pytest
from playwright.sync_api import expect

from ideas.models import Idea, Observation
from tests.factories import IdeaFactory

from .page_kinds.table import png

BODY = "밤 11시가 지나면 집에 갈 버스가 없습니다. 두 대만 더 있으면 좋겠습니다."


@pytest.fixture
def open_plain(open_page):
    """A browser that runs no scripts."""

    def open_plain(path, **options):
        return open_page(path, java_script_enabled=False, **options)

    return open_plain


def test_an_idea_is_previewed_and_posted(open_plain, mina, consultation):
    page = open_plain("/ideas/new/", user=mina)
    page.get_by_label("제목", exact=True).fill("심야버스를 두 대 늘려 주세요")
    page.get_by_label("제안 내용").fill(f"{BODY} **꼭** 필요합니다.")
    page.get_by_label("사진과 파일").set_input_files({"name": "stop.png", "mimeType": "image/png", "buffer": png()})
    page.get_by_role("button", name="미리 보기").last.click()
    expect(page.get_by_role("region", name="미리 보기").get_by_role("strong")).to_have_text("꼭")
    page.get_by_role("button", name="제안 올리기").click()
    expect(page.get_by_role("alert")).to_contain_text("무엇이 보이는지 글로 쓰십시오")
    page.get_by_label("stop.png”에 무엇이 보이나요?").fill("불이 꺼진 정류장")
    page.get_by_role("button", name="제안 올리기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("심야버스를 두 대 늘려 주세요")
    expect(page.get_by_role("img", name="불이 꺼진 정류장")).to_be_visible()


def test_a_vote_is_cast_and_taken_back(open_plain, joon, idea):
    page = open_plain(idea.get_absolute_url(), user=joon)
    box = page.get_by_role("region", name="투표", exact=True)
    box.get_by_role("button", name="이 제안을 지지합니다").click()
    expect(box).to_contain_text("1 명이 지지")
    box.get_by_role("button", name="지지함 · 거두기").click()
    expect(box).to_contain_text("0 명이 지지")
    expect(page.get_by_text("표를 거두", exact=False).first).to_be_visible()


def test_a_vote_in_a_list_comes_back_to_the_list(open_plain, joon, idea):
    page = open_plain("/ideas/?sort=newest", user=joon)
    page.get_by_role("button", name=idea.title).click()
    page.wait_for_url("**/ideas/?sort=newest")
    expect(page.get_by_role("button", name=idea.title)).to_have_attribute("aria-pressed", "true")


def test_a_text_is_edited(open_plain, mina, idea):
    page = open_plain(f"/ideas/{idea.pk}/edit/", user=mina)
    page.get_by_label("제목", exact=True).fill("심야버스를 세 대 늘려 주세요")
    page.get_by_role("button", name="새 판 저장").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("심야버스를 세 대 늘려 주세요")
    assert Idea.objects.get(pk=idea.pk).version == 2


def test_an_observation_is_written_and_seen_by_another(open_plain, mina, joon, consultation):
    page = open_plain("/observations/new/", user=mina)
    page.get_by_role("button", name="보내기").click()
    expect(page.get_by_role("alert")).to_contain_text("본 것을 한 문장으로")
    page.get_by_label("무엇을 보셨").fill("은행초 앞 신호등이 꺼져 있습니다.")
    page.get_by_role("button", name="보내기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("은행초 앞 신호등이 꺼져 있습니다.")
    other = open_plain("/observations/", user=joon)
    other.get_by_role("button", name="나도 봤어요").click()
    expect(other.get_by_role("button", name="나도 봤어요")).to_have_attribute("aria-pressed", "true")
    assert Observation.objects.get().agree_count == 1


def test_observations_become_an_idea(open_plain, joon, observation):
    page = open_plain("/observations/", user=joon)
    page.get_by_label("내 제안에 묶기").check()
    page.get_by_role("button", name="고른 것으로 제안하기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("제안하기")
    expect(page.get_by_role("link", name=observation.text)).to_be_visible()


def test_an_answer_is_published(open_plain, suho, mina, consultation, transport):
    idea = IdeaFactory(author=mina, consultation=consultation, department=transport, owed=True)
    page = open_plain("/desk/", user=suho)
    page.get_by_role("link", name=idea.title).click()
    page.get_by_role("button", name="지금 올리기").click()
    expect(page.get_by_role("alert")).to_contain_text("까닭을 쓰십시오")
    page.get_by_label("채택", exact=True).check()
    page.get_by_label("답변과 까닭").fill("내년에 두 대를 늘립니다.")
    page.get_by_role("button", name="지금 올리기").click()
    page.goto(idea.get_absolute_url())
    expect(page.get_by_role("region", name="담당 부서의 말")).to_contain_text("내년에 두 대를 늘립니다.")
    expect(page.get_by_role("main").get_by_text("채택").first).to_be_visible()
