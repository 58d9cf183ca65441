"""Every page has its place in the table that the browser walks through: axe, both widths, both languages."""

from contextlib import suppress

import pytest
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from tests.browser.page_kinds import KINDS, Site

from .addresses import all_addresses
from .url_matrix import EXPECTED, PEOPLE

# Answers in HTML that are no page of ours to look at, each with the reason why.
NO_PAGES = {
    "ideas:similar": "a piece of the form; tests/browser/test_writing.py sees it there",
    "search:suggest": "a piece of the search box; tests/browser/test_finding.py sees it there",
    "apple_login": "the same page as Naver's",
    "google_login": "the same page as Naver's",
    "kakao_login": "the same page as Naver's",
}


@pytest.fixture
def visited(mina, joon, hana, suho, transport, consultation) -> set[str]:
    """The names of all addresses that the table leads to."""
    site = Site(mina, joon, hana, suho, transport, consultation)
    names = set()
    for arrive in KINDS.values():
        with transaction.atomic():
            path = arrive(site).path.partition("?")[0]
            transaction.set_rollback(True)
        with suppress(Resolver404):  # that is what such a page is about
            names.add(resolve(path).view_name)
    return names


def is_page(client: Client, path: str) -> bool:
    response = client.get(path)
    return response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html")


def test_every_page_is_looked_at_in_a_browser(visited, world, cast):
    forgotten = set()
    for address in all_addresses():
        statuses = EXPECTED[address.key].split()
        if address.method != "GET" or "200" not in statuses or address.name in visited | NO_PAGES.keys():
            continue
        client = Client()
        person = PEOPLE[statuses.index("200")]
        if person in cast:
            client.force_login(cast[person], backend="django.contrib.auth.backends.ModelBackend")
        if is_page(client, world.path(address)):
            forgotten.add(address.name)
    assert forgotten == set(), "add them to tests/browser/page_kinds/"
