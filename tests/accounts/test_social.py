"""Signing in through another service, with a provider that is played."""

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from voting.models import Vote

from participation.accounts.models import IdentityKey, IdentityLevel, User
from participation.votes.casting import cast_vote


def link(client: Client, provider, user: User) -> None:
    client.force_login(user)
    assert provider.visit(client, process="connect").status_code == 302


def unlink(client: Client, user: User) -> None:
    account = SocialAccount.objects.get(user=user)
    client.post("/accounts/3rdparty/", {"account": account.pk})
    assert not SocialAccount.objects.filter(user=user).exists()


def test_linking_a_service_raises_the_level(client, provider, mina):
    link(client, provider, mina)
    mina.refresh_from_db()
    assert mina.identity_level == IdentityLevel.SOCIAL
    assert mina.identity_keys.get().source == "social:townpass"


def test_unlinking_and_linking_again_gives_no_second_vote(client, provider, mina, joon, idea):
    """S39: neither on the same account nor on another one."""
    link(client, provider, mina)
    cast_vote(voter=mina, target=idea, value=1)
    unlink(client, mina)
    link(client, provider, mina)
    assert not cast_vote(voter=User.objects.get(pk=mina.pk), target=idea, value=1).changed
    unlink(client, mina)
    other = Client()
    link(other, provider, joon)
    assert not cast_vote(voter=User.objects.get(pk=joon.pk), target=idea, value=1).changed
    assert Vote.objects.filter(content_type=ContentType.objects.get_for_model(idea)).count() == 1
    assert IdentityKey.objects.count() == 1


def test_a_newcomer_is_asked_for_a_public_name_and_comes_back(client, provider, started):
    provider.claims |= {"name": "홍길동", "nickname": "길동이", "email": "hong@example.org", "email_verified": True}
    answer = provider.visit(client, next_url="/ideas/")
    assert answer.status_code == 302
    form = client.get(answer["Location"]).context["form"]
    assert form.initial["public_name"] == "길동이"
    answer = client.post(
        answer["Location"], {"email": "hong@example.org", "public_name": "길동이", "started": started, "website": ""}
    )
    assert answer.status_code == 302, answer.context["form"].errors
    user = User.objects.get(email="hong@example.org")
    assert (user.public_name, user.identity_level) == ("길동이", IdentityLevel.SOCIAL)


def test_the_real_name_is_never_offered_as_public_name(client, provider):
    provider.claims |= {"name": "홍길동", "email": "hong@example.org"}
    answer = client.get(provider.visit(client)["Location"])
    assert "홍길동" not in answer.content.decode()


def test_a_provider_cannot_take_over_an_account_by_its_address(client, provider, mina):
    provider.claims |= {"email": mina.email, "email_verified": True}
    provider.visit(client)
    assert not SocialAccount.objects.exists()
    assert "_auth_user_id" not in client.session


def test_a_service_that_is_away_is_said_so_in_a_page(client, provider, monkeypatch):
    def nobody_answers(*_: object, **__: object) -> None:
        raise requests.ConnectionError

    monkeypatch.setattr(provider, "get", nobody_answers)
    answer = client.post("/accounts/oidc/townpass/login/")
    assert answer.status_code == 401
    assert "다른 방법으로 로그인" in answer.content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_a_foreign_return_address_is_refused(client, provider, mina, target):
    """S86"""
    link(client, provider, mina)
    client.logout()
    answer = provider.visit(client, next_url=target)
    assert answer.status_code == 302
    assert "evil" not in answer["Location"]
    assert answer["Location"].startswith("/")


def test_an_answer_that_nobody_asked_for_is_refused(client, provider):
    """S86: a forged return has no state of this session."""
    answer = client.get("/accounts/oidc/townpass/login/callback/", {"code": "stolen", "state": "forged"})
    assert "_auth_user_id" not in client.session
    assert answer.status_code in {200, 401, 403}
