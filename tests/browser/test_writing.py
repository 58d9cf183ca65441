"""From the first letter of an idea to its page, as a person does it."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import FilePayload, Page, expect

from ideas.models import Draft, Idea
from participation.accounts import form_guards
from participation.contributions.actions import follow
from participation.notifications.models import Notice
from search.indexing import index
from tests.factories import PASSWORD, IdeaFactory, TopicFactory

from .conftest import OpenPage
from .page_kinds.table import png

TITLE = "심야버스를 두 대 늘려 주세요"
BODY = "밤 11시가 지나면 집에 갈 버스가 없습니다. 두 대만 더 있으면 좋겠습니다."
PICTURE = FilePayload(name="stop.png", mimeType="image/png", buffer=png())


def write(page: Page, title: str = TITLE, body: str = BODY) -> None:
    page.get_by_label("제목", exact=True).fill(title)
    page.get_by_label("제안 내용").fill(body)


def post(page: Page) -> None:
    page.get_by_role("button", name="제안 올리기").click()


def expect_posted(page: Page, title: str = TITLE) -> None:
    expect(page.get_by_text("제안을 올렸습니다", exact=False)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


@pytest.fixture
def topic():
    return TopicFactory(name="교통")


def test_a_draft_is_seen_by_its_author_alone(open_page, mina, joon, topic, consultation, deliver_all, mailoutbox):
    """S1."""
    follow(user=joon, target=topic)
    page = open_page("/ideas/new/", user=mina)
    write(page)
    page.get_by_label("주제", exact=False).last.select_option("교통")
    page.get_by_role("button", name="임시 저장", exact=True).click()
    expect(page.get_by_text("나만 볼 수", exact=False)).to_be_visible()
    expect(page.get_by_label("제목", exact=True)).to_have_value(TITLE)
    address = urlsplit(page.url).path
    page.goto("/ideas/drafts/")
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()
    other = open_page(address, user=joon)
    expect(other.get_by_role("heading", level=1)).to_have_text("없는 화면입니다")
    other.goto("/ideas/?sort=newest")
    expect(other.get_by_text(TITLE)).to_have_count(0)
    deliver_all()
    assert not Notice.objects.exists()
    assert not mailoutbox


def test_a_posted_draft_comes_first_and_is_told_once(open_page, mina, joon, topic, consultation, deliver_all):
    """S2."""
    follow(user=joon, target=topic)
    IdeaFactory(author=joon, consultation=consultation, title="먼저 올린 제안입니다")
    page = open_page("/ideas/new/", user=mina)
    write(page)
    page.get_by_label("주제", exact=False).last.select_option("교통")
    page.get_by_role("button", name="임시 저장", exact=True).click()
    page.wait_for_url(re.compile("/ideas/drafts/"))
    address = urlsplit(page.url).path
    post(page)
    expect_posted(page)
    idea_address = page.url
    deliver_all()
    page.goto("/ideas/?sort=newest")
    expect(page.get_by_role("article").first.get_by_role("link", name=TITLE)).to_be_visible()
    page.goto(address)
    assert page.url == idea_address
    assert Notice.objects.filter(user=joon).count() == 1
    reader = open_page("/accounts/me/notices/", user=joon)
    told = reader.get_by_role("article").filter(has_text=TITLE)
    expect(told).to_have_count(1)
    expect(told.get_by_role("time")).to_have_count(1)


def test_signing_up_midway_loses_nothing(open_page: OpenPage, topic, consultation, mailoutbox):
    """S3: text, topic and picture are there when the address is confirmed, and one press posts them."""
    page = open_page("/ideas/new/")
    write(page)
    page.get_by_label("주제", exact=False).last.select_option("교통")
    page.get_by_label("사진과 파일").set_input_files(PICTURE)
    page.get_by_label("사진 설명: stop.png").fill("불이 꺼진 정류장")
    post(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("로그인")
    page.get_by_role("main").get_by_role("link", name="가입").click()
    page.get_by_label("활동 이름").fill("새별")
    page.get_by_label("이메일").fill("new@example.org")
    page.get_by_label("비밀번호", exact=False).first.fill("a-long-test-password")
    page.get_by_role("main").get_by_role("button", name="가입").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("메일을 확인해 주십시오")
    [link] = re.findall(r"https?://\S+/accounts/confirm-email/\S+", mailoutbox[0].body)
    page.goto(urlsplit(link).path)
    page.get_by_role("button", name="네, 맞습니다").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("한 걸음 남았습니다: 제안 올리기")
    expect(page.get_by_label("제목", exact=True)).to_have_value(TITLE)
    expect(page.get_by_label("제안 내용")).to_have_value(BODY)
    expect(page.get_by_label("stop.png”에 무엇이 보이나요?")).to_have_value("불이 꺼진 정류장")
    post(page)
    expect_posted(page)
    expect(page.get_by_role("img", name="불이 꺼진 정류장")).to_be_visible()
    expect(page.get_by_role("main").get_by_text("교통").first).to_be_visible()
    assert Idea.objects.get().author.public_name == "새별"


def test_a_sign_in_that_ends_while_one_writes_loses_nothing(open_page, mina, consultation):
    """S3"""
    page = open_page("/ideas/new/", user=mina)
    write(page)
    expect(page.get_by_text("저장됨", exact=False)).to_be_visible()
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("제안 내용").fill(f"{BODY} 로그인이 끊긴 뒤에도 더 썼습니다.")
    expect(page.get_by_text("이 기기에 남아 있습니다", exact=False)).to_be_visible()
    post(page)
    page.get_by_label("이메일 주소").fill(mina.email)
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="로그인").click()
    expect(page.get_by_label("제안 내용")).to_have_value(f"{BODY} 로그인이 끊긴 뒤에도 더 썼습니다.")
    post(page)
    expect_posted(page)
    assert not Draft.objects.filter(idea=None).exists()


def test_what_was_typed_without_a_connection_is_there_when_the_page_is_loaded_again(open_page, mina, consultation):
    page = open_page("/ideas/new/?fresh=1", user=mina)
    write(page)
    expect(page.get_by_text("저장됨", exact=False)).to_be_visible()
    page.context.set_offline(True)
    page.get_by_label("제안 내용").fill(f"{BODY} 연결이 끊겨도 씁니다.")
    expect(page.get_by_text("이 기기에 남아 있습니다", exact=False)).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_label("제안 내용")).to_have_value(f"{BODY} 연결이 끊겨도 씁니다.")


def test_a_like_idea_is_offered_while_typing(open_page, mina, joon, consultation):
    """S4."""
    index(IdeaFactory(author=joon, consultation=consultation, title="심야버스 증차"))
    page = open_page("/ideas/new/", user=mina)
    page.get_by_label("제목", exact=True).press_sequentially("심야 버스를 더 늘려주세요")
    expect(page.get_by_role("link", name="심야버스 증차")).to_be_visible()
    expect(page.get_by_text("비슷한 글 1건이 있습니다.")).to_be_attached()
    assert not Idea.objects.filter(author=mina).exists()


@pytest.mark.parametrize(("title", "said"), [("MORE BUSES AT NIGHT", "대문자"), ("버스요", "너무 짧습니다")])
def test_an_unfit_title_is_told_at_its_field(open_page, mina, consultation, title, said):
    """S5."""
    page = open_page("/ideas/new/", user=mina)
    write(page, title)
    post(page)
    summary = page.get_by_role("alert").filter(has_text="적은 내용을 확인해 주십시오")
    expect(summary).to_be_focused()
    field = page.get_by_label("제목", exact=True)
    expect(field).to_have_value(title)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile(said))
    summary.get_by_role("link", name=re.compile(said)).click()
    expect(field).to_be_focused()
    expect(page.get_by_label("제안 내용")).to_have_value(BODY)
    assert not Idea.objects.exists()


def test_scripts_in_a_text_do_not_run(open_page, mina, consultation):
    """S6."""
    page = open_page("/ideas/new/", user=mina)
    bad = (
        "<script>window.caught = 1</script> <img src=x onerror='window.caught = 2'> [여기](javascript:window.caught=3)"
    )
    write(page, body=f"{BODY} **꼭** 필요합니다.\n\n{bad}")
    page.get_by_role("button", name="미리 보기").click()
    expect(page.get_by_role("strong").get_by_text("꼭", exact=True)).to_be_visible()
    assert page.evaluate("window.caught") is None
    post(page)
    expect_posted(page)
    article = page.get_by_role("article").first
    expect(article.get_by_role("strong").get_by_text("꼭", exact=True)).to_be_visible()
    assert page.evaluate("window.caught") is None
    assert article.get_by_role("img").count() == 0
    assert article.get_by_role("link", name="여기", exact=True).count() == 0


def test_a_filled_trap_is_refused(open_page, mina, consultation):
    """S7."""
    page = open_page("/ideas/new/", user=mina)
    write(page)
    page.get_by_label("비워 두십시오", exact=False).fill("https://spam.example", force=True)
    post(page)
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("이 양식을 받지 못했습니다")
    expect(summary.get_by_role("listitem")).to_have_count(1)
    assert not Idea.objects.exists()


def test_a_form_sent_too_soon_is_refused_and_keeps_the_text(open_page, mina, consultation, monkeypatch):
    """S7."""
    monkeypatch.setattr(form_guards, "MINIMUM_SECONDS", 600)
    page = open_page("/ideas/new/", user=mina)
    write(page)
    post(page)
    expect(page.get_by_text("너무 빨리", exact=False)).to_be_visible()
    expect(page.get_by_label("제목", exact=True)).to_have_value(TITLE)
    assert not Idea.objects.exists()
    monkeypatch.setattr(form_guards, "MINIMUM_SECONDS", 0)
    post(page)
    expect_posted(page)


@pytest.mark.parametrize(
    ("prefix", "files", "button", "said"),
    [
        ("", "사진과 파일", "제안 올리기", "무엇이 보이는지 글로 쓰십시오"),
        ("/en", "Pictures and files", "Post the idea", "Describe the picture in words"),
    ],
)
def test_a_picture_without_words_is_refused(open_page, mina, consultation, prefix, files, button, said):
    """S12."""
    page = open_page(f"{prefix}/ideas/new/", user=mina)
    page.get_by_label("제목" if not prefix else "Title", exact=True).fill(TITLE)
    page.get_by_label("제안 내용" if not prefix else "Your idea").fill(BODY)
    page.get_by_label(files).set_input_files(PICTURE)
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("alert").get_by_text(said)).to_be_visible()
    expect(page.get_by_label("stop.png”").first).to_have_accessible_description(re.compile(said))
    assert not Idea.objects.exists()
    page.get_by_label("stop.png”").first.fill("불이 꺼진 정류장")
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("img", name="불이 꺼진 정류장")).to_be_visible()


def test_what_is_typed_is_kept_without_a_press(open_page, mina, consultation):
    """S1: a closed window loses nothing, on this device and on another."""
    page = open_page("/ideas/new/", user=mina)
    write(page)
    expect(page.get_by_text(re.compile("^저장됨"))).to_be_visible()
    assert Draft.objects.get().title == TITLE
    other = open_page("/ideas/drafts/", user=mina)
    other.get_by_role("link", name=TITLE).click()
    expect(other.get_by_label("제안 내용")).to_have_value(BODY)
