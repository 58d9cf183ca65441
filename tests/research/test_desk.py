"""The desk's first page, as a visitor's browser gets it."""

import pytest
from django.test import Client
from django.urls import reverse

from search.indexing import index
from tests.factories import IdeaFactory

pytestmark = pytest.mark.django_db


def test_the_desk_is_there_for_everybody(client: Client) -> None:
    assert "어떤 글을 살펴보시겠습니까?" in client.get("/research/").content.decode()


def test_the_desk_finds_what_the_search_finds(client: Client) -> None:
    index(IdeaFactory(title="심야버스를 늘립시다"))
    for address in (reverse("search:results"), reverse("research:documents")):
        assert "심야<mark>버스</mark>를 늘립시다" in client.get(address, {"q": "버스"}).content.decode()


def test_the_query_goes_along_from_part_to_part(client: Client) -> None:
    html = client.get("/research/", {"q": "버스", "kind": "idea", "cursor": "x"}).content.decode()
    assert 'href="/research/?q=%EB%B2%84%EC%8A%A4&amp;kind=idea" aria-current="true"' in html
