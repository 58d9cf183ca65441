"""What is new to a person comes first, and what the site remembers for it is theirs alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.models import SeenIdea
from participation.accounts.actions import close_account
from participation.accounts.export import sections
from tests.factories import IdeaFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ideas(consultation):
    now = timezone.now()
    return [IdeaFactory(consultation=consultation, created_at=now - timedelta(hours=n)) for n in range(4)]


def order(client):
    return [row.pk for row in client.get("/ideas/?sort=unseen").context["rows"]]


def test_what_was_opened_goes_behind_what_was_not(client, ideas, joon):
    client.force_login(joon)
    assert order(client) == [idea.pk for idea in ideas]
    client.get(ideas[0].get_absolute_url())
    client.get(ideas[2].get_absolute_url())
    assert order(client) == [ideas[n].pk for n in (1, 3, 0, 2)]


def test_opening_again_writes_nothing(client, ideas, joon):
    client.force_login(joon)
    for _ in range(3):
        client.get(ideas[0].get_absolute_url())
    assert SeenIdea.objects.filter(reader=joon).count() == 1


@pytest.mark.parametrize("limit", [1, 2, 3, 10])
def test_the_pages_go_from_the_new_to_the_seen_without_a_hole(token_for, ideas, joon, limit):
    client = token_for(joon)
    for idea in ideas[:2]:
        assert client.put(f"/ideas/{idea.pk}/seen").json() == {"seen": True}
    found, cursor = [], ""
    for _ in range(10):
        page = client.get(f"/ideas?sort=unseen&limit={limit}&cursor={cursor}").json()
        found += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if not cursor:
            break
    assert found == [ideas[n].pk for n in (2, 3, 0, 1)]


def test_visitors_are_told_to_sign_in_and_programs_too(client, visitor, ideas):
    client.get(ideas[0].get_absolute_url())
    page = client.get("/ideas/?sort=unseen")
    assert [row.pk for row in page.context["rows"]] == [idea.pk for idea in ideas]
    assert "/accounts/login/" in page.content.decode()
    assert visitor.get("/ideas?sort=unseen").status_code == 401
    assert not SeenIdea.objects.exists()


def test_a_person_has_it_forgotten_and_switched_off(client, ideas, joon):
    client.force_login(joon)
    client.get(ideas[0].get_absolute_url())
    client.post("/ideas/memory/", {"do": "forget"})
    assert order(client)[0] == ideas[0].pk
    client.get(ideas[0].get_absolute_url())
    client.post("/ideas/memory/", {"do": "off"})
    assert not SeenIdea.objects.exists()
    client.get(ideas[0].get_absolute_url())
    assert not SeenIdea.objects.exists()
    client.post("/ideas/memory/", {"do": "on"})
    client.get(ideas[0].get_absolute_url())
    assert SeenIdea.objects.get().idea_id == ideas[0].pk


def test_it_is_in_the_export_and_goes_with_the_account(client, ideas, joon):
    client.force_login(joon)
    client.get(ideas[1].get_absolute_url())
    assert [row["idea_id"] for row in sections["ideas_opened"](joon)] == [ideas[1].pk]
    close_account(user=joon, account=joon)
    assert not SeenIdea.objects.exists()
