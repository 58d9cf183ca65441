"""Voting on pages: one press, one vote, also over the sign-in, and always with the reason where it cannot be."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ideas.models import Idea
from participation.accounts.models import IdentityLevel
from participation.consultations.models import Stage
from tests.factories import ConsultationFactory, IdeaFactory

pytestmark = pytest.mark.django_db


def press(client, idea, value=1, **more):
    return client.post(f"/ideas/{idea.pk}/vote/", {"value": value, **more.pop("fields", {})}, **more)


def count(idea: Idea) -> int:
    return Idea.objects.get(pk=idea.pk).support_count


def test_a_press_counts_and_a_second_one_takes_it_back(client, joon, idea):
    """S24."""
    client.force_login(joon)
    assert press(client, idea)["Location"] == idea.get_absolute_url()
    assert count(idea) == 1
    page = client.get(idea.get_absolute_url())
    assert page.context["box"].my_vote == 1
    assert 'name="value" value="0"' in page.content.decode()
    press(client, idea, 0)
    assert count(idea) == 0


def test_a_press_reads_only_what_the_vote_asks(client, joon, idea, django_assert_max_num_queries):
    """The idea once and without what its page shows; who asks; the vote with its transaction, and its words."""
    client.force_login(joon)
    press(client, idea)
    with django_assert_max_num_queries(10) as asked:
        press(client, idea, 0)
    assert count(idea) == 0
    assert not any('"ideas_idea"."body"' in each["sql"] for each in asked.captured_queries)


def test_a_visitors_press_counts_once_after_signing_in(client, joon, idea):
    """S23: no second press, and no second count when the address is opened again."""
    response = press(client, idea)
    assert response.status_code == 302
    assert response["Location"] == f"/accounts/login/?next=%2Fideas%2F{idea.pk}%2Fvote%2F"
    assert count(idea) == 0
    signed_in = client.post(response["Location"], {"login": joon.email, "password": "a-long-test-password"})
    assert signed_in["Location"] == f"/ideas/{idea.pk}/vote/"
    page = client.get(signed_in["Location"], follow=True)
    assert page.redirect_chain[-1][0] == idea.get_absolute_url()
    assert count(idea) == 1
    client.get(signed_in["Location"])
    assert count(idea) == 1


def test_opening_the_address_of_a_vote_does_not_vote(client, joon, idea):
    """S23: a link from elsewhere cannot make anybody vote."""
    client.force_login(joon)
    assert client.get(f"/ideas/{idea.pk}/vote/?value=1").status_code == 302
    assert count(idea) == 0


def test_what_was_wanted_long_ago_is_not_done_any_more(client, joon, idea, time_machine):
    press(client, idea)
    session = client.session
    session["ideas.intent"] = session["ideas.intent"] | {"at": 0}
    session.save()
    client.force_login(joon)
    client.get(f"/ideas/{idea.pk}/vote/")
    assert count(idea) == 0


def test_a_press_without_a_token_is_refused(idea, joon):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(joon)
    assert press(client, idea).status_code == 403
    assert count(idea) == 0


def test_with_scripts_the_box_and_the_bar_come_back(client, joon, idea):
    client.force_login(joon)
    response = press(client, idea, headers={"HX-Request": "true"})
    page = response.content.decode()
    assert response.status_code == 200
    assert 'id="vote-box"' in page
    assert 'id="vote-bar"' in page
    assert "<html" not in page
    row = press(client, idea, 0, fields={"from": "row"}, headers={"HX-Request": "true"}).content.decode()
    assert f'id="vote-{idea.pk}"' in row
    assert count(idea) == 0


def test_with_scripts_a_visitor_is_taken_to_the_sign_in(client, idea):
    response = press(client, idea, headers={"HX-Request": "true"})
    assert response["HX-Redirect"].startswith("/accounts/login/?next=")


def test_a_vote_from_a_list_returns_to_the_list(client, joon, idea):
    client.force_login(joon)
    url = "http://testserver/ideas/?sort=newest"
    assert press(client, idea, fields={"from": "row"}, headers={"Referer": url})["Location"] == "/ideas/?sort=newest"
    away = press(client, idea, 0, fields={"from": "row"}, headers={"Referer": "http://elsewhere.example/"})
    assert away["Location"] == idea.get_absolute_url()


@pytest.mark.parametrize("value", ["2", "", "x", "1e9"])
def test_only_three_values_are_votes(client, joon, idea, value):
    client.force_login(joon)
    assert press(client, idea, value).status_code == 422


def test_a_closed_vote_shows_the_counts_and_says_why(client, joon, mina):
    """S22."""
    consultation = ConsultationFactory(stage="answer")
    idea = IdeaFactory(author=mina, consultation=consultation, support_count=7)
    client.force_login(joon)
    page = client.get(idea.get_absolute_url())
    assert page.context["box"].closed
    assert page.context["box"].closed in page.content.decode()
    assert f'action="/ideas/{idea.pk}/vote/"' not in page.content.decode()
    assert "<b>7</b>" in page.content.decode()
    assert press(client, idea).status_code == 409
    assert not client.get("/ideas/").context["rows"][0].votable


def test_a_vote_that_is_yet_to_come_says_when(client, joon):
    consultation = ConsultationFactory(stage="propose")
    Stage.objects.create(page=consultation, kind="vote", starts_at=timezone.now() + timedelta(days=3))
    idea = IdeaFactory(consultation=consultation)
    closed = client.get(idea.get_absolute_url()).context["box"].closed
    assert str(timezone.localtime(timezone.now() + timedelta(days=3)).day) in closed


def test_opposing_is_offered_where_the_stage_says_so(client, joon):
    for_only = IdeaFactory(consultation=ConsultationFactory(stage="open"))
    both = IdeaFactory(consultation=ConsultationFactory(stage="vote_both"))
    client.force_login(joon)
    assert 'value="-1"' not in client.get(for_only.get_absolute_url()).content.decode()
    assert 'value="-1"' in client.get(both.get_absolute_url()).content.decode()
    press(client, both, -1)
    assert Idea.objects.get(pk=both.pk).oppose_count == 1
    assert press(client, for_only, -1).status_code == 409


@pytest.fixture
def limited():
    """A consultation with two votes for each person, and three ideas in it."""
    consultation = ConsultationFactory(stage="open", stage_fields={"votes_per_person": 2})
    return [IdeaFactory(consultation=consultation) for _ in range(3)]


def test_the_remaining_votes_are_told_and_go_up_again(client, joon, limited):
    """S24."""
    client.force_login(joon)
    assert "2" in client.get(limited[0].get_absolute_url()).context["box"].left
    said = press(client, limited[0], follow=True)
    assert "1" in said.context["box"].left
    assert any(said.context["box"].left in str(message) for message in said.context["messages"])
    press(client, limited[0], 0)
    assert "2" in client.get(limited[0].get_absolute_url()).context["box"].left


def test_after_the_last_vote_the_other_buttons_are_gone_and_it_is_announced(client, joon, limited):
    """S25."""
    client.force_login(joon)
    press(client, limited[0])
    said = press(client, limited[1], follow=True)
    page = said.content.decode()
    assert 'role="status"' in page
    assert "0" in said.context["box"].left
    third = client.get(limited[2].get_absolute_url())
    assert third.context["box"].closed
    assert press(client, limited[2]).status_code == 409
    rows = {row.pk: row for row in client.get("/ideas/").context["rows"]}
    assert [rows[idea.pk].votable for idea in limited] == [True, True, False]
    from_list = press(client, limited[0], 0, fields={"from": "row"}, headers={"HX-Request": "true"})
    assert "HX-Redirect" in from_list, "the other rows have buttons again"
    assert client.get(f"/ideas/?consultation={limited[0].consultation_id}").context["left"]


def test_a_vote_on_a_row_leaves_the_list_where_it_is_while_votes_are_left(client, joon, limited):
    """S24: the row and what is left come back; the page comes anew only where other rows change with the vote."""
    client.force_login(joon)
    row = {"fields": {"from": "row"}, "headers": {"HX-Request": "true", "Accept-Language": "en"}}
    said = press(client, limited[0], **row)
    assert said.status_code == 200
    assert f'id="vote-{limited[0].pk}"' in said.text
    assert 'id="votes-left" data-vote-said>남은 표 1장' in said.text
    assert press(client, limited[0], 0, **row).status_code == 200
    press(client, limited[0], **row)
    assert press(client, limited[1], **row).headers["HX-Redirect"]


def test_the_vote_with_which_all_count_brings_the_list_anew(client, joon):
    """S26: each row shows one more then, and one less when it is taken back."""
    consultation = ConsultationFactory(stage="open", stage_fields={"votes_at_least": 2})
    first, second = (IdeaFactory(consultation=consultation) for _ in range(2))
    client.force_login(joon)
    row = {"fields": {"from": "row"}, "headers": {"HX-Request": "true"}}
    assert "1" in press(client, first, **row).text
    assert client.get(f"/ideas/?consultation={consultation.pk}").context["left"]
    assert press(client, second, **row).headers["HX-Redirect"]
    assert press(client, second, 0, **row).headers["HX-Redirect"]


def test_who_lacks_verification_is_told_the_level_and_brought_back(client, joon):
    """S28."""
    consultation = ConsultationFactory(stage="open", stage_fields={"identity_level": IdentityLevel.VERIFIED})
    idea = IdeaFactory(consultation=consultation)
    client.force_login(joon)
    response = press(client, idea)
    verify = reverse("accounts:verify")
    assert response["Location"] == f"{verify}?next=%2Fideas%2F{idea.pk}%2Fvote%2F&level=verified"
    assert count(idea) == 0
    type(joon).objects.filter(pk=joon.pk).update(identity_level=IdentityLevel.VERIFIED)
    client.get(f"/ideas/{idea.pk}/vote/")
    assert count(idea) == 1


def test_a_visitor_who_lacks_verification_goes_from_sign_in_to_verification(client, joon):
    """S23 and S28 in one."""
    consultation = ConsultationFactory(stage="open", stage_fields={"identity_level": IdentityLevel.VERIFIED})
    idea = IdeaFactory(consultation=consultation)
    press(client, idea)
    client.force_login(joon)
    assert client.get(f"/ideas/{idea.pk}/vote/")["Location"].startswith(reverse("accounts:verify"))


def test_the_bar_says_how_far_it_is_and_what_it_obliges_to(client, idea):
    Idea.objects.filter(pk=idea.pk).update(threshold=100, support_count=62)
    box = client.get(f"/en{idea.get_absolute_url()}").context["box"]
    assert box.progress == "62 of 100. At 100, 교통과 must answer within 30 days."


def test_what_is_owed_is_told_with_its_day_and_is_red_from_five_days_before(client, consultation):
    due = timezone.now() + timedelta(days=9)
    idea = IdeaFactory(consultation=consultation, owed=True, answer_due_at=due, department=consultation.department)
    box = client.get(idea.get_absolute_url()).context["box"]
    assert "교통과" in box.duty
    assert not box.duty_near
    Idea.objects.filter(pk=idea.pk).update(answer_due_at=timezone.now() + timedelta(days=4))
    assert client.get(idea.get_absolute_url()).context["box"].duty_near


def test_following_and_asking_for_quiet(client, joon, idea):
    client.force_login(joon)
    assert not client.get(idea.get_absolute_url()).context["follows"]
    press(client, idea)
    assert client.get(idea.get_absolute_url()).context["follows"]
    client.post(f"/ideas/{idea.pk}/follow/", {"on": "0"})
    assert not client.get(idea.get_absolute_url()).context["follows"]
    client.post(f"/ideas/{idea.pk}/follow/", {"on": "1"})
    assert client.get(idea.get_absolute_url()).context["follows"]


def test_a_visitor_follows_after_signing_in(client, joon, idea):
    assert client.post(f"/ideas/{idea.pk}/follow/", {"on": "1"})["Location"].startswith("/accounts/login/")
    client.force_login(joon)
    client.get(f"/ideas/{idea.pk}/follow/")
    assert client.get(idea.get_absolute_url()).context["follows"]
