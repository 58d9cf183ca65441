"""The worker reads votes as they come, and what it says changes no count."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.actions.voting import vote_on_idea
from ideas.models import Idea
from participation.accounts.actions import close_account
from participation.accounts.models import User
from participation.events.models import Event
from participation.votes.patterns.following import follow_votes, forget_old
from participation.votes.patterns.models import Arrivals, CountingSettings, Pattern, SignIn, UnusualVote
from participation.votes.patterns.networks import network_of, note_sign_in
from participation.votes.patterns.personal_data import marks, networks
from participation.votes.patterns.showing import share_for, shares_for
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def started(time_machine):
    """The worker looked once, and an hour has just begun."""
    time_machine.move_to(timezone.now().replace(minute=5), tick=True)
    follow_votes()


def support(idea, person, value=1):
    vote_on_idea(user=person, idea=Idea.objects.select_related("consultation").get(pk=idea.pk), value=value)


def made_up(count, address="203.0.113.7"):
    people = UserFactory.create_batch(count)
    for person in people:
        note_sign_in(person, address)
    return people


def of_the_town(count):
    people = UserFactory.create_batch(count, date_joined=timezone.now() - timedelta(days=100))
    for number, person in enumerate(people):
        note_sign_in(person, f"198.51.{number}.20")
    return people


def test_a_campaign_shows_beside_a_count_that_stays(started, idea, hana):
    for person in [*of_the_town(8), *made_up(12)]:
        support(idea, person)
    assert follow_votes() == 20 + 1
    share = share_for(hana, Idea.objects.get(pk=idea.pk))
    assert (share.unusual, share.support, share.percent) == (12, 20, 60)
    assert Idea.objects.get(pk=idea.pk).support_count == 20
    assert follow_votes() == 0, "nothing is looked at twice"


def test_votes_from_many_places_are_not_marked(started, idea, hana):
    for person in of_the_town(20):
        support(idea, person)
    follow_votes()
    assert share_for(hana, Idea.objects.get(pk=idea.pk)).unusual == 0


def test_an_hour_is_looked_at_again_as_it_grows(started, idea):
    people = made_up(30)
    for person in people[:10]:
        support(idea, person)
    follow_votes()
    support(idea, people[10])
    follow_votes()
    for person in people[11:]:
        support(idea, person)
    follow_votes()
    assert (Arrivals.objects.get().judged, Pattern.objects.get().unusual) == (30, 30)


def test_a_vote_taken_back_is_no_unusual_vote_any_more(started, idea):
    people = made_up(12)
    for person in people:
        support(idea, person)
    follow_votes()
    support(idea, people[0], 0)
    follow_votes()
    assert (Pattern.objects.get().unusual, UnusualVote.objects.count(), Arrivals.objects.get().unusual) == (11, 11, 11)
    support(idea, people[0])
    assert follow_votes()


def test_what_was_before_the_first_look_is_not_judged(idea):
    for person in made_up(12):
        support(idea, person)
    follow_votes()
    assert not Arrivals.objects.exists()


def test_officials_see_it_and_others_where_the_site_says_so(started, client, idea, hana, suho, joon, admin):
    for person in made_up(12):
        support(idea, person)
    follow_votes()
    row = Idea.objects.get(pk=idea.pk)
    said = "12표 가운데 12표(100%)"
    assert all(share_for(person, row) for person in (hana, suho, admin))
    assert share_for(joon, row) is None
    assert said not in client.get(row.get_absolute_url()).content.decode()
    client.force_login(suho)
    assert said in client.get(f"/desk/ideas/{idea.pk}/").content.decode()
    client.logout()
    CountingSettings.objects.create(is_public=True)
    assert said in client.get(row.get_absolute_url()).content.decode()
    assert share_for(joon, row).unusual == 12


def test_an_editor_decides_whether_everybody_sees_it(client):
    editor = UserFactory(editor=True)
    client.force_login(editor)
    form = "/admin/settings/patterns/countingsettings/"
    last = client.get(form, follow=True)
    assert last.status_code == 200
    client.post(last.redirect_chain[-1][0], {"is_public": "on"})
    assert CountingSettings.objects.get().is_public
    client.force_login(UserFactory())
    assert client.get(form).status_code in {302, 403}


def test_where_results_are_hidden_nobody_sees_a_share(started, hana, suho):
    """S35."""
    page = ConsultationFactory(stage="vote")
    page.stages.update(hides_results=True, ends_at=timezone.now() + timedelta(days=1))
    idea = IdeaFactory(consultation=page, voting=True, support_count=0)
    for person in made_up(12):
        support(idea, person)
    follow_votes()
    assert Pattern.objects.get().unusual == 12
    assert shares_for(hana, [Idea.objects.get(pk=idea.pk)]) == {}


def test_a_network_is_a_hash_that_a_week_later_nobody_can_compare(time_machine, settings):
    first = network_of("203.0.113.7")
    assert first == network_of("203.0.113.250") == network_of("::ffff:203.0.113.9")
    assert first != network_of("203.0.114.7")
    assert network_of("2001:db8:1:2::1") == network_of("2001:db8:1:ffff::9") != network_of("2001:db8:2::1")
    assert network_of("") is None
    assert "203" not in first
    settings.SECRET_KEY = "another" * 8
    assert network_of("203.0.113.7") != first
    settings.SECRET_KEY = "only-for-tests-" + "x" * 40
    assert network_of("203.0.113.7") == first
    time_machine.move_to(timezone.now() + timedelta(days=7))
    assert network_of("203.0.113.7") != first


def test_signing_in_notes_the_network_and_voting_notes_nothing(client, joon, idea):
    client.post("/accounts/login/", {"login": joon.email, "password": "a-long-test-password"})
    assert SignIn.objects.get().user == joon
    client.post(f"/ideas/{idea.pk}/vote/", {"value": "1"})
    assert SignIn.objects.count() == 1
    assert "network" not in Event.objects.get(verb="idea.supported").payload


def test_after_two_weeks_only_numbers_are_left(started, idea, time_machine):
    people = made_up(12)
    for person in people:
        support(idea, person)
    follow_votes()
    assert networks(people[0])
    assert marks(people[0])
    time_machine.move_to(timezone.now() + timedelta(days=15))
    forget_old()
    assert not SignIn.objects.exists()
    assert not UnusualVote.objects.exists()
    assert Pattern.objects.get().unusual == 12


def test_closing_an_account_forgets_at_once(started, idea):
    people = made_up(12)
    for person in people:
        support(idea, person)
    follow_votes()
    close_account(user=people[0], account=people[0])
    assert not SignIn.objects.filter(user=people[0]).exists()
    assert not UnusualVote.objects.filter(voter=people[0]).exists()
    assert User.objects.filter(pk=people[0].pk).exists()


def test_the_page_explains_with_the_numbers_of_the_method(client):
    for address in ("/counting/", "/en/counting/"):
        page = client.get(address)
        assert page.status_code == 200
        assert "14" in page.content.decode()
