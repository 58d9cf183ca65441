"""Chromium against a live server: browsers of different people, signing in, and what axe says."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, ViewportSize, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from participation.accounts import form_guards
from participation.accounts.models import User
from scripts.services import chromium

# Playwright runs a loop in this thread, at which Django would refuse its database; nothing here is concurrent.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 375, "height": 740}
# Chromium hung over a window of 184,000 pixels.
TALLEST = 80_000
PATIENCE = 15_000  # milliseconds: a busy machine is slow, not wrong
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(settings.BASE_DIR) / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
AXE_RUN = """async () => {
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const {violations} = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
  const places = found => found.nodes.map(node => "    " + node.html.slice(0, 200)).join("\\n");
  return violations.map(found => `${found.id} (${found.impact}): ${found.help}\\n${places(found)}`);
}"""

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = chromium()
    if program is None:
        pytest.skip("Chromium is not here: apt install chromium")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def quick_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright fills in a form sooner than people can; the refusal of such haste has a test of its own."""
    monkeypatch.setattr(form_guards, "MINIMUM_SECONDS", 0)


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[OpenPage]:
    """Open a page as somebody in a browser of their own: ``open_page("/ideas/", user=mina, viewport=PHONE)``.

    A script error, a breach of the content policy or a missing file on any of them fails the test.
    """
    contexts, complaints = [], []

    def hear(message: ConsoleMessage) -> None:
        # That a page or an answer has an error's status is often meant, and files are looked at below.
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    def watch(response: Response) -> None:
        if response.status >= 400 and response.request.resource_type in {"script", "stylesheet", "image", "font"}:
            complaints.append(f"{response.status} {response.url}")

    def open_page(
        path: str, *, user: User | None = None, viewport: ViewportSize = DESKTOP, locale: str = "ko-KR", **options: Any
    ) -> Page:
        context = browser.new_context(viewport=viewport, locale=locale, base_url=live_server.url, **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if user is not None:
            context.add_cookies([session_cookie(user, live_server.url)])  # type: ignore[list-item]  # a TypedDict's worth
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("response", watch)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


def session_cookie(user: User, url: str) -> dict[str, str]:
    """What the browser would hold after signing in with a password a moment ago."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "email": user.email}]
    session.save()
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    return {"name": cookie.key, "value": cookie.value, "domain": urlsplit(url).hostname or "", "path": "/"}


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Fails with what axe finds, and where the page is wider than its window."""
    axe = AXE.read_text()

    def check(page: Page) -> None:
        # Tall enough that nothing stands behind what sticks to the window's edge, where axe would measure half of it.
        size = page.viewport_size or PHONE
        height = min(page.evaluate("document.scrollingElement.scrollHeight"), TALLEST)
        page.set_viewport_size({**size, "height": height})
        # Evaluated over the debugging protocol, so that the page's content policy does not stop it.
        if page.evaluate("typeof axe === 'undefined'"):
            page.evaluate(axe)
        found = page.evaluate(AXE_RUN)
        assert not found, f"{page.url}\n" + "\n".join(found)
        extra = page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
        assert extra <= 0, f"{page.url} is {extra} px wider than its window"

    return check
