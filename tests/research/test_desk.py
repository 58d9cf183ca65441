"""The desk's first page, as a visitor's browser gets it."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from ideas.counts import recount
from ideas.life import Status
from search.indexing import index
from tests.factories import IdeaFactory, TopicFactory

pytestmark = pytest.mark.django_db


def test_the_desk_is_there_for_everybody(client: Client) -> None:
    assert "어떤 글을 살펴보시겠습니까?" in client.get("/research/").content.decode()


def test_the_desk_finds_what_the_search_finds(client: Client) -> None:
    index(IdeaFactory(title="심야버스를 늘립시다"))
    for address in (reverse("search:results"), reverse("research:documents")):
        assert "심야<mark>버스</mark>를 늘립시다" in client.get(address, {"q": "버스"}).content.decode()


def test_the_query_goes_along_from_part_to_part(client: Client) -> None:
    shown = client.get("/research/", {"q": "버스", "kind": "idea", "cursor": "x"}).content.decode()
    assert 'href="/research/?q=%EB%B2%84%EC%8A%A4&amp;kind=idea" aria-current="true"' in shown


def test_the_search_leads_to_the_desk_with_its_query_and_the_desk_not_to_itself(client: Client) -> None:
    index(IdeaFactory(title="심야버스를 늘립시다"))
    way = f'href="{reverse("research:documents")}?q=%EB%B2%84%EC%8A%A4&amp;kind=idea" rel="nofollow"'
    asked = {"q": "버스", "kind": "idea", "sort": "date"}
    searched = client.get(reverse("search:results"), asked).content.decode()
    assert way in searched
    assert "연구자 책상에서 더 자세히 보기" in searched
    desk = client.get(reverse("research:documents"), asked).content.decode()
    assert "연구자 책상에서 더 자세히 보기" not in desk
    assert reverse("sets:keep") in desk


def test_the_list_of_ideas_leads_to_the_same_ideas_at_the_desk(client: Client) -> None:
    traffic = TopicFactory()
    below = TopicFactory(parent=traffic)
    shown = [
        IdeaFactory(topic=topic, status=status, title=f"심야버스 {number}")
        for number, (topic, status) in enumerate([(traffic, Status.DONE), (below, Status.ACCEPTED)])
    ]
    left_out = [IdeaFactory(topic=traffic, title="심야버스 아직"), IdeaFactory(status=Status.DONE, title="심야버스 밖")]
    for idea in (*shown, *left_out):
        index(idea)
    recount()
    listed = client.get(reverse("ideas:list"), {"topic": traffic.pk, "status": "answered"}).content.decode()
    (way,) = re.findall(r'href="(/research/\?[^"]*)" rel="nofollow"', listed)
    desk = client.get(html.unescape(way)).content.decode()
    for idea in shown:
        assert idea.title in listed
        assert idea.title in desk
    for idea in left_out:
        assert idea.title not in listed
        assert idea.title not in desk
