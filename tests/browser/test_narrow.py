"""What people write can be long and has no spaces where one would like them: no page grows wider than its window."""

import pytest

from ideas import counts
from participation.consultations.models import ConsultationPage
from tests.factories import IdeaFactory, ObservationFactory, UserFactory

SMALL = {"width": 320, "height": 640}
# 1,280 px at a zoom of 200 %.
ZOOMED = {"width": 640, "height": 450}
WIDE = {"width": 1280, "height": 900}
ENDLESS = "가나다라마바사아자차카타파하" * 8
LINK = "https://example.org/" + "averylongaddresswithoutanybreak" * 8


@pytest.fixture
def places(consultation: ConsultationPage) -> list[str]:
    """Pages full of the longest words that can be written."""
    author = UserFactory(public_name="W" * 40)
    body = f"{ENDLESS}\n\n{LINK}\n\n`{'x' * 300}`\n\n- {ENDLESS}"
    idea = IdeaFactory(
        author=author, consultation=consultation, title=ENDLESS[:110], body=body, voting=True, support_count=1_234_567
    )
    seen = ObservationFactory(author=author, consultation=consultation, text=ENDLESS, spot="길" * 60)
    idea.observations.add(seen)
    counts.recount()
    addresses = [idea.get_absolute_url(), seen.get_absolute_url(), str(consultation.get_url())]
    return ["/", "/ideas/", "/observations/", *addresses, f"/ideas/?q={'W' * 60}"]


@pytest.mark.parametrize("viewport", [SMALL, ZOOMED, WIDE], ids=["320 px", "200 %", "wide"])
def test_no_page_is_wider_than_its_window(open_page, places, viewport):
    page = open_page("/healthz", viewport=viewport)
    for prefix in ("", "/en"):
        for place in places:
            page.goto(prefix + place)
            extra = page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
            assert extra <= 0, f"{prefix}{place} is {extra} px wider than its window"
