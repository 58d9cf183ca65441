"""Leaving, changing the language, and doing everything by keyboard."""

import json
import re
import zipfile

from django.utils import timezone
from playwright.sync_api import Page, expect

from ideas import counts
from ideas.actions.voting import vote_on_idea
from ideas.models import Answer, Idea
from participation.accounts.models import User
from tests.factories import PASSWORD, IdeaFactory, ObservationFactory, TopicFactory

from .conftest import PHONE

# Whether what has the focus shows it: by an outline, a shadow or a frame that it does not have otherwise.
SHOWS_FOCUS = """() => {
  const element = document.activeElement;
  const look = () => {
    const style = getComputedStyle(element);
    const outline = style.outlineStyle === "none" ? "" : style.outlineWidth + style.outlineColor;
    return [outline, style.boxShadow, style.borderColor, style.backgroundColor].join();
  };
  const focused = look();
  element.blur();
  const plain = look();
  element.focus({focusVisible: true});
  return focused !== plain;
}"""


def test_a_closed_account_leaves_its_words_without_its_name(open_page, mina, joon, idea, tmp_path):
    """S84: the archive first; then the name is gone, the idea stays, the vote stays counted."""
    other = IdeaFactory(author=joon, consultation=idea.consultation)
    vote_on_idea(user=mina, idea=other, value=1)
    page = open_page("/accounts/me/data/", user=mina)
    with page.expect_download() as delivered:
        page.get_by_role("button", name="내 자료 내려받기").click()
    delivered.value.save_as(tmp_path / "archive.zip")
    with zipfile.ZipFile(tmp_path / "archive.zip") as archive:
        kept = [json.loads(archive.read(name)) for name in archive.namelist() if name.endswith(".json")]
    assert idea.title in json.dumps(kept, ensure_ascii=False)
    page.get_by_role("link", name="탈퇴하기").click()
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="완전히 탈퇴하기").click()
    expect(page.get_by_text("탈퇴했습니다", exact=False)).to_be_visible()
    page.goto(idea.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text(idea.title)
    expect(page.get_by_text("탈퇴한 사람").first).to_be_visible()
    expect(page.get_by_text("미나")).to_have_count(0)
    assert Idea.objects.get(pk=other.pk).support_count == 1
    assert not User.objects.filter(email=mina.email).exists()


def test_the_other_language_is_the_same_page(open_page, mina, joon, consultation):
    """S89: address and query stay; dates and plurals follow; what people wrote keeps its own language."""
    topic = TopicFactory(name="교통")
    idea = IdeaFactory(author=mina, consultation=consultation, topic=topic)
    counts.recount()
    vote_on_idea(user=joon, idea=idea, value=1)
    page = open_page(f"/ideas/?sort=newest&topic={topic.pk}")
    page.get_by_role("banner").get_by_role("link", name="English").click()
    page.wait_for_url(f"**/en/ideas/?sort=newest&topic={topic.pk}")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 idea")
    page.get_by_role("link", name=idea.title, exact=True).click()
    expect(page.get_by_text("1 person supports this", exact=False).first).to_be_visible()
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text(idea.title)
    expect(title).to_have_attribute("lang", "ko")
    expect(page.get_by_text(re.compile(r"[A-Z][a-z]+\.? \d{1,2}, \d{4}")).first).to_be_visible()
    page.get_by_role("banner").get_by_role("link", name="한국어").click()
    expect(page.get_by_text(re.compile(r"\d{4}년 \d{1,2}월 \d{1,2}일")).first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(idea.title)


def test_what_somebody_wrote_in_another_language_has_a_button_for_a_translation(
    open_page, mina, transport, consultation
):
    """S89: an idea, an answer, an observation; the original is one press away, and nothing is sent unasked."""
    idea = IdeaFactory(author=mina, consultation=consultation)
    said = {"reason": "살펴보겠습니다.", "html": "<p>살펴보겠습니다.</p>", "language": "ko"}
    english = IdeaFactory(
        author=mina, consultation=consultation, title="More night buses", body="Two more, please.", language="en"
    )
    Answer.objects.create(idea=english, is_interim=True, department=transport, published_at=timezone.now(), **said)
    seen = ObservationFactory(author=mina, consultation=consultation, text="버스 의자가 망가졌습니다.", language="ko")
    page = open_page(f"/en/ideas/{idea.pk}/", viewport=PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="Translate").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Read a translation")
    expect(page.get_by_role("main")).to_contain_text("Written in Korean")
    expect(page.get_by_role("main")).to_contain_text(idea.body)
    link = page.get_by_role("link", name="Papago")
    assert (link.get_attribute("href") or "").startswith("https://papago.naver.com/?sk=ko&tk=en&st=")
    assert not [url for url in asked if "papago" in url or "google" in url]
    page.get_by_role("link", name="Back to where you were").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(idea.title)
    page.goto(f"/en/ideas/{english.pk}/")
    expect(page.get_by_role("button", name="Translate")).to_have_count(1)
    page.goto(f"/ideas/{english.pk}/")
    expect(page.get_by_role("button", name="번역하기")).to_have_count(1)
    page.goto(f"/en/observations/{seen.pk}/")
    page.get_by_role("button", name="Translate").click()
    expect(page.get_by_role("main")).to_contain_text(seen.text)
    page.goto(f"/observations/{seen.pk}/")
    expect(page.get_by_role("button", name="번역하기")).to_have_count(0)


def tab_to(page: Page, name: str, role: str) -> None:
    """Go on with the Tab key until it is reached; everything on the way shows that it has the focus."""
    wanted = page.get_by_role(role, name=name).first  # type: ignore[arg-type]  # a role's name
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue
        assert page.evaluate(SHOWS_FOCUS), page.evaluate("document.activeElement.outerHTML")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{name} is not reached by the Tab key")


def test_an_idea_is_proposed_and_supported_by_keyboard(open_page, mina, joon, consultation):
    """S90."""
    page = open_page("/ideas/", user=mina)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="본문으로 건너뛰기")).to_be_focused()
    expect(page.get_by_role("link", name="본문으로 건너뛰기")).to_be_in_viewport()
    page.keyboard.press("Enter")
    tab_to(page, "제안하기", "link")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("제안하기")
    tab_to(page, "제목", "textbox")
    page.keyboard.type("심야버스를 두 대 늘려 주세요")
    tab_to(page, "제안 내용", "textbox")
    page.keyboard.press("Control+A")
    page.keyboard.type("밤 11시가 지나면 집에 갈 버스가 없습니다.")
    tab_to(page, "제안 올리기", "button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("심야버스를 두 대 늘려 주세요")
    reader = open_page(Idea.objects.get().get_absolute_url(), user=joon)
    tab_to(reader, "이 제안을 지지합니다", "button")
    reader.keyboard.press("Space")
    expect(reader.get_by_role("button", name="지지함 · 거두기").first).to_be_focused()
    assert Idea.objects.get().support_count == 1
    reader.keyboard.press("Space")
    expect(reader.get_by_role("button", name="이 제안을 지지합니다").first).to_be_focused()
    assert Idea.objects.get().support_count == 0
