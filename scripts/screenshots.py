"""`make screenshots`: each kind of page of a demo, at two widths, in two languages and in the dark, into screenshots/.

Names draw only the pages that begin so; `--readme` draws the README's picture as well.
"""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Literal

from scripts import bootstrap
from scripts.services import chromium
from scripts.steps import PYTHON, ROOT, StepFailed, step, tool_environment

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, StorageState

BASE = os.environ.get("BASE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
OUTPUT = ROOT / "screenshots"
README_PICTURE = ROOT / ".github" / "screenshot.png"
DEMO_PASSWORD = "haetsal-madang"  # printed for whoever looks at the demo
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
PREFIX = {"ko": "", "en": "/en"}
HEIGHT = {1280: 900, 390: 844}
LONGEST = 9000
READING = 2500  # milliseconds: a form sent sooner is taken for a program's
Scheme = Literal["light", "dark"]


@dataclass(frozen=True)
class Shot:
    """A page to picture: its address, who looks, what is clicked on the way, whether its form is sent as it stands."""

    path: str
    person: str = ""
    follow: str = ""
    send: bool = False
    prefixed: bool = True


IDEA = ".row__title a[href*='/ideas/']"
PAGES = {
    "home": Shot("/"),
    "home-member": Shot("/", "citizen"),
    "consultations": Shot("/consultations/"),
    "consultation": Shot("/consultations/", follow="main .card__title a"),
    "consultation-finished": Shot("/consultations/?state=finished", follow="main .card__title a"),
    "ideas": Shot("/ideas/"),
    "ideas-member": Shot("/ideas/?sort=supported", "citizen"),
    "ideas-nothing": Shot("/ideas/?q=우주선"),
    "idea": Shot("/ideas/?sort=popular", follow=IDEA),
    "idea-member": Shot("/ideas/?sort=popular", "citizen", follow=IDEA),
    "idea-owed": Shot("/ideas/?sort=needs_answer", follow=IDEA),
    "idea-answered": Shot("/ideas/?sort=answered", follow=IDEA),
    "idea-new": Shot("/ideas/new/"),
    "idea-new-errors": Shot("/ideas/new/", "citizen", send=True),
    "idea-history": Shot("/ideas/?sort=needs_answer", follow=f".row:has-text('바닥 신호등') {IDEA} >> .byline a"),
    "drafts": Shot("/ideas/drafts/", "citizen"),
    "mine": Shot("/ideas/mine/", "citizen"),
    "observations": Shot("/observations/"),
    "observation": Shot("/observations/", follow="main .row__title a"),
    "observation-new": Shot("/observations/new/"),
    "observation-new-errors": Shot("/observations/new/", "citizen", send=True),
    "search": Shot("/search/"),
    "search-results": Shot("/search/?q=버스"),
    "search-nothing": Shot("/search/?q=우주선"),
    "orders": Shot("/ideas/orders/"),
    "counting": Shot("/counting/"),
    "ledger": Shot("/ledger/"),
    "ledger-mine": Shot("/ledger/mine/", "citizen"),
    "ledger-receipt": Shot("/ledger/mine/", "citizen", follow="main a[href*='/ledger/receipts/']"),
    "departments": Shot("/departments/"),
    "department": Shot("/departments/", follow="main table a"),
    "results": Shot("/results/"),
    "result": Shot("/results/", follow="main .row__title a"),
    "changes": Shot("/changes/"),
    "story": Shot("/changes/", follow="main .row__title a"),
    "campaigns": Shot("/campaigns/"),
    "campaign": Shot("/campaigns/", follow="main .row__title a"),
    "research": Shot("/research/?q=버스"),
    "research-time": Shot("/research/time/?q=버스&with=밤"),
    "research-words": Shot("/research/words/?q=버스"),
    "research-people": Shot("/research/people/?q=밤"),
    "research-beside": Shot("/research/beside/?q=버스&with=밤"),
    "saved-searches": Shot("/research/saved/", "citizen"),
    "result-sets": Shot("/research/sets/", "citizen"),
    "exports": Shot("/research/exports/", "citizen"),
    "open-data": Shot("/data/"),
    "sign-in": Shot("/accounts/login/"),
    "sign-in-errors": Shot("/accounts/login/", send=True),
    "sign-up": Shot("/accounts/signup/"),
    "sign-up-errors": Shot("/accounts/signup/", send=True),
    "password-reset": Shot("/accounts/password/reset/"),
    "account": Shot("/accounts/me/", "citizen"),
    "account-notices": Shot("/accounts/me/notices/", "citizen"),
    "account-profile": Shot("/accounts/me/profile/", "citizen"),
    "account-mails": Shot("/accounts/me/notifications/", "citizen"),
    "account-identity": Shot("/accounts/me/identity/", "citizen"),
    "account-security": Shot("/accounts/me/security/", "citizen"),
    "account-data": Shot("/accounts/me/data/", "citizen"),
    "account-close": Shot("/accounts/me/close/", "citizen"),
    "desk": Shot("/desk/", "official"),
    "desk-idea": Shot("/desk/", "official", follow="main a[href*='/desk/ideas/']"),
    "desk-results": Shot("/desk/results/", "official"),
    "desk-paper": Shot("/desk/paper/", "official"),
    "desk-counter": Shot("/desk/counter/", "official"),
    "desk-templates": Shot("/desk/templates/", "official"),
    "desk-absences": Shot("/desk/absences/", "official"),
    "desk-evaluations": Shot("/desk/evaluations/", "expert"),
    "desk-evaluation": Shot("/desk/evaluations/", "expert", follow="main .row__title a"),
    "desk-half-life": Shot("/desk/orders/site/?days=30", "admin"),
    "moderation": Shot("/moderation/", "moderator"),
    "moderation-log": Shot("/moderation/log/", "moderator"),
    "principles": Shot("/principles/"),
    "error-404": Shot("/nothing/here/"),
    "error-403": Shot("/desk/", "citizen"),
    "error-400": Shot("/ideas/?sort=nonsense"),
    "api-docs": Shot("/api/v1/docs", prefixed=False),
    "admin": Shot("/admin/", "admin", prefixed=False),
    "admin-entry": Shot("/admin/", prefixed=False),
}


def main() -> None:
    bootstrap.install_python(dev=True)
    if "--draw" not in sys.argv[1:]:
        _wait_for_demo()
        words = [str(PYTHON), "-m", "scripts.screenshots", "--draw", *sys.argv[1:]]
        sys.exit(subprocess.run(words, env=tool_environment(), check=False).returncode)
    draw([word for word in sys.argv[1:] if not word.startswith("-")])


def _wait_for_demo() -> None:
    try:
        urllib.request.urlopen(BASE + "/healthz", timeout=5).close()
    except urllib.error.HTTPError:
        return
    except OSError:
        raise StepFailed(f"nothing answers at {BASE}: start `make demo` first, or give PORT=.") from None


def draw(names: list[str]) -> None:
    """All pages, or those whose names begin with one of these words."""
    from playwright.sync_api import sync_playwright

    program = chromium()
    if program is None:
        raise StepFailed("Chromium is not here: apt install chromium fonts-noto-cjk")
    wanted = {name: shot for name, shot in PAGES.items() if not names or name.startswith(tuple(names))}
    missed: list[str] = []
    OUTPUT.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        people = {person: sign_in(browser, person) for person in sorted({shot.person for shot in wanted.values()})}
        for scheme, language, width in kinds_of_view():
            with step(f"{language}, {width} px, {scheme}"):
                for name, shot in wanted.items():
                    suffix = f"-{scheme}" if scheme == "dark" else ""
                    with opened(browser, people[shot.person], width, scheme) as page:
                        if not arrive(page, shot, PREFIX[language] if shot.prefixed else ""):
                            missed.append(f"{name} ({language}, {width} px)")
                        show_whole(page, width)
                        file = OUTPUT / f"{name}-{language}-{width}{suffix}.png"
                        page.screenshot(path=file, animations="disabled")
        if "--readme" in sys.argv[1:]:
            with opened(browser, None, 1280, "light") as page:
                page.goto(BASE, wait_until="networkidle")
                page.screenshot(path=README_PICTURE)
        browser.close()
    if missed:
        raise StepFailed(f"what was to be clicked is not there: {', '.join(missed)}.")


def kinds_of_view() -> Iterator[tuple[Scheme, str, int]]:
    """Every language and width by day; the dark, which has no words of its own, in Korean."""
    yield from product(("light",), PREFIX, HEIGHT)
    yield from product(("dark",), ("ko",), HEIGHT)


@contextmanager
def opened(browser: "Browser", state: "StorageState | None", width: int, scheme: Scheme) -> "Iterator[Page]":
    """A page in a browser of its own."""
    size = {"width": width, "height": HEIGHT[width]}
    context = browser.new_context(viewport=size, storage_state=state, color_scheme=scheme)  # type: ignore[arg-type]  # a TypedDict's worth
    try:
        yield context.new_page()
    finally:
        context.close()


def show_whole(page: "Page", width: int) -> None:
    """A window as high as the page, so that what sticks to its edge is pictured there and not in the middle."""
    height = page.evaluate("document.scrollingElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(height, LONGEST)})


def sign_in(browser: "Browser", person: str) -> "StorageState | None":
    """The cookies of one of the demo's people; nobody for a visitor."""
    if not person:
        return None
    with opened(browser, None, 1280, "light") as page:
        page.goto(f"{BASE}/accounts/login/")
        page.fill("input[name=login]", f"{person}@example.org")
        page.fill("input[name=password]", DEMO_PASSWORD)
        with page.expect_navigation():
            page.press("input[name=password]", "Enter")
        if "/login/" in page.url:
            raise StepFailed(f"{person}@example.org cannot sign in at {BASE}: is it the demo?")
        return page.context.storage_state()


def arrive(page: "Page", shot: Shot, prefix: str) -> bool:
    """Whether the way to the page could be gone to its end."""
    page.goto(BASE + prefix + shot.path, wait_until="networkidle")
    for link in shot.follow.split(" >> ") if shot.follow else []:
        found = page.locator(link).first
        if not found.count():
            return False
        page.goto(BASE + (found.get_attribute("href") or "/"), wait_until="networkidle")
    if shot.send:
        page.wait_for_timeout(READING)
        with page.expect_navigation(wait_until="networkidle"):
            page.evaluate("document.querySelector('main form[method=post]').requestSubmit()")
    return True


if __name__ == "__main__":
    main()
