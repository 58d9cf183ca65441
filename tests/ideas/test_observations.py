"""The board of observations: seen, agreed with, gathered into ideas."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from ideas.actions.observing import agree_with_observation
from ideas.models import Idea, Observation
from participation.contributions.models import Follow
from participation.errors import NotAllowed
from participation.events.models import Event
from participation.votes.signals import votes_withdrawn
from tests.factories import (
    ConsultationFactory,
    IdeaFactory,
    ObservationFactory,
    PlaceFactory,
    TopicFactory,
    UserFactory,
)

LIST = "/observations/"


def texts(response):
    return [row["observation"].text for row in response.context["rows"]]


@pytest.fixture
def board(consultation):
    """Three observations; the second is seen by most, the third is part of an idea."""
    made = [
        ObservationFactory(consultation=consultation, text=text)
        for text in ("첫째 가로등", "둘째 가로등", "셋째 가로등")
    ]
    Observation.objects.filter(pk=made[1].pk).update(agree_count=7)
    IdeaFactory(consultation=consultation).observations.add(made[2])
    return made


@pytest.mark.parametrize(
    ("sort", "shown"),
    [
        ("newest", ["셋째 가로등", "둘째 가로등", "첫째 가로등"]),
        ("agreed", ["둘째 가로등", "셋째 가로등", "첫째 가로등"]),
        ("open", ["둘째 가로등", "첫째 가로등"]),
    ],
)
def test_the_board_has_three_orders(client, board, sort, shown):
    assert texts(client.get(LIST, {"sort": sort})) == shown


def test_a_topic_brings_those_below_it_and_a_place_only_itself(client, consultation):
    parent, child = TopicFactory(), TopicFactory()
    child.parent = parent
    child.save()
    here, there = PlaceFactory(), PlaceFactory()
    ObservationFactory(consultation=consultation, text="여기 안전", topic=child, place=here)
    ObservationFactory(consultation=consultation, text="저기 다른 일", place=there)
    assert texts(client.get(LIST, {"topic": parent.pk})) == ["여기 안전"]
    assert texts(client.get(LIST, {"place": there.pk})) == ["저기 다른 일"]


def test_the_board_of_one_consultation_holds_nothing_else(client, observation):
    other = ObservationFactory(consultation=ConsultationFactory(), text="다른 주제의 관찰")
    assert texts(client.get(LIST, {"consultation": other.consultation_id})) == ["다른 주제의 관찰"]


def test_pages_follow_each_other_without_gap_or_double(client, consultation):
    made = [ObservationFactory(consultation=consultation).text for _ in range(30)]
    first = client.get(LIST)
    second = client.get(first.context["next_url"])
    assert texts(first) + texts(second) == made[::-1]
    assert second.context["next_url"] == ""


@pytest.mark.parametrize("query", ["sort=loud", "topic=x", "place=-1", "cursor=made-up", f"topic={10**30}"])
def test_an_address_that_makes_no_sense_is_told_so(client, db, query):
    assert client.get(f"{LIST}?{query}").status_code == 400


def test_an_empty_board_says_what_to_do(client, db):
    response = client.get("/en/observations/")
    assert "Nothing here yet" in response.text
    assert reverse("observations:new") in response.text


@pytest.mark.parametrize("address", ["/observations/", "/en/observations/"])
def test_the_board_speaks_both_languages(client, board, address):
    response = client.get(address)
    assert response.status_code == 200
    assert ("I saw it too" in response.text) is address.startswith("/en")
    assert ("나도 봤어요" in response.text) is not address.startswith("/en")


def test_the_board_needs_few_queries_however_long_it_is(client, board, django_assert_max_num_queries):
    client.get(LIST)
    for _ in range(15):
        ObservationFactory(consultation=board[0].consultation)
    with django_assert_max_num_queries(4):
        client.get(LIST)


def test_the_board_of_somebody_signed_in_needs_one_query_for_all_agreements(
    client, board, joon, django_assert_max_num_queries
):
    client.force_login(joon)
    client.get(LIST)
    with django_assert_max_num_queries(8):  # one of them counts what is new at the bell
        client.get(LIST)


def test_an_observation_links_the_ideas_made_of_it_and_they_link_back(client, board):
    idea = Idea.objects.get()
    assert idea.get_absolute_url() in client.get(board[2].get_absolute_url()).text
    assert board[2].get_absolute_url() in client.get(idea.get_absolute_url()).text


def test_a_hidden_idea_is_not_named_where_it_came_from(client, board):
    idea = Idea.objects.get()
    Idea.objects.update(hidden_at=idea.created_at, hidden_reason="광고")
    assert idea.title not in client.get(board[2].get_absolute_url()).text
    assert idea.title not in client.get(LIST).text


def test_a_page_of_an_observation_needs_few_queries(client, board, django_assert_max_num_queries):
    url = board[2].get_absolute_url()
    client.get(url)
    with django_assert_max_num_queries(7):
        client.get(url)


def test_ticked_observations_begin_an_idea(client, board):
    response = client.get("/observations/gather/", {"observation": [board[0].pk, board[1].pk]})
    assert response.url == f"{reverse('ideas:new')}?from={board[0].pk},{board[1].pk}"
    assert board[1].text in client.get(response.url).text


def test_nothing_ticked_is_told(client, db):
    response = client.get("/en/observations/gather/", follow=True)
    assert "Tick the observations that belong together first." in response.text


def test_agreeing_counts_once_and_is_taken_back(client, observation, joon):
    client.force_login(joon)
    for _ in range(2):
        client.post(f"/observations/{observation.pk}/agree/", {"value": "1"})
    observation.refresh_from_db()
    assert observation.agree_count == 1
    client.post(f"/observations/{observation.pk}/agree/", {"value": "0"})
    observation.refresh_from_db()
    assert observation.agree_count == 0
    assert list(Event.objects.filter(verb__startswith="observation.").values_list("verb", "is_public")) == [
        ("observation.agreed", False),
        ("observation.agreement_withdrawn", False),
    ]


def test_nobody_agrees_with_oneself(observation, mina):
    with pytest.raises(NotAllowed):
        agree_with_observation(user=mina, observation=observation, agrees=True)


def test_a_script_gets_only_the_number_back(client, observation, joon):
    client.force_login(joon)
    response = client.post(f"/observations/{observation.pk}/agree/", {"value": "1"}, headers={"HX-Request": "true"})
    assert response.text.startswith(f'<form id="agree-{observation.pk}"')
    assert 'aria-pressed="true"' in response.text


def test_whoever_agreed_on_the_board_comes_back_to_the_same_row(client, observation, joon):
    client.force_login(joon)
    response = client.post(
        f"/observations/{observation.pk}/agree/", {"value": "1", "next": "/observations/?sort=agreed"}
    )
    assert response.url == f"/observations/?sort=agreed#observation-{observation.pk}"


def test_the_way_back_never_leads_to_another_site(client, observation, joon):
    client.force_login(joon)
    response = client.post(
        f"/observations/{observation.pk}/agree/", {"value": "1", "next": "//evil.example/observations/"}
    )
    assert response.url == observation.get_absolute_url()


def test_a_visitor_agrees_once_after_signing_in_without_a_second_press(client, observation, joon):
    """S23, for observations."""
    response = client.post(f"/observations/{observation.pk}/agree/", {"value": "1"})
    assert response.url.startswith(reverse("account_login"))
    client.force_login(joon)
    for _ in range(2):
        client.get("/observations/go-on/")
    observation.refresh_from_db()
    assert observation.agree_count == 1


def test_going_on_without_having_pressed_anything_does_nothing(client, observation, joon):
    client.force_login(joon)
    client.get("/observations/go-on/")
    observation.refresh_from_db()
    assert observation.agree_count == 0


def test_two_accounts_of_one_person_are_one_agreement(observation, joon):
    agree_with_observation(user=joon, observation=observation, agrees=True)
    from django.contrib.contenttypes.models import ContentType

    kind = ContentType.objects.get_for_model(Observation)
    votes_withdrawn.send(sender=None, content_type=kind, object_id=str(observation.pk), value=1, version=1)
    observation.refresh_from_db()
    assert observation.agree_count == 0


def test_following_and_stopping(client, observation, joon):
    client.force_login(joon)
    client.post(f"/observations/{observation.pk}/follow/", {"value": "1"})
    assert Follow.objects.about(observation).wanted().filter(user=joon).exists()
    client.post(f"/observations/{observation.pk}/follow/", {"value": "0"})
    assert not Follow.objects.about(observation).wanted().exists()


def test_agreeing_too_often_is_refused(client, observation, joon, settings):
    settings.RATE_LIMITS_ENABLED = True
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"vote": "1/600"}
    cache.clear()
    client.force_login(joon)
    codes = [client.post(f"/observations/{observation.pk}/agree/", {"value": value}).status_code for value in "10"]
    assert codes == [302, 429]


def test_a_hidden_observation_leaks_nothing(client, observation, mina, hana):
    """Visitors learn that something was here; its author and moderators see it, and why it is hidden."""
    Observation.objects.update(hidden_at=observation.created_at, hidden_reason="개인정보가 있습니다")
    url = observation.get_absolute_url()
    for address in (url, f"{url}photo/", f"/moderation/observation/{observation.pk}/report/"):
        response = client.get(address)
        assert response.status_code == 410
        assert observation.text not in response.text
        assert "개인정보가" not in response.text
    assert observation.text not in client.get(LIST).text
    client.force_login(UserFactory())
    assert client.get(url).status_code == 410
    for person in (mina, hana):
        client.force_login(person)
        response = client.get(url)
        assert response.status_code == 200
        assert "개인정보가 있습니다" in response.text
