"""The desk and moderation: what is prepared stays inside, what is published is told once, what is hidden says why."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ideas.actions.voting import vote_on_idea
from ideas.life import Status
from ideas.models import Idea
from participation.moderation.actions import hide, report
from participation.notifications.models import Notice
from tests.factories import IdeaFactory, UserFactory

from .conftest import PHONE

REASON = "내년 3월부터 두 대를 더 다니게 합니다."


@pytest.fixture
def owed(mina, joon, consultation, transport):
    """Mina's idea, supported by Joon, to which the transport department owes an answer."""
    idea = IdeaFactory(
        author=mina,
        consultation=consultation,
        department=transport,
        owed=True,
        answer_due_at=timezone.now() + timedelta(days=4),
    )
    vote_on_idea(user=joon, idea=idea, value=1)
    return idea


def choose(page, decision):
    page.get_by_label(decision, exact=True).check()


def test_a_prepared_answer_is_seen_by_nobody_until_it_is_published(
    open_page, suho, mina, joon, owed, deliver_all, mailoutbox
):
    """S46, S47: the public sees the former state; publishing tells everybody who follows, once."""
    page = open_page("/desk/", user=suho)
    page.get_by_role("link", name=owed.title).click()
    choose(page, "채택")
    page.get_by_label("답변과 까닭").fill(REASON)
    page.get_by_role("button", name="올리지 않고 저장").click()
    expect(page.get_by_text("답변을 저장했습니다", exact=False)).to_be_visible()
    deliver_all()
    reader = open_page(owed.get_absolute_url(), user=joon)
    expect(reader.get_by_role("main").get_by_text("4일 남음", exact=False).first).to_be_visible()
    expect(reader.get_by_text(REASON)).to_have_count(0)
    answer = reader.goto(f"/api/v1/ideas/{owed.pk}")
    assert REASON not in answer.text()
    assert answer.json()["status"] == Status.OWED
    assert not Notice.objects.exclude(event__verb="idea.threshold_met").exists()
    page.get_by_role("button", name="올리기", exact=True).click()
    expect(page.get_by_text("답변을 올렸습니다", exact=False)).to_be_visible()
    deliver_all()
    deliver_all()
    told = Notice.objects.filter(event__verb="idea.answered").values_list("user__email", flat=True)
    assert sorted(told) == sorted([mina.email, joon.email])
    reader.goto(owed.get_absolute_url())
    office = reader.get_by_role("region", name="담당 부서의 말")
    expect(office).to_contain_text(REASON)
    expect(office).to_contain_text("교통과")


def test_declining_without_a_reason_is_refused(open_page, suho, owed):
    """S48."""
    page = open_page(f"/desk/ideas/{owed.pk}/", user=suho, viewport=PHONE)
    choose(page, "채택하지 않음")
    page.get_by_role("button", name="지금 올리기").click()
    summary = page.get_by_role("alert").filter(has_text="까닭을 쓰십시오")
    expect(summary).to_be_focused()
    expect(page.get_by_label("채택하지 않음")).to_be_checked()
    expect(page.get_by_label("답변과 까닭")).to_have_attribute("aria-invalid", "true")
    assert Idea.objects.get(pk=owed.pk).status == Status.OWED
    page.get_by_label("답변과 까닭").fill("예산이 없습니다.")
    page.get_by_role("button", name="지금 올리기").click()
    expect(page.get_by_text("답변을 올렸습니다", exact=False)).to_be_visible()
    assert Idea.objects.get(pk=owed.pk).status == Status.DECLINED


def test_agreeing_changes_the_number_without_leaving_the_board(open_page, joon, observation):
    page = open_page("/observations/", user=joon)
    page.evaluate("window.stayed = true")
    page.get_by_role("button", name=observation.text).click()
    expect(page.get_by_role("button", name=observation.text)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name=observation.text)).to_contain_text("1")
    assert page.evaluate("window.stayed") is True


def test_what_several_people_report_waits_hidden_for_a_moderator(open_page, hana, idea):
    """S77."""
    for person in UserFactory.create_batch(3):
        report(user=person, target=idea, reason="spam")
    reader = open_page(idea.get_absolute_url())
    expect(reader.get_by_text(idea.title)).to_have_count(0)
    page = open_page("/moderation/", user=hana)
    page.get_by_role("link", name="판단하기").click()
    page.get_by_label("까닭").fill("규칙에 어긋나지 않습니다.")
    page.get_by_role("button", name="다시 보이기").click()
    expect(page.get_by_text("이제 누구나 다시 볼 수 있습니다")).to_be_visible()
    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_have_text(idea.title)


def test_what_is_hidden_says_why_to_its_author(open_page, mina, hana, idea):
    hide(user=hana, target=idea, reason="개인정보가 있습니다.")
    page = open_page(idea.get_absolute_url(), user=mina)
    expect(page.get_by_role("main").get_by_text("개인정보가 있습니다.", exact=False).first).to_be_visible()
