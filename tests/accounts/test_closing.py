"""S84: leaving takes the name away and leaves what others have built on."""

import re

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from voting.models import Vote

from participation.accounts.actions import claim_identity, close_account
from participation.accounts.models import ApiToken, IdentityKey, IdentityLevel, User
from participation.contributions.actions import follow
from participation.events.models import Event
from participation.votes.casting import cast_vote
from tests.factories import PASSWORD, UserFactory


def prove(user: User) -> User:
    return claim_identity(user=user, source="identity:test", secret="hong", level=IdentityLevel.VERIFIED)


def close(client, **fields: str):
    return client.post("/accounts/me/close/", {"password": PASSWORD, "understood": "on"} | fields)


def test_the_name_goes_and_the_contributions_stay(client, mina, idea):
    mina.first_name, mina.last_name = "민아", "김"
    mina.save()
    client.force_login(mina)
    assert close(client)["Location"] == "/"
    gone = User.objects.get(pk=mina.pk)
    assert gone.email == f"closed-{gone.pk}@invalid"
    assert (gone.public_name, gone.first_name, gone.last_name) == ("", "", "")
    assert str(gone) == "탈퇴한 사람"
    assert (gone.is_active, gone.has_usable_password()) == (False, False)
    idea.refresh_from_db()
    assert idea.author == gone


def test_whatever_is_theirs_alone_is_deleted(mina, idea):
    SocialAccount.objects.create(user=mina, provider="townpass", uid="1")
    Authenticator.objects.create(user=mina, type=Authenticator.Type.TOTP, data={})
    ApiToken.issue(user=mina, name="my script", scopes=["read"])
    mina.notification_choices.create(kind="answer", pace="never")
    follow(user=mina, target=idea)
    close_account(user=mina, account=mina)
    for model in (EmailAddress, SocialAccount, Authenticator):
        assert not model.objects.filter(user=mina).exists()
    assert not ApiToken.objects.usable().exists()
    assert not mina.notification_choices.exists()
    assert not mina.follows.exists()


def test_votes_stay_counted(mina, idea):
    cast_vote(voter=mina, target=idea, value=1)
    close_account(user=mina, account=mina)
    assert Vote.objects.filter(object_id=idea.pk, vote=1).count() == 1


def test_coming_back_gives_no_second_vote(mina, idea):
    """S39, S84"""
    prove(mina)
    cast_vote(voter=mina, target=idea, value=1)
    close_account(user=mina, account=mina)
    returned = prove(UserFactory(email="mina-again@example.org"))
    assert not cast_vote(voter=returned, target=idea, value=1).changed
    assert IdentityKey.objects.count() == 1


def test_every_session_ends(client, mina):
    other = client.__class__()
    other.force_login(mina)
    client.force_login(mina)
    close(client)
    for browser in (client, other):
        assert browser.get("/accounts/me/").status_code == 302


def test_a_closed_account_cannot_sign_in(client, mina):
    close_account(user=mina, account=mina)
    answer = client.post("/accounts/login/", {"login": "mina@example.org", "password": PASSWORD})
    assert answer.status_code == 422


def test_the_address_is_free_again(sign_up, mina):
    close_account(user=mina, account=mina)
    sign_up(email="mina@example.org")
    assert User.objects.filter(email="mina@example.org").exists()


def test_a_wrong_password_closes_nothing(client, mina):
    client.force_login(mina)
    assert close(client, password="wrong").status_code == 422
    assert User.objects.get(pk=mina.pk).closed_at is None


def test_the_box_must_be_ticked(client, mina):
    client.force_login(mina)
    assert client.post("/accounts/me/close/", {"password": PASSWORD}).status_code == 422
    assert User.objects.get(pk=mina.pk).closed_at is None


def test_without_a_password_a_mailed_code_is_asked_for(client, mina):
    mina.set_unusable_password()
    mina.save()
    client.force_login(mina)
    assert close(client, code="000000").status_code == 422
    client.post("/accounts/me/close/", {"send_code": "1"})
    code = re.search(r"\b\d{6}\b", str(mail.outbox[0].body))[0]  # type: ignore[index]  # the mail has one
    assert close(client, code=code).status_code == 302
    assert User.objects.get(pk=mina.pk).closed_at is not None


def test_a_code_cannot_be_guessed_by_trying(client, mina):
    mina.set_unusable_password()
    mina.save()
    client.force_login(mina)
    client.post("/accounts/me/close/", {"send_code": "1"})
    code = re.search(r"\b\d{6}\b", str(mail.outbox[0].body))[0]  # type: ignore[index]  # the mail has one
    for _ in range(5):
        close(client, code="abc")
    assert close(client, code=code).status_code == 422


def test_closing_is_recorded_without_personal_data(mina):
    close_account(user=mina, account=mina)
    event = Event.objects.get(verb="account.closed")
    assert event.object_id == mina.pk
    assert "mina" not in str(event.payload)
