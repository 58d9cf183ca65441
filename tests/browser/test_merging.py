"""Two ideas become one and come apart again, and one becomes two, as a moderator and supporters see it."""

import pytest
from playwright.sync_api import expect

from ideas.actions.voting import vote_on_idea
from ideas.life import Status
from ideas.merging import carrying
from ideas.models import Idea
from participation.consultations.stages import StageKind
from participation.notifications.models import Notice
from search.indexing import index
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory


@pytest.fixture
def people():
    return [UserFactory(public_name=f"지지자 {number}") for number in range(1, 5)]


@pytest.fixture
def page_of_votes():
    return ConsultationFactory(stage=StageKind.VOTE)


def idea_of(consultation, title, supporters):
    idea = IdeaFactory(consultation=consultation, title=title, status=Status.VOTING)
    index(idea)
    for person in supporters:
        vote_on_idea(user=person, idea=Idea.objects.get(pk=idea.pk), value=1)
    return idea


def told(person, verb):
    return Notice.objects.filter(user=person, event__verb=verb).count()


def supporters_shown(page, count):
    box = page.get_by_role("region", name="투표", exact=True)
    expect(box).to_contain_text(f"{count} 명이 지지")


def test_duplicates_are_merged_and_taken_apart_again(open_page, hana, people, page_of_votes, deliver_all):
    """S50: voters 1, 2, 3 and 3, 4 make four; one opts out; undone, both are as they were, and the log tells it all."""
    one, two, three, four = people
    kept = idea_of(page_of_votes, "심야버스를 두 대 더 늘려 주세요", [one, two, three])
    gone = idea_of(page_of_votes, "심야 버스 두 대를 더 늘려 주십시오", [three, four])

    moderator = open_page(gone.get_absolute_url(), user=hana)
    moderator.get_by_role("link", name="다른 제안에 합치기").click()
    moderator.get_by_role("listitem").filter(has_text=kept.title).get_by_role("link", name="이 제안 고르기").click()
    facts = moderator.get_by_role("region", name="합치면")
    expect(facts).to_contain_text("4")
    moderator.get_by_label("까닭").fill("같은 버스를 이야기합니다.")
    moderator.get_by_role("button", name="합치기").click()
    expect(moderator.get_by_role("heading", level=1)).to_have_text(kept.title)
    supporters_shown(moderator, 4)
    deliver_all()
    assert [told(person, "idea.merged") for person in people] == [0, 0, 1, 1], "each supporter of the merged idea, once"

    visitor = open_page(gone.get_absolute_url(), user=four)
    expect(visitor.get_by_role("heading", level=1)).to_have_text(kept.title)
    visitor.get_by_role("link", name=gone.title).first.click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(gone.title)
    expect(visitor.get_by_role("button", name="이 제안을 지지합니다")).to_have_count(0)

    visitor = open_page(kept.get_absolute_url(), user=four)
    visitor.get_by_role("button", name="지지를 거둡니다").click()
    supporters_shown(visitor, 3)

    moderator.goto(moderator.url.partition("/ideas/")[0] + f"/ideas/{gone.pk}/unmerge/")
    moderator.get_by_label("까닭").fill("다른 버스였습니다.")
    moderator.get_by_role("button", name="합친 것 되돌리기").click()
    expect(moderator.get_by_role("heading", level=1)).to_have_text(gone.title)
    supporters_shown(moderator, 2)
    moderator.get_by_role("link", name="합친 것을 되돌렸습니다").click()
    expect(moderator.get_by_role("listitem").filter(has_text="다른 버스였습니다.")).to_contain_text("같은 버스를")
    supporters_shown(open_page(kept.get_absolute_url(), user=one), 3)
    carrying.go_on(batches=None)
    assert Idea.objects.get(pk=kept.pk).support_count == 3


def test_an_idea_is_divided_and_its_supporters_are_asked(open_page, hana, people, page_of_votes, deliver_all):
    """S51: both parts show where they come from, nobody is moved, everybody is asked."""
    whole = idea_of(page_of_votes, "버스도 늘리고 정류장도 밝혀 주세요", people)
    titles = ("심야버스를 더 늘려 주세요", "어두운 정류장을 밝혀 주세요")
    moderator = open_page(f"/ideas/{whole.pk}/split/", user=hana)
    for number, title in enumerate(titles, 1):
        moderator.get_by_label(f"나눈 제안 {number}의 제목").fill(title)
        moderator.get_by_label(f"나눈 제안 {number}의 내용").fill(
            "밤에 다니는 사람을 위한 일입니다. 따로 지지해 주세요."
        )
    moderator.get_by_label("까닭").fill("두 가지 이야기입니다.")
    moderator.get_by_role("button", name="나누기").click()
    deliver_all()
    assert [told(person, "idea.split") for person in people] == [1, 1, 1, 1]
    parts = list(Idea.objects.filter(split_from=whole).order_by("pk"))
    assert [part.support_count for part in parts] == [0, 0]

    supporter = open_page(whole.get_absolute_url(), user=people[0])
    supporter.get_by_role("button", name=titles[1]).click()
    expect(supporter.get_by_role("heading", level=1)).to_have_text(titles[1])
    expect(supporter.get_by_role("link", name=whole.title).first).to_be_visible()
    supporters_shown(supporter, 1)


def test_support_goes_to_what_is_there_already_without_scripts(open_page, people, page_of_votes):
    """S4: one press beside an idea that is read."""
    kept = idea_of(page_of_votes, "심야버스를 두 대 더 늘려 주세요", [])
    other = idea_of(page_of_votes, "심야 버스 두 대를 더 늘려 주십시오", [])
    page = open_page(kept.get_absolute_url(), user=people[0], java_script_enabled=False)
    page.get_by_role("region", name="비슷한 이야기").get_by_role("button", name=other.title).click()
    page.goto(page.url.partition("/ideas/")[0] + other.get_absolute_url())
    supporters_shown(page, 1)
