"""Every form of every page, filled in badly: refused at the field, nothing stored, nothing lost."""

from urllib.parse import urlencode

import pytest

from tests.robustness.conftest import PEOPLE
from tests.robustness.forms import CHOSEN, TYPED, find_forms, holds, is_named, pages

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
WORD = "a" * 1_000_000
NO_CHOICE = ["999999999", "-1", "1.5", "true", "9" * 40, "1\0"]
SURPRISES = [
    "a\0b\ufeff\u200b",
    "\u202etxt.exe\r\nSet-Cookie: a=b",
    "👩‍👩‍👧‍👦" * 40,
    "버스" * 60,
    "1e309",
    "9" * 40,
    "//evil.example.org/",
]
# A refused idea stays as a draft, so that nothing typed is lost.
KEPT_ON_PURPOSE = {"ideas:draft": {"ideas.Draft"}}
# allauth leads back to the list of addresses, with a message, and changes nothing.
LED_BACK = {("account_email", "email")}


@pytest.fixture
def forms_of(client_of, world, further_pages):
    """A person's forms; official and moderator only fill in what is theirs alone."""
    office = {"suho": ("/desk/",), "hana": ("/moderation/",)}
    everywhere = [*pages(world), *further_pages]
    return lambda person: find_forms(
        client_of(person), person, [page for page in everywhere if page.startswith(office.get(person, "/"))]
    )


def filled(form, name, value):
    return urlencode({**form.values, name: value}, doseq=True)


@pytest.mark.parametrize("person", PEOPLE)
def test_a_word_of_a_megabyte_is_refused_at_its_field_and_stays_in_it(client_of, forms_of, attempt, person):
    client, wrong = client_of(person), []
    for form in forms_of(person):
        for field in form.fields:
            if field.kind not in TYPED or field.is_trap:
                continue
            tried = attempt(client, "POST", form.action, data=filled(form, field.name, WORD), content_type=FORM)
            stored = set(tried.changed) - KEPT_ON_PURPOSE.get(form.name, set())
            body = tried.response.content
            kept = holds(body, field.name, WORD)
            if not tried.is_refused or stored or not is_named(body, field.name) or not kept:
                wrong.append((str(form), field.name, tried.status, stored, is_named(body, field.name), kept))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("person", PEOPLE)
def test_what_is_not_among_the_choices_is_refused_at_its_field(client_of, forms_of, attempt, person):
    client, wrong = client_of(person), []
    for form in forms_of(person):
        for name in dict.fromkeys(field.name for field in form.fields if field.kind in CHOSEN):
            for value in NO_CHOICE:
                tried = attempt(client, "POST", form.action, data=filled(form, name, value), content_type=FORM)
                stored = set(tried.changed) - KEPT_ON_PURPOSE.get(form.name, set())
                led_back = (form.name, name) in LED_BACK and tried.status == 302
                if stored or not (led_back or (tried.is_refused and is_named(tried.response.content, name))):
                    wrong.append((str(form), name, value, tried.status, stored))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("person", PEOPLE)
def test_no_value_breaks_a_form_and_what_is_refused_leaves_nothing(client_of, forms_of, attempt, person):
    client, wrong = client_of(person), []
    for form in forms_of(person):
        for name in dict.fromkeys(field.name for field in form.fields if field.kind not in {"file", "submit"}):
            for value in SURPRISES:
                tried = attempt(client, "POST", form.action, data=filled(form, name, value), content_type=FORM)
                stored = set(tried.changed) - KEPT_ON_PURPOSE.get(form.name, set())
                if tried.is_broken or (tried.is_refused and stored):
                    wrong.append((str(form), name, value, tried.status, stored))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("person", PEOPLE)
def test_a_form_without_its_token_or_with_another_one_s_changes_nothing(client_of, forms_of, attempt, person):
    client, wrong = client_of(person, enforce_csrf_checks=True), []
    for form in forms_of(person):
        for token in ({}, {"csrfmiddlewaretoken": "a" * 64}, {"csrfmiddlewaretoken": "가\0"}):
            body = urlencode({**form.values, **token}, doseq=True)
            tried = attempt(client, "POST", form.action, data=body, content_type=FORM)
            if tried.status != 403 or tried.changed:
                wrong.append((str(form), token, tried.status, tried.changed))
    assert not wrong, "\n".join(map(str, wrong))


BODIES = {
    "a broken multipart": (
        b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nabc',
        "multipart/form-data; boundary=x",
    ),
    "a multipart without boundary": (b"abc", "multipart/form-data"),
    "a boundary that is none": (b"abc", "multipart/form-data; boundary=" + "y" * 300),
    "a JSON": (b'{"title": 1}', "application/json"),
    "bytes": (bytes(range(256)) * 20, "application/octet-stream"),
    "a form in UTF-7": (b"title=+ADw-", f"{FORM}; charset=utf-7"),
    "a form in a charset that is none": (b"title=a", f"{FORM}; charset=none-such"),
    "broken percents": (b"title=%ff%fe%&value=%zz&reason=%ed%a0%80", FORM),
    "too many fields": (b"&".join(b"a%d=1" % number for number in range(2_500)), FORM),
    "no type": (b"title=a", ""),
}


@pytest.mark.parametrize("person", ["visitor", "mina", "suho"])
def test_no_body_breaks_an_address_that_takes_forms(client_of, forms_of, attempt, person):
    client, wrong = client_of(person), []
    for form in forms_of(person):
        for kind, (body, content_type) in BODIES.items():
            tried = attempt(client, "POST", form.action, data=body, content_type=content_type)
            stored = set(tried.changed) - KEPT_ON_PURPOSE.get(form.name, set())
            if tried.is_broken or (tried.is_refused and stored):
                wrong.append((str(form), kind, tried.status, stored))
    assert not wrong, "\n".join(map(str, wrong))
