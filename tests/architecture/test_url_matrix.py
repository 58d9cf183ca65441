"""Who gets which answer at every address. A new address fails here until somebody has decided (R13)."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from .addresses import Address, all_addresses
from .url_matrix import EXPECTED, PEOPLE
from .world import World

HTML = Path(settings.BASE_DIR) / ".build" / "html"


def test_every_address_has_its_row():
    keys = {address.key for address in all_addresses()}
    assert sorted(keys - set(EXPECTED)) == [], "decide who gets what there, in url_matrix/"
    assert sorted(set(EXPECTED) - keys) == [], "these addresses are gone"


@pytest.mark.parametrize("person", PEOPLE)
def test_who_gets_what(person, world, cast):
    column = PEOPLE.index(person)
    signed_in = Client()
    if person in cast:
        signed_in.force_login(cast[person], backend="django.contrib.auth.backends.ModelBackend")
    wrong = {}
    for address in all_addresses():
        expected = EXPECTED.get(address.key, "").split()
        given = answer(signed_in, address, world, person)
        if expected and given != expected[column if len(expected) > 1 else 0]:
            wrong[address.key] = given
    assert wrong == {}


def answer(signed_in: Client, address: Address, world: World, person: str) -> str:
    """The status, or "login" where somebody is sent to sign in. Whatever was changed is taken back."""
    client = Client(raise_request_exception=False)
    client.cookies.load(signed_in.cookies.output(header="", sep=";"))
    in_json = address.route.startswith("api/")
    body = "" if address.method in {"GET", "DELETE"} else (json.dumps if in_json else urlencode)(world.body(address))
    kind = "application/json" if in_json else "application/x-www-form-urlencoded"
    with transaction.atomic():
        response = client.generic(address.method, world.path(address), body, kind)
        keep(response, f"{address.key}-{person}")
        if response.streaming:
            response.getvalue()  # read to its end, a file is closed
        transaction.set_rollback(True)
    if response.status_code == 302 and response["Location"].startswith(reverse("account_login")):
        return "login"
    return str(response.status_code)


def keep(response: Any, name: str) -> None:
    """Leave each page that is shown for the HTML validator, which runs after the tests."""
    if response.status_code == 200 and response.get("Content-Type", "").startswith("text/html"):
        HTML.mkdir(parents=True, exist_ok=True)
        (HTML / f"{re.sub(r'[^a-z0-9-]+', '-', name.lower())}.html").write_bytes(response.content)
