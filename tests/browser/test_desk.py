"""The desk as the people who share it see it: notes that stay inside, a colleague's click, evaluators, many at once."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ideas.life import Status
from ideas.models import Idea
from participation.accounts.models import Capacity
from participation.desk.bulk.actions import run_bulk
from participation.notifications.models import Notice
from tests.factories import IdeaFactory, UserFactory

from .conftest import PHONE

NOTE = "비밀메모고래 예산과와 먼저 이야기합시다."
REASON = "내년 3월부터 두 대를 더 다니게 합니다."


@pytest.fixture
def owed(mina, consultation, transport):
    return IdeaFactory(author=mina, consultation=consultation, department=transport, owed=True)


@pytest.fixture
def colleague(transport):
    return UserFactory(official=True, department=transport, public_name="도현")


def test_an_internal_note_is_read_by_colleagues_and_by_nobody_else(
    open_page, suho, colleague, mina, owed, deliver_all, mailoutbox
):
    """S46: no page, program, feed, search or mail tells it."""
    page = open_page(f"/en/desk/ideas/{owed.pk}/", user=suho)
    page.get_by_label("Internal note").fill(NOTE)
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_text("The note is kept. Only officials see it.")).to_be_visible()
    deliver_all()
    expect(open_page(f"/desk/ideas/{owed.pk}/", user=colleague).get_by_text(NOTE)).to_be_visible()
    for user in (None, mina):
        reader = open_page("/", user=user)
        for path in (
            owed.get_absolute_url(),
            f"/en{owed.get_absolute_url()}",
            f"/api/v1/ideas/{owed.pk}",
            f"/api/v1/ideas/{owed.pk}/timeline",
            "/api/v1/events",
            "/api/v1/search?q=예산과와",
            "/search/?q=예산과와",
            "/feeds/ideas.atom",
        ):
            assert "비밀메모고래" not in reader.goto(path).text(), path
    assert not [mail for mail in mailoutbox if "비밀메모고래" in mail.body]


def test_a_colleagues_click_lets_an_answer_go_out(open_page, suho, colleague, mina, owed, transport, deliver_all):
    """S47 where the department wants approval: kept, approved in one click, published; told once."""
    type(transport).objects.filter(pk=transport.pk).update(answers_need_approval=True)
    page = open_page(f"/en/desk/ideas/{owed.pk}/", user=suho)
    page.get_by_label("Accepted", exact=True).check()
    page.get_by_label("Answer and reason").fill(REASON)
    page.get_by_role("button", name="Keep it and ask for approval").click()
    expect(page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
    expect(page.get_by_role("button", name="Approve", exact=True)).to_have_count(0)

    other = open_page("/en/desk/?view=approval", user=colleague, viewport=PHONE)
    other.get_by_role("link", name=owed.title).click()
    other.get_by_role("button", name="Approve", exact=True).click()
    expect(other.get_by_text("You approved the answer. It can go out now.")).to_be_visible()
    assert REASON not in open_page(owed.get_absolute_url()).content()

    page.reload()
    expect(page.get_by_text("도현 approved it on", exact=False)).to_be_visible()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("The answer is published.")).to_be_visible()
    expect(open_page(owed.get_absolute_url()).get_by_role("region", name="담당 부서의 말")).to_contain_text(REASON)
    deliver_all()
    deliver_all()
    assert Notice.objects.filter(user=mina, event__verb="idea.answered").count() == 1


def test_an_evaluator_sees_what_is_asked_of_them_and_nothing_else(open_page, suho, owed):
    """S52."""
    nuri = UserFactory(capacity=Capacity.EXPERT, public_name="누리")
    page = open_page(f"/en/desk/ideas/{owed.pk}/", user=suho)
    page.locator("#evaluations summary").click()
    asked = page.locator("#evaluations form")
    asked.get_by_role("checkbox", name="누리").check()
    asked.get_by_label("Evaluate by").fill((timezone.localdate() + timedelta(days=7)).isoformat())
    asked.get_by_role("button", name="Ask them").click()
    expect(page.get_by_text("They are asked, and told by when.")).to_be_visible()

    other = IdeaFactory(title="아무도 부탁하지 않은 제안입니다", owed=True)
    expert = open_page("/en/desk/", user=nuri, viewport=PHONE)
    expect(expert).to_have_url(re.compile("/en/desk/evaluations/$"))
    expect(expert.get_by_role("main")).not_to_contain_text(other.title)
    for path in (f"/desk/ideas/{owed.pk}/", "/desk/bulk/", "/desk/results/", "/desk/paper/"):
        assert expert.request.get(path).status == 403, path
    expert.get_by_role("link", name=owed.title).click()
    for score in expert.get_by_role("main").get_by_role("group").all():
        score.get_by_label("4", exact=True).check()
    expert.get_by_role("button", name="Send the evaluation").click()
    expect(expert.get_by_text("Thank you. Whoever asked you is told.")).to_be_visible()
    page.reload()
    expect(page.locator("#evaluations")).to_contain_text("누리")


def test_many_ideas_get_one_state_and_each_author_is_told_of_all_together(
    open_page, suho, mina, consultation, transport
):
    """S49: ticked in the list of the desk, with one reason, and what was refused says why."""
    fields = {"author": mina, "consultation": consultation, "department": transport, "owed": True}
    ideas = [IdeaFactory(**fields) for _ in range(3)]
    page = open_page("/en/desk/", user=suho, viewport=PHONE)
    for idea in ideas[:2]:
        page.get_by_role("article").filter(has_text=idea.title).get_by_role("checkbox").check()
    page.get_by_role("button", name="Set a state for those ticked").click()
    page.get_by_role("button", name="Set the state of all of them").click()
    expect(page.get_by_role("alert").filter(has_text="Choose a state.")).to_be_focused()
    page.get_by_label("Declined", exact=True).check()
    page.get_by_label("Answer and reason").fill("예산이 없습니다.")
    page.get_by_role("button", name="Set the state of all of them").click()
    expect(page.get_by_text("0 of 2 are dealt with.")).to_be_visible()
    while run_bulk():
        pass
    expect(page.get_by_text("2 of 2 are dealt with. It is finished.")).to_be_visible()
    statuses = dict(Idea.objects.values_list("pk", "status"))
    assert [statuses[idea.pk] for idea in ideas] == [Status.DECLINED, Status.DECLINED, Status.OWED]
