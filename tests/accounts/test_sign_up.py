"""Signing up and in, and coming back to where one was."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from participation.accounts.form_guards import now_signed
from participation.accounts.models import User
from tests.accounts.conftest import link_in_last_mail
from tests.factories import PASSWORD, DepartmentFactory


def test_a_new_account_waits_for_its_address_to_be_confirmed(client, sign_up):
    assert sign_up()["Location"] == "/accounts/confirm-email/"
    user = User.objects.get(email="new@example.org")
    assert (user.public_name, user.language) == ("새별", "ko")
    assert not EmailAddress.objects.get(user=user).verified
    assert "_auth_user_id" not in client.session


def test_confirming_in_the_same_browser_goes_on_where_one_was(client, sign_up):
    """S3: what was begun before signing up is the page one comes back to."""
    sign_up(next="/ideas/new/?draft=7")
    answer = client.post(link_in_last_mail())
    assert (answer.status_code, answer["Location"]) == (302, "/ideas/new/?draft=7")
    assert client.session["_auth_user_id"] == str(User.objects.get(email="new@example.org").pk)


def test_confirming_on_another_device_keeps_the_way_back(sign_up):
    """S3"""
    sign_up(next="/ideas/new/?draft=7")
    phone = Client()
    link = link_in_last_mail()
    page = phone.get(link)
    assert 'name="next" value="/ideas/new/?draft=7"' in page.content.decode()
    answer = phone.post(link)
    assert answer["Location"] == "/ideas/new/?draft=7"
    assert "_auth_user_id" not in phone.session


def test_a_foreign_next_goes_nowhere(client, sign_up):
    """S86"""
    sign_up(next="https://evil.example/")
    assert "evil" not in mail.outbox[0].body
    assert client.post(link_in_last_mail())["Location"] == "/accounts/me/"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_never_leads_away(client, mina, target):
    """S86"""
    answer = client.post("/accounts/login/", {"login": mina.email, "password": PASSWORD, "next": target})
    assert answer["Location"] == "/accounts/me/"


def test_signing_in_leads_back(client, mina):
    answer = client.post(
        "/accounts/login/", {"login": mina.email, "password": PASSWORD, "next": "/ideas/?sort=popular"}
    )
    assert answer["Location"] == "/ideas/?sort=popular"


def test_a_wrong_password_is_refused_and_nothing_cleared(client, mina):
    answer = client.post("/accounts/login/", {"login": mina.email, "password": "wrong"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'class="error-summary"' in page
    assert f'value="{mina.email}"' in page


def test_the_trap_is_a_refusal(sign_up):
    """S7"""
    answer = sign_up(website="https://spam.example")
    assert answer.status_code == 422
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_form_filled_in_within_two_seconds_is_refused(sign_up):
    """S7"""
    answer = sign_up(started=now_signed())
    assert answer.status_code == 422
    assert not User.objects.filter(email="new@example.org").exists()


@pytest.mark.parametrize("mark", ["", "1700000000.0", "1700000000.0:forged"])
def test_the_time_cannot_be_made_up(sign_up, mark):
    """S7"""
    assert sign_up(started=mark).status_code == 422


def test_a_refused_form_keeps_what_was_typed(sign_up):
    page = sign_up(public_name="새별", email="not-an-address").content.decode()
    assert 'value="새별"' in page
    assert 'value="not-an-address"' in page
    assert 'href="#id_email"' in page


@pytest.mark.parametrize("name", ["운영자", "ADMIN", "교통과", "a", "보이지\u200b않는"])
def test_nobody_passes_for_the_office(sign_up, name):
    DepartmentFactory(name="교통과")
    assert sign_up(public_name=name).status_code == 422


def test_a_known_address_gets_a_mail_instead_of_a_second_account(mina, sign_up):
    """The page is the same as for a new one: nobody learns who has an account here."""
    assert sign_up(email=mina.email)["Location"] == "/accounts/confirm-email/"
    assert User.objects.filter(email=mina.email).count() == 1
    assert mail.outbox[0].to == [mina.email]


def test_signing_up_too_often_is_refused(sign_up, settings):
    settings.RATE_LIMITS_ENABLED = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "sign_up": "2/3600"}
    answers = [sign_up(email=f"new{number}@example.org").status_code for number in range(3)]
    assert answers == [302, 302, 429]
    assert User.objects.filter(email__startswith="new").count() == 2


def test_mails_come_in_the_language_of_the_account_as_text_and_html(client, started):
    filled = {"email": "kim@example.org", "password1": "a-long-enough-one", "public_name": "Kim", "started": started}
    client.post("/en/accounts/signup/", filled)
    client.post("/accounts/password/reset/", {"email": "kim@example.org"})
    for message in mail.outbox:
        assert re.search(r"[가-힣]", str(message.body).replace("마당", "")) is None
        assert isinstance(message, EmailMultiAlternatives)
        html, kind = message.alternatives[0]
        assert kind == "text/html"
        assert '<html lang="en">' in str(html)
    assert "/en/accounts/confirm-email/" in str(mail.outbox[0].body)


def test_a_forgotten_password_can_be_replaced(client, mina):
    client.post("/accounts/password/reset/", {"email": mina.email})
    page = client.get(link_in_last_mail(), follow=True)
    answer = client.post(page.redirect_chain[-1][0], {"password1": "another-long-one", "password2": "another-long-one"})
    assert answer.status_code == 302
    mina.refresh_from_db()
    assert mina.check_password("another-long-one")


def test_the_address_is_one_whatever_its_case(client, mina):
    answer = client.post("/accounts/login/", {"login": mina.email.upper(), "password": PASSWORD})
    assert answer.status_code == 302


def test_the_way_back_survives_the_change_from_signing_in_to_signing_up(client):
    """S3"""
    page = client.get("/accounts/login/?next=/ideas/new/").content.decode()
    assert 'href="/accounts/signup/?next=%2Fideas%2Fnew%2F"' in page
    page = client.get("/accounts/signup/?next=/ideas/new/").content.decode()
    assert 'name="next" value="/ideas/new/"' in page


def test_the_short_address_leads_to_ones_own_pages(client):
    assert client.get("/accounts/")["Location"] == "/accounts/me/"


def test_where_no_mail_can_be_sent_one_is_told_and_signs_in_for_another(client, sign_up, monkeypatch):
    def refuse(self, fail_silently=False):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(EmailMultiAlternatives, "send", refuse)
        answer = sign_up()
    assert answer.status_code == 503
    assert "메일을 보내지 못했습니다" in answer.content.decode()
    assert mail.outbox == []
    client.post("/accounts/login/", {"login": "new@example.org", "password": "a-long-enough-one"})
    assert client.post(link_in_last_mail()).status_code == 302
    assert EmailAddress.objects.get(email="new@example.org").verified


def test_a_change_goes_through_although_nobody_can_be_told(client, mina, monkeypatch):
    def refuse(self, fail_silently=False):
        raise ConnectionRefusedError

    client.force_login(mina, backend="django.contrib.auth.backends.ModelBackend")
    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)
    words = {"oldpassword": PASSWORD, "password1": "a-quite-new-one-7", "password2": "a-quite-new-one-7"}
    assert client.post("/accounts/password/change/", words).status_code == 302
    mina.refresh_from_db()
    assert mina.check_password("a-quite-new-one-7")


@pytest.mark.parametrize("path", ["/accounts/login/", "/en/accounts/login/"])
def test_guessing_passwords_is_stopped_with_the_time_to_wait(client, mina, settings, path):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/5m/key"}
    tries = [client.post(path, {"login": mina.email, "password": f"wrong-{number}"}) for number in range(4)]
    assert [answer.status_code for answer in tries] == [422, 422, 422, 429]
    assert tries[-1]["Retry-After"] == "300"
    assert 'class="error-summary"' in tries[-1].content.decode(), "the form stays, with the sentence on top"
    assert client.post(path, {"login": mina.email, "password": PASSWORD}).status_code == 429


def test_asking_for_mail_too_often_is_stopped_with_the_time_to_wait(client, mina, settings):
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/ip"}
    tries = [client.post("/accounts/password/reset/", {"email": mina.email}) for _ in range(2)]
    assert [answer.status_code for answer in tries] == [302, 429]
    assert int(tries[-1]["Retry-After"]) > 0
    assert "<main" in tries[-1].content.decode()
