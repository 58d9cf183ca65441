"""The rules of a vote as the person who votes meets them: a minimum, a limit, points, hidden results, a new text."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ideas.actions.voting import add_up_votes, show_results, vote_on_idea
from ideas.models import Idea
from participation.consultations.models import Stage
from participation.consultations.stages import StageKind
from participation.votes.ledger.sealing import seal_waiting
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory

from .conftest import DESKTOP, PHONE

TOLD = re.compile(r"\b8\s*(</b>|</span>|명|people|supporter)|\"support\": ?8\b")


def box(page, name="Vote"):
    return page.get_by_role("region", name=name, exact=True)


def support(page):
    box(page).get_by_role("button", name="I support this idea").click()
    expect(box(page).get_by_role("button", name="Supported · take back")).to_be_visible()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_votes_count_from_the_third_on(open_page, joon, viewport):
    """S26: two of three change no total; with the third all three count."""
    consultation = ConsultationFactory(stage_fields={"votes_at_least": 3})
    ideas = IdeaFactory.create_batch(3, consultation=consultation, voting=True, support_count=0)
    page = open_page("/", user=joon, viewport=viewport)
    for number, idea in enumerate(ideas, 1):
        page.goto(f"/en{idea.get_absolute_url()}")
        support(page)
        if number < 3:
            expect(box(page)).to_contain_text("0 people support this")
            expect(box(page)).to_contain_text(f"once you have cast {3 - number} more")
    for idea in ideas:
        page.goto(f"/en{idea.get_absolute_url()}")
        expect(box(page)).to_contain_text("1 person supports this")
        expect(box(page)).not_to_contain_text("once you have cast")
    box(page).get_by_role("button", name="Supported · take back").click()
    expect(box(page)).to_contain_text("once you have cast 1 more")
    expect(box(page)).to_contain_text("0 people support this")


def test_a_full_idea_says_so_and_a_consultation_may_let_support_go_on(open_page, joon, mina):
    """S27: "limit reached" and nothing to press; where more are taken, voting goes on."""
    page = open_page("/", user=joon, viewport=PHONE)
    for takes_more in (False, True):
        consultation = ConsultationFactory(supporters_at_most=1, takes_more=takes_more)
        idea = IdeaFactory(consultation=consultation, voting=True, support_count=0)
        vote_on_idea(user=mina, idea=idea, value=1)
        page.goto(f"/en{idea.get_absolute_url()}")
        if takes_more:
            expect(box(page)).to_contain_text("The limit of supporters is reached; you can support it all the same.")
            support(page)
            expect(box(page)).to_contain_text("2 people support this")
        else:
            expect(box(page)).to_contain_text("Limit reached: 1 person supports this idea, and no more can.")
            expect(page.get_by_role("button", name="support")).to_have_count(0)


def test_a_vote_against_takes_points_and_both_counts_are_shown(open_page, joon, mina):
    """S34."""
    consultation = ConsultationFactory(stage=StageKind.VOTE_BOTH, oppose_points=2)
    idea = IdeaFactory(consultation=consultation, voting=True, support_count=0)
    for person in (mina, UserFactory(), UserFactory()):
        vote_on_idea(user=person, idea=idea, value=1)
    page = open_page(f"/en{idea.get_absolute_url()}", user=joon, viewport=PHONE)
    expect(box(page)).to_contain_text("Points 3")
    box(page).get_by_role("button", name="I oppose it").click()
    expect(box(page).get_by_role("button", name="Opposed · take back")).to_be_visible()
    expect(box(page)).to_contain_text("3 people support this")
    expect(box(page)).to_contain_text("Opposed 1")
    expect(box(page)).to_contain_text("Points 1")


def test_hidden_results_are_shown_after_the_close_and_not_before(open_page, joon, mina):
    """S35: the voter's own vote is marked, and nothing tells how many there are; then everything does."""
    now = timezone.now()
    consultation = ConsultationFactory(stage_fields={"hides_results": True, "ends_at": now + timedelta(days=2)})
    idea = IdeaFactory(consultation=consultation, voting=True, support_count=0)
    for person in (mina, *UserFactory.create_batch(6)):
        vote_on_idea(user=person, idea=idea, value=1)
    page = open_page(f"/en{idea.get_absolute_url()}", user=joon)
    expect(box(page)).to_contain_text("The results are shown from")
    support(page)
    add_up_votes()
    for path in (idea.get_absolute_url(), "/ideas/", "/feeds/ideas.atom", f"/api/v1/ideas/{idea.pk}", "/api/v1/events"):
        for language in ("", "" if path.startswith(("/api/", "/feeds/")) else "/en"):
            said = page.goto(f"{language}{path}")
            assert said.status == 200, path
            assert not TOLD.search(said.text()), path
    Stage.objects.filter(page=consultation).update(ends_at=now)
    show_results()
    add_up_votes()
    page.goto(f"/en{idea.get_absolute_url()}")
    expect(box(page)).to_contain_text("8 people support this")


def test_a_supporter_of_an_earlier_text_confirms_or_withdraws(open_page, joon, mina):
    """Who read the earlier text is asked once; the page says how many support the text as it is."""
    body = "밤 11시 뒤에 버스 두 대를 늘려 주세요. 집에 갈 수 없습니다."
    idea = IdeaFactory(author=mina, voting=True, support_count=0, body=body)
    stays, leaves = UserFactory(), UserFactory()
    for person in (joon, stays, leaves):
        vote_on_idea(user=person, idea=Idea.objects.get(pk=idea.pk), value=1)
    author = open_page(f"/en/ideas/{idea.pk}/edit/", user=mina)
    author.get_by_label("Your idea", exact=True).fill(body.replace("두 대", "세 대"))
    author.get_by_role("button", name="Save the new version").click()
    expect(author.get_by_role("heading", level=1)).to_have_text(idea.title)
    page = open_page(f"/en{idea.get_absolute_url()}", user=stays, viewport=PHONE)
    expect(box(page)).to_contain_text("0 of 3 for the present text")
    expect(box(page)).to_contain_text("You supported version 1.")
    box(page).get_by_role("link", name="What changed").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.go_back()
    box(page).get_by_role("button", name="I support the new text").click()
    expect(box(page)).to_contain_text("1 of 3 for the present text")
    expect(box(page).get_by_role("button", name="I support the new text")).to_have_count(0)
    page = open_page(f"/en{idea.get_absolute_url()}", user=leaves)
    box(page).get_by_role("button", name="Take my support back").click()
    expect(box(page)).to_contain_text("1 of 2 for the present text")
    expect(box(page).get_by_role("button", name="I support this idea")).to_be_visible()


def test_a_voter_finds_the_vote_in_the_ledger(open_page, joon, idea):
    """S40: from the receipt in the box to the entry that everybody can check."""
    page = open_page(f"/en{idea.get_absolute_url()}", user=joon)
    support(page)
    receipt = box(page).locator("code").inner_text()
    add_up_votes()
    seal_waiting()
    page.get_by_role("link", name="Check my vote").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text(receipt.strip("…"))
    expect(main).to_contain_text(f'"idea":{idea.pk}')
