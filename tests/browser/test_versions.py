"""Editing, what changed, taking an idea back for another, and old addresses."""

import pytest
from playwright.sync_api import expect

from ideas.actions.answering import prepare_answer, publish_answer
from ideas.actions.voting import vote_on_idea
from ideas.life import Status
from ideas.models import Idea
from participation.notifications.models import Notice
from tests.factories import ConsultationFactory, IdeaFactory

BETTER = "밤 11시가 지나면 집에 갈 버스가 없습니다. 세 대만 더 있으면 좋겠습니다."


def test_an_edit_is_a_new_version_that_everybody_can_compare(open_page, mina, idea):
    """S8, S20."""
    page = open_page(idea.get_absolute_url(), user=mina)
    page.get_by_role("link", name="고치기", exact=True).click()
    page.get_by_label("제안 내용").fill(BETTER)
    page.get_by_label("무엇을 고쳤나요?", exact=False).fill("대수를 고쳤습니다")
    page.get_by_role("button", name="새 판 저장").click()
    expect(page.get_by_text("새 판을 저장했습니다", exact=False)).to_be_visible()
    reader = open_page(idea.get_absolute_url())
    expect(reader.get_by_text("고침 1번")).to_be_visible()
    reader.get_by_role("link", name="바뀐 곳 보기").click()
    expect(reader.get_by_text("대수를 고쳤습니다")).to_be_visible()
    reader.get_by_role("link", name="바뀐 곳", exact=False).click()
    expect(reader.get_by_role("insertion").filter(has_text="더함: 세")).to_be_visible()
    expect(reader.get_by_role("deletion").filter(has_text="뺌: 두")).to_be_visible()


def over(idea, mina, suho):
    Idea.objects.filter(pk=idea.pk).update(created_at="2026-01-01T00:00:00+09:00")


def supported(idea, mina, suho):
    Idea.objects.filter(pk=idea.pk).update(support_count=idea.consultation.edit_until_votes)


def answered(idea, mina, suho):
    vote_on_idea(user=suho, idea=idea, value=1)
    Idea.objects.filter(pk=idea.pk).update(status=Status.OWED)
    idea = Idea.objects.get(pk=idea.pk)
    publish_answer(
        user=suho, answer=prepare_answer(user=suho, idea=idea, status=Status.ACCEPTED, reason="두 대를 더 넣습니다.")
    )


@pytest.mark.parametrize(
    ("happen", "reason"),
    [(over, "고칠 수 있는 시간"), (supported, "이 글을 지지했습니다"), (answered, "답변이 나왔거나")],
)
def test_too_late_to_edit_says_why(open_page, mina, suho, transport, happen, reason):
    """S9."""
    consultation = ConsultationFactory(edit_until_votes=5, department=transport)
    idea = IdeaFactory(author=mina, consultation=consultation, department=transport)
    happen(idea, mina, suho)
    page = open_page(f"/ideas/{idea.pk}/edit/", user=mina)
    expect(page.get_by_role("main").get_by_text(reason, exact=False)).to_be_visible()
    expect(page.get_by_role("button", name="새 판 저장")).to_have_count(0)
    page.goto(idea.get_absolute_url())
    expect(page.get_by_role("link", name="고치기", exact=True)).to_have_count(0)


def test_an_idea_taken_back_points_to_the_other_and_tells_supporters_once(
    open_page, mina, joon, consultation, deliver_all
):
    """S10."""
    idea = IdeaFactory(author=mina, consultation=consultation, title="밤 버스를 더 다니게 해 주세요")
    other = IdeaFactory(author=joon, consultation=consultation, title="심야버스 증차를 바랍니다")
    supporter = IdeaFactory(consultation=consultation).author
    vote_on_idea(user=supporter, idea=idea, value=1)
    page = open_page(idea.get_absolute_url(), user=mina)
    page.get_by_role("link", name="다른 제안을 위해 거두기").click()
    page.get_by_label("다른 제안", exact=True).fill(other.code)
    page.get_by_label("왜 제안을 거두시나요?").fill("같은 제안이 먼저 있었습니다.")
    page.get_by_role("button", name="내 제안 거두기").click()
    deliver_all()
    deliver_all()
    assert Notice.objects.filter(user=supporter).count() == 1
    reader = open_page(idea.get_absolute_url(), user=supporter)
    expect(reader.get_by_text("글쓴이가 다른 제안을 위해 이 제안을 거두었습니다")).to_be_visible()
    expect(reader.get_by_text("같은 제안이 먼저 있었습니다.").first).to_be_visible()
    expect(reader.get_by_role("button", name="이 제안을 지지합니다")).to_have_count(0)
    expect(reader.get_by_role("main").get_by_role("link", name=other.title).first).to_be_visible()
    reader.get_by_role("button", name="다른 제안 지지하기").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(other.title)
    expect(reader.get_by_role("button", name="지지함 · 거두기").first).to_be_visible()


def test_an_old_title_in_the_address_leads_to_the_present_one(open_page, mina, idea):
    """S11."""
    old = idea.get_absolute_url()
    page = open_page(f"/ideas/{idea.pk}/edit/", user=mina)
    page.get_by_label("제목", exact=True).fill("심야버스를 세 대 늘려 주세요")
    page.get_by_role("button", name="새 판 저장").click()
    present = Idea.objects.get(pk=idea.pk).get_absolute_url()
    assert present != old
    reader = open_page("/healthz")
    for address in (old, f"/ideas/{idea.pk}/"):
        answer = reader.goto(address)
        assert answer.status == 200
        assert answer.request.redirected_from.response().status == 301
        expect(reader.get_by_role("heading", level=1)).to_have_text("심야버스를 세 대 늘려 주세요")
        assert reader.url.endswith(present) or reader.evaluate("decodeURI(location.pathname)") == present
