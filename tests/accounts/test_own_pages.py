"""A person's own pages: names, mails, tokens, data."""

import io
import json
import zipfile

import pytest

from participation.accounts.models import ApiToken, NotificationChoice
from participation.accounts.notification_kinds import kinds, offered_to, pace_of, paces_of
from participation.contributions.actions import follow
from participation.votes.casting import cast_vote

NAMES = {"public_name": "새 이름", "first_name": "", "last_name": "", "language": "en"}
PAGES = ["", "profile/", "notifications/", "notices/", "identity/", "security/", "tokens/", "data/", "close/"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["", "/en"])
def test_every_page_opens_for_its_owner_and_nobody_else(client, mina, page, language):
    address = f"{language}/accounts/me/{page}"
    assert client.get(address)["Location"].startswith(f"{language}/accounts/login/?next=")
    client.force_login(mina)
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1


def test_changing_the_profile_leaves_choices_alone(client, mina):
    """S82"""
    NotificationChoice.objects.create(user=mina, kind="answer", pace="never")
    client.force_login(mina)
    assert client.post("/accounts/me/profile/", NAMES | {"answer": "daily", "capacity": "official"}).status_code == 302
    mina.refresh_from_db()
    assert (mina.public_name, mina.language, mina.capacity) == ("새 이름", "en", "citizen")
    assert pace_of(mina, "answer") == "never"
    assert mina.notification_choices.count() == 1


def test_choices_have_defaults_and_are_kept(client, mina):
    assert paces_of(mina)["answer"] == "at_once"
    client.force_login(mina)
    client.post("/accounts/me/notifications/", dict.fromkeys(kinds, "weekly"))
    assert {paces_of(mina)[kind.name] for kind in offered_to(mina)} == {"weekly"}


def test_a_pace_that_does_not_exist_is_refused(client, mina):
    client.force_login(mina)
    answer = client.post("/accounts/me/notifications/", dict.fromkeys(kinds, "hourly"))
    assert answer.status_code == 422
    assert not mina.notification_choices.exists()


def test_a_token_is_shown_once_and_kept_as_a_hash(client, mina):
    client.force_login(mina)
    answer = client.post("/accounts/me/tokens/", {"name": "my script", "scopes": ["read", "write"], "days": "30"})
    secret = answer.context["secret"]
    assert answer.status_code == 201
    assert secret in answer.content.decode()
    assert secret not in client.get("/accounts/me/tokens/").content.decode()
    token = ApiToken.objects.usable().get()
    assert token.digest == ApiToken.digest_of(secret)
    assert token.scopes == ["read", "write"]


def test_a_revoked_token_is_of_no_use(client, mina):
    token, _ = ApiToken.issue(user=mina, name="old", scopes=["read"])
    client.force_login(mina)
    client.post(f"/accounts/me/tokens/{token.pk}/revoke/")
    assert not ApiToken.objects.usable().exists()


def test_nobody_revokes_the_token_of_somebody_else(client, mina, joon):
    token, _ = ApiToken.issue(user=mina, name="old", scopes=["read"])
    client.force_login(joon)
    assert client.post(f"/accounts/me/tokens/{token.pk}/revoke/").status_code == 404
    assert ApiToken.objects.usable().exists()


def test_a_token_needs_a_name_and_a_scope(client, mina):
    client.force_login(mina)
    answer = client.post("/accounts/me/tokens/", {"name": "", "days": "30"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"name", "scopes"}


def test_the_export_holds_what_is_kept(client, mina, joon, idea):
    """S84: delivered beforehand."""
    cast_vote(voter=mina, target=idea, value=1)
    follow(user=mina, target=idea)
    client.force_login(mina)
    answer = client.post("/accounts/me/data/")
    assert answer["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    sections = {name: json.loads(archive.read(name)) for name in archive.namelist() if name.endswith(".json")}
    assert sections["profile.json"]["email"] == mina.email
    assert sections["votes.json"][0]["id"] == idea.pk
    assert sections["follows.json"][0]["id"] == idea.pk
    assert [event["verb"] for event in sections["events.json"]] == ["idea.followed"]
    assert joon.email not in str(sections)


def test_the_last_administrator_cannot_leave_by_accident(client, admin):
    client.force_login(admin)
    assert client.get("/accounts/me/close/").status_code == 403


@pytest.mark.parametrize(
    ("who", "second_proof_asked", "allowed"),
    [
        ("mina", False, False),
        ("hana", False, True),
        ("suho", False, True),
        ("hana", True, False),
    ],
)
def test_who_lets_a_program_work_in_the_office(client, cast, settings, who, second_proof_asked, allowed):
    settings.REQUIRE_OFFICIAL_2FA = second_proof_asked
    client.force_login(cast[who])
    answer = client.post("/accounts/me/tokens/", {"name": "helper", "scopes": ["office"], "days": "30"})
    assert answer.status_code == (201 if allowed else 422)
    assert ApiToken.objects.exists() is allowed
