"""Who is signed in is asked with every page, in two planned statements."""

from datetime import timedelta

import pytest
from django.conf import settings as site
from django.contrib.sessions.models import Session
from django.utils import timezone

from participation.accounts.models import User


@pytest.fixture(autouse=True)
def sessions_in_the_database(settings):
    """Where there is a Redis the sessions are kept there as well, by Django's own."""
    settings.SESSION_ENGINE = "participation.accounts.sessions"


def test_a_session_that_is_over_is_nobodys(client, mina):
    client.force_login(mina)
    assert client.get("/accounts/me/").status_code == 200
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/accounts/me/").status_code == 302


@pytest.mark.parametrize("key", ["0" * 32, "x"])
def test_a_session_that_never_was_is_nobodys(client, db, key):
    client.cookies[site.SESSION_COOKIE_NAME] = key
    assert client.get("/accounts/me/").status_code == 302


def test_an_account_is_found_by_its_number_as_django_finds_it(suho):
    found, usual = User.objects.get(pk=suho.pk), User.objects.filter(pk=suho.pk).get()
    fields = [field.attname for field in User._meta.concrete_fields]
    assert [getattr(found, name) for name in fields] == [getattr(usual, name) for name in fields]
    assert (found._state.adding, found._state.db) == (usual._state.adding, usual._state.db)


@pytest.mark.parametrize("pk", [0, -1, 10**9, 10**40])
def test_a_number_that_nobody_has_is_nobodys(db, pk):
    with pytest.raises(User.DoesNotExist):
        User.objects.get(pk=pk)
