"""Rungs that are a share of the people of a place: worked out once, and anew where an idea moves elsewhere."""

import pytest
from django.utils import translation

from ideas.actions.posting import Proposal, edit_idea, submit_idea
from ideas.actions.voting import vote_on_idea
from ideas.life import Status
from ideas.models import Idea
from tests.factories import ConsultationFactory, PlaceFactory, UserFactory

pytestmark = pytest.mark.django_db
LADDER = [
    {"supporters": 2, "per_cent": 1, "obliges": "legal_check"},
    {"supporters": 50, "per_cent": 10, "obliges": "decision"},
]


@pytest.fixture
def page(transport):
    return ConsultationFactory(department=transport, ladder=LADDER, edit_hours=24)


@pytest.fixture
def posted(mina, page):
    large = PlaceFactory(population=1_000)
    return submit_idea(user=mina, proposal=proposal(page, large))


def proposal(page, place):
    text = "밤 11시가 지나면 집에 갈 버스가 없습니다. 두 대만 더 있으면 좋겠습니다."
    return Proposal.cleaned(title="심야버스를 더 늘려 주세요", body=text, consultation=page, place=place)


def move(person, idea, place):
    return edit_idea(user=person, idea=idea, proposal=proposal(idea.consultation, place))


def test_the_number_that_was_told_stays_when_more_people_are_counted(client, posted):
    assert posted.threshold == 10
    posted.place.population = 500
    posted.place.save()
    with translation.override("en"):
        page = client.get(posted.get_absolute_url()).text
    assert "0 of 10" in page
    assert "a legal check" in page, "the same rung, although it would take 5 supporters today"
    for _ in range(9):
        vote_on_idea(user=UserFactory(), idea=Idea.objects.get(pk=posted.pk), value=1)
    assert Idea.objects.get(pk=posted.pk).status == Status.VOTING
    reached = vote_on_idea(user=UserFactory(), idea=Idea.objects.get(pk=posted.pk), value=1)
    assert (reached.status, reached.obliges, reached.threshold) == (Status.OWED, "legal_check", 50)


def test_an_idea_that_moves_elsewhere_needs_the_share_of_the_people_there(mina, hana, posted):
    assert move(mina, posted, PlaceFactory(population=3_000)).threshold == 30
    assert move(mina, posted, PlaceFactory(population=None)).threshold == 2
    assert move(mina, posted, None).threshold == 2


def test_what_has_enough_supporters_for_its_new_place_is_owed_at_once(hana, posted):
    for _ in range(3):
        vote_on_idea(user=UserFactory(), idea=Idea.objects.get(pk=posted.pk), value=1)
    moved = move(hana, posted, PlaceFactory(population=300))
    assert (moved.status, moved.duties.get().supporters) == (Status.OWED, 3)


def test_another_place_changes_nothing_where_a_number_is_a_number(mina, transport):
    page = ConsultationFactory(department=transport, threshold=7)
    idea = submit_idea(user=mina, proposal=proposal(page, PlaceFactory(population=1_000)))
    page.threshold = 9
    page.save()
    assert move(mina, idea, PlaceFactory(population=5_000)).threshold == 7


def test_the_consultation_says_when_the_number_is_worked_out(client, page):
    assert "worked out when an idea is posted" in client.get(f"/en{page.url}").text
