"""`make screenshots`: each kind of page of a running demo, at two widths and in two languages, into screenshots/."""

import os
import subprocess
import sys
import urllib.error
import urllib.request

from scripts import bootstrap
from scripts.services import chromium
from scripts.steps import PYTHON, ROOT, StepFailed, step, tool_environment

BASE = os.environ.get("BASE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
OUTPUT = ROOT / "screenshots"
README_PICTURE = ROOT / ".github" / "screenshot.png"
LANGUAGES = {"ko": "", "en": "/en"}
WIDTHS = {1280: 900, 390: 844}
# What to picture: a name, and an address or a link to follow from one ("list → first link that matches").
PAGES = {
    "home": "/",
    "ideas": "/ideas/",
    "idea": "/ideas/ → main a[href*='/ideas/'][href$='/']:not([href$='/ideas/']):not([href*='/new'])",
    "observations": "/observations/",
    "consultations": "/consultations/",
    "consultation": "/consultations/ → main a[href*='/consultations/']:not([href$='/consultations/'])",
    "search": "/search/?q=버스",
    "sign-in": "/accounts/login/",
    "sign-up": "/accounts/signup/",
}


def main() -> None:
    bootstrap.install_python(dev=True)
    if "--draw" not in sys.argv[1:]:
        _wait_for_demo()
        done = subprocess.run([str(PYTHON), "-m", "scripts.screenshots", "--draw"], env=tool_environment(), check=False)
        sys.exit(done.returncode)
    draw()


def _wait_for_demo() -> None:
    try:
        urllib.request.urlopen(BASE + "/healthz", timeout=5).close()
    except urllib.error.HTTPError:
        return
    except OSError:
        raise StepFailed(f"nothing answers at {BASE}: start `make demo` first, or give PORT=.") from None


def draw() -> None:
    from playwright.sync_api import sync_playwright

    program = chromium()
    if program is None:
        raise StepFailed("Chromium is not here: apt install chromium fonts-noto-cjk")
    OUTPUT.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for width, height in WIDTHS.items():
            context = browser.new_context(viewport={"width": width, "height": height})
            page = context.new_page()
            for language, prefix in LANGUAGES.items():
                with step(f"{language} at {width} px"):
                    for name, address in PAGES.items():
                        start, _, link = address.partition(" → ")
                        page.goto(BASE + prefix + start, wait_until="networkidle")
                        if link:
                            href = page.locator(link).first.get_attribute("href")
                            page.goto(BASE + (href or "/"), wait_until="networkidle")
                        page.screenshot(path=OUTPUT / f"{name}-{language}-{width}.png", full_page=True)
            context.close()
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(BASE, wait_until="networkidle")
        page.screenshot(path=README_PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
