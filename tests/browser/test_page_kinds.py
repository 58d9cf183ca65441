"""Every kind of page, in both languages and at both widths: what axe, the window's edge and the console say."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, Response, expect

from .conftest import DESKTOP, PHONE
from .page_kinds import KINDS, Site, Visit

HTML = Path(settings.BASE_DIR) / ".build" / "html"
LANGUAGES = {"ko": "", "en": "/en"}
# Pills in many lines push what the page is about off a phone; many are folded into one line.
PILED = """() => [...document.querySelectorAll('.tabs:not(.sections *)')].filter((pills) =>
    new Set([...pills.children].map((pill) => pill.offsetTop)).size > 3).map((pills) => pills.innerText)"""
SQUEEZED = """() => [...document.querySelectorAll('.row__body')]
    .filter((body) => body.offsetWidth < body.parentElement.offsetWidth / 2).map((body) => body.innerText)"""


@pytest.fixture
def site(mina, joon, hana, suho, transport, consultation):
    return Site(mina, joon, hana, suho, transport, consultation)


def arrive(page: Page, visit: Visit, language: str) -> Response:
    """Go there, press what is to be pressed, and give the answer to it."""
    path = visit.path if visit.path.startswith(("/api/", "/en/")) else LANGUAGES[language] + visit.path
    answer = page.goto(path)
    if visit.press is not None:
        button = page.get_by_role("main").get_by_role("button", name=visit.press[list(LANGUAGES).index(language)])
        with page.expect_navigation() as pressed:
            button.last.click()
        answer = pressed.value
    assert answer is not None
    return answer


@pytest.mark.parametrize("name", KINDS)
def test_page_is_good_for_everybody(name, site, open_page, assert_accessible):
    visit = KINDS[name](site)
    page = open_page("/healthz", user=visit.user)
    for language in LANGUAGES:
        page.set_viewport_size(DESKTOP)
        answer = arrive(page, visit, language)
        assert answer.status == visit.status
        keep(answer, f"page-{name}-{language}")
        assert page.evaluate("document.documentElement.lang") == ("ko" if visit.path.startswith("/api/") else language)
        assert page.get_by_role("heading", level=1).count() == 1, "one heading says what the page is"
        assert_no_korean_frame(page, visit, language)
        for viewport in (DESKTOP, PHONE):
            page.set_viewport_size(viewport)
            assert_accessible(page)
        assert page.evaluate(SQUEEZED) == [], "a row without a number beside it is plain"
        assert page.evaluate(PILED) == [], "pills stand in a few lines"


def assert_no_korean_frame(page: Page, visit: Visit, language: str) -> None:
    """What the site itself says in English is English; what people wrote stays as it is."""
    if language == "en" and visit.status == 200 and not visit.path.startswith("/api/"):
        for landmark in ("banner", "contentinfo"):
            said = page.get_by_role(landmark).first.inner_text()
            assert not re.search("참여|제안|관찰|로그인", said), said


def keep(answer: Response, name: str) -> None:
    """Leave the page, also where it shows errors, for the HTML validator that runs after the tests."""
    HTML.mkdir(parents=True, exist_ok=True)
    (HTML / f"{name}.html").write_bytes(answer.body())


@pytest.mark.parametrize("name", ["home", "list", "idea", "consultation", "idea-new-with-errors", "desk", "me"])
@pytest.mark.parametrize("scheme", ["dark", "more"])
def test_the_other_colours_are_as_readable(name, scheme, site, open_page, assert_accessible):
    visit = KINDS[name](site)
    options = {"color_scheme": "dark"} if scheme == "dark" else {"contrast": "more"}
    page = open_page("/healthz", user=visit.user, **options)
    arrive(page, visit, "ko")
    assert_accessible(page)


def breaks(monkeypatch, settings):
    def fall(*args, **options):
        raise RuntimeError("fallen on purpose")

    monkeypatch.setattr("ideas.views.lists.list_page", fall)


def is_too_busy(monkeypatch, settings):
    settings.RATE_LIMITS_ENABLED = True
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"search": "0/600"}


@pytest.mark.parametrize(("happens", "status"), [(breaks, 500), (is_too_busy, 429)])
def test_what_goes_wrong_is_told_on_a_good_page(
    happens, status, monkeypatch, settings, site, open_page, assert_accessible
):
    happens(monkeypatch, settings)
    page = open_page("/healthz", viewport=PHONE)
    for language in LANGUAGES:
        answer = arrive(page, Visit("/ideas/?q=버스"), language)
        assert answer.status == status
        keep(answer, f"page-{status}-{language}")
        assert page.get_by_role("heading", level=1).count() == 1
        assert_accessible(page)


def test_a_form_that_was_open_for_too_long_says_so(site, open_page, assert_accessible):
    page = open_page("/ideas/new/", user=site.mina)
    page.context.clear_cookies(name="csrftoken")
    page.get_by_role("button", name="제안 올리기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("열 수 없는 화면입니다")
    assert_accessible(page)
