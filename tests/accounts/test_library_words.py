"""What allauth says and sends is said in our words, in the language of whoever reads it."""

import re
from pathlib import Path

import allauth
import pytest
from django.core import mail
from django.utils import translation
from django.utils.translation import gettext

from participation.accounts import library_words
from participation.accounts.models import User
from tests.factories import PASSWORD

SENTENCES = [*library_words.REFUSALS, *library_words.CHOICES, *library_words.DONE, *library_words.NOTICED]
CATALOGUE = Path(allauth.__file__).parent / "locale/ko/LC_MESSAGES/django.po"


def test_every_sentence_is_still_one_of_the_librarys():
    """An upgrade that says something else would leave our words unread."""
    known = re.sub(r'"\s*\n"', "", CATALOGUE.read_text(encoding="utf-8"))
    assert [sentence for sentence in SENTENCES if f'msgid "{sentence}"' not in known] == []


@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_sentence_is_plain_polite_korean(sentence):
    with translation.override("ko"):
        said = gettext(sentence)
    assert re.search(r"[가-힣]", said)
    assert not re.search(r"을\(를\)|이\(가\)|\(으\)로|귀하|당신|올비르|secret", said)


def test_signing_in_is_greeted_without_a_wrong_particle(client, mina):
    page = client.post("/accounts/login/", {"login": mina.email, "password": PASSWORD}, follow=True).content.decode()
    assert f"{mina.public_name} 님, 로그인했습니다." in page


@pytest.mark.parametrize(
    ("language", "subject", "place"), [("ko", "마당:", "/accounts/"), ("en", "Madang:", "/en/acc")]
)
def test_a_mail_and_its_link_are_in_the_language_of_the_account(client, mina, language, subject, place):
    """Whoever asks on an English page for a Korean account, and the other way round."""
    User.objects.filter(pk=mina.pk).update(language=language)
    page = "/accounts" if language == "en" else "/en/accounts"
    client.post(f"{page}/password/reset/", {"email": mina.email})
    assert mail.outbox[0].subject.startswith(subject)
    assert f"http://testserver{place}" in str(mail.outbox[0].body)


def test_whoever_has_an_account_already_is_told_in_our_words(sign_up, mina):
    sign_up(email=mina.email)
    assert mail.outbox[0].subject == "마당: 이미 가입하셨습니다"
    assert "/accounts/password/reset/" in str(mail.outbox[0].body)


def test_an_unknown_address_gets_a_mail_and_the_page_says_the_same(client, mina):
    """Nobody learns from the page whether somebody has an account."""
    known, unknown = (
        client.post("/accounts/password/reset/", {"email": email}, follow=True)
        for email in (mina.email, "nobody@example.org")
    )
    assert known.redirect_chain == unknown.redirect_chain
    assert mail.outbox[1].subject == "마당: 이 주소로 만든 계정이 없습니다"


def test_a_changed_password_is_told_by_mail(client, mina):
    client.force_login(mina)
    new = "another-long-one-9"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    [message] = mail.outbox
    assert message.to == [mina.email]
    assert message.subject == "비밀번호가 바뀌었습니다"
    assert "/accounts/password/reset/" in str(message.body)


def test_a_new_main_address_is_told_to_the_old_one(client, mina):
    mina.emailaddress_set.create(email="new@example.org", verified=True)
    client.force_login(mina)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", {"action_primary": "1", "email": "new@example.org"})
    mina.refresh_from_db()
    assert mina.email == "new@example.org"
    assert [message.to for message in mail.outbox] == [["mina@example.org"]]


@pytest.mark.parametrize("path", ["login/", "signup/", "password/reset/", "password/change/", "email/"])
def test_labels_stay_outside_the_boxes(client, mina, path):
    if path in {"password/change/", "email/"}:
        client.force_login(mina)
    main = client.get(f"/accounts/{path}").content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    assert "placeholder" not in main
