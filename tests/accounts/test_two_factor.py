"""Those who work here set up a second proof first, where the site asks for it."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.test import RequestFactory

from participation.accounts.two_factor import TwoFactorMiddleware, is_office, needs_two_factor


@pytest.mark.parametrize(("who", "asked"), [("mina", False), ("hana", True), ("suho", True), ("admin", True)])
def test_who_needs_a_second_proof(cast, settings, who, asked):
    assert not needs_two_factor(cast[who])
    settings.REQUIRE_OFFICIAL_2FA = True
    assert needs_two_factor(cast[who]) is asked


def test_who_has_one_is_let_in(hana, settings):
    settings.REQUIRE_OFFICIAL_2FA = True
    Authenticator.objects.create(user=hana, type=Authenticator.Type.TOTP, data={})
    assert not needs_two_factor(hana)


@pytest.mark.parametrize(
    ("path", "office"),
    [
        ("/admin/", True),
        ("/desk/", True),
        ("/en/desk/ideas/1/", True),
        ("/moderation/", True),
        ("/ideas/", False),
        ("/en/accounts/2fa/", False),
        ("/administration/", False),
    ],
)
def test_where_it_is_asked_for(path, office):
    assert is_office(path) is office


def test_the_office_sends_people_to_set_it_up(client, hana, settings):
    settings.REQUIRE_OFFICIAL_2FA = True
    client.force_login(hana)
    answer = client.get("/admin/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/")
    assert client.get("/accounts/2fa/").status_code == 200


def test_where_it_is_off_it_costs_nothing(settings):
    settings.REQUIRE_OFFICIAL_2FA = False
    with pytest.raises(MiddlewareNotUsed):
        TwoFactorMiddleware(lambda request: HttpResponse())


def test_visitors_pass_by(rf: RequestFactory, settings):
    from django.contrib.auth.models import AnonymousUser

    settings.REQUIRE_OFFICIAL_2FA = True
    request = rf.get("/admin/")
    request.user = AnonymousUser()
    assert TwoFactorMiddleware(lambda request: HttpResponse("door"))(request).content == b"door"
