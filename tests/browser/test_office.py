"""The board of observations, the desk and moderation in Chromium: usable by everybody, at both widths."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.actions.answering import prepare_answer, publish_answer, report_progress
from ideas.actions.observing import agree_with_observation
from ideas.life import Status
from participation.moderation.actions import hide, report
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import IdeaFactory, ObservationFactory, PlaceFactory, TopicFactory, UserFactory


@pytest.fixture
def work(cast, consultation, transport):
    """Observations, an idea owed an answer, one being carried out, and a report."""
    topic, place = TopicFactory(name="안전"), PlaceFactory(name="은행동")
    seen = [ObservationFactory(consultation=consultation, topic=topic, place=place) for _ in range(3)]
    agree_with_observation(user=cast["joon"], observation=seen[0], agrees=True)
    owed = IdeaFactory(
        consultation=consultation,
        department=transport,
        owed=True,
        topic=topic,
        threshold=100,
        threshold_met_at=timezone.now(),
        answer_due_at=timezone.now() + timedelta(days=4),
    )
    owed.observations.add(*seen[:2])
    suho = cast["suho"]
    publish_answer(user=suho, answer=prepare_answer(user=suho, idea=owed, status="", reason="조사하고 있습니다."))
    prepare_answer(user=suho, idea=owed, status=Status.ACCEPTED, reason="내년에 **두 대** 늘립니다.")
    accepted = IdeaFactory(consultation=consultation, department=transport, accepted=True)
    report_progress(user=suho, idea=accepted, percent=40, text="한 대를 샀습니다.")
    for person in UserFactory.create_batch(3):
        report(user=person, target=seen[2], reason="spam")
    report(user=cast["joon"], target=accepted, reason="false", text="사실이 아닙니다.")
    return {"observation": seen[0], "hidden": seen[2], "owed": owed, "accepted": accepted}


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(
    ("person", "path"),
    [
        (None, "/observations/"),
        ("mina", "/observations/"),
        (None, "/observations/{observation}/"),
        (None, "/observations/new/"),
        (None, "/ideas/{owed}/"),
        (None, "/ideas/{accepted}/"),
        ("suho", "/desk/"),
        ("suho", "/desk/ideas/{owed}/"),
        ("suho", "/desk/ideas/{accepted}/"),
        ("mina", "/moderation/idea/{owed}/report/"),
        ("hana", "/moderation/"),
        ("hana", "/moderation/observation/{hidden}/"),
        ("hana", "/moderation/log/"),
        (None, "/observations/{hidden}/"),
    ],
)
def test_pages_are_accessible_and_fit(cast, work, open_page, assert_accessible, viewport, person, path):
    path = path.format(**{name: thing.pk for name, thing in work.items()})
    page = open_page(path, user=cast[person] if person else None, viewport=viewport)
    show_all(page)
    assert_accessible(page)


def show_all(page):
    """As tall as the page: what the bar at a phone's edge half covers would count as too small to touch."""
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": height})


def test_agreeing_changes_the_number_without_leaving_the_board(cast, work, open_page):
    page = open_page("/observations/", user=cast["mina"])
    button = page.locator(f"#agree-{work['observation'].pk} button")
    button.click()
    page.locator(f"#agree-{work['observation'].pk} button[aria-pressed=true]").wait_for()
    assert page.locator(f"#agree-{work['observation'].pk} b").inner_text() == "2"
    assert page.url.endswith("/observations/")


def test_a_form_sent_empty_is_read_out_from_the_top(cast, work, open_page, assert_accessible):
    page = open_page("/desk/ideas/{}/".format(work["owed"].pk), user=cast["suho"], viewport=PHONE)
    page.locator("#answer-form button[value=publish]").click()
    page.locator(".error-summary").wait_for()
    assert page.evaluate("document.activeElement.className") == "error-summary"
    show_all(page)
    assert_accessible(page)


def test_what_is_hidden_says_so_to_its_author(cast, work, open_page, assert_accessible):
    hide(user=cast["hana"], target=work["owed"], reason="개인정보가 있습니다.")
    page = open_page(f"/ideas/{work['owed'].pk}/", user=cast["hana"])
    assert "개인정보가 있습니다." in page.locator("main").inner_text()
    assert_accessible(page)
