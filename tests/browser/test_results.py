"""What the office does is told once, and stands on every idea that it answers."""

import pytest
from playwright.sync_api import expect

from ideas.models import Idea
from participation.notifications.models import Notice
from tests.factories import IdeaFactory

from .conftest import PHONE


@pytest.fixture
def three(consultation, transport):
    """Accepted ideas of three authors."""
    titles = ("밤에도 버스가 다니게 해 주세요", "막차를 한 시간 늦춰 주세요", "은행동에 밤 버스를 보내 주세요")
    return [
        IdeaFactory(consultation=consultation, department=transport, accepted=True, title=title) for title in titles
    ]


def tell(page, percent, text):
    page.get_by_label("Per cent done").fill(str(percent))
    page.get_by_label("What was done").fill(text)
    page.get_by_role("button", name="Tell the progress").click()
    expect(page.get_by_text("The progress is told, on every linked idea.")).to_be_visible()


def test_a_result_linked_to_three_ideas_tells_all_of_them_and_their_authors(open_page, suho, three, deliver_all):
    """S53: planned for one idea, linked to two more, told at 40 and at 100 per cent."""
    page = open_page(f"/en/desk/ideas/{three[0].pk}/", user=suho)
    page.get_by_role("link", name="Plan a result for it").click()
    page.get_by_label("What is done").first.fill("두 대의 밤 버스")
    page.get_by_label("What it is about").fill("은행동을 도는 밤 버스를 두 대 더 다니게 합니다.")
    page.get_by_role("button", name="Publish the result").click()
    for idea in three[1:]:
        page.locator("#ideas").get_by_label("Idea", exact=True).first.fill(idea.code)
        page.get_by_role("button", name="Link the idea").click()
        expect(page.locator("#ideas").get_by_role("link", name=idea.title)).to_be_visible()
    tell(page, 40, "차를 샀습니다.")
    reader = open_page("/", viewport=PHONE)
    for idea in three:
        reader.goto(idea.get_absolute_url())
        expect(reader.get_by_role("main").get_by_text("추진 40%", exact=True)).to_be_visible()
    deliver_all()
    Notice.objects.all().delete()

    tell(page, 100, "두 대가 다니기 시작했습니다.")
    deliver_all()
    for idea in three:
        reader.goto(f"/en{idea.get_absolute_url()}")
        life = reader.get_by_role("region", name="Life-line")
        expect(life).to_contain_text("In progress: 40%")
        expect(life).to_contain_text("두 대가 다니기 시작했습니다.")
        expect(life.get_by_role("link", name="Done")).to_be_visible()
        author = open_page("/accounts/me/notices/", user=idea.author)
        expect(author.get_by_role("main")).to_contain_text("두 대의 밤 버스")
    assert Notice.objects.filter(event__verb="result.done").count() == 3, "each author once"
    assert set(Idea.objects.values_list("progress", flat=True)) == {100}
