"""Who contributed how often: groups of five and more, and nobody by name."""

from collections import Counter
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from ideas.models import Idea
from participation.accounts.actions import close_account
from participation.accounts.models import User
from participation.research.analysis.people import FEWEST, _grouped
from search.indexing import index
from tests.factories import IdeaFactory, UserFactory

pytestmark = pytest.mark.django_db


def posted(times: int, **fields: object) -> User:
    """A person who wrote so many ideas."""
    person: User = UserFactory()
    for _ in range(times):
        index(IdeaFactory(title="버스", author=person, **fields))
    return person


@pytest.mark.parametrize(
    ("times", "groups"),
    [
        ([1] * 4, []),
        ([1] * 5, [(1, None, 5, 5)]),
        ([1] * 5 + [2] * 5, [(1, 1, 5, 5), (2, None, 5, 10)]),
        # Four busy people are put together with those below them.
        ([1] * 6 + [2] * 3 + [40], [(1, None, 10, 52)]),
        ([1] * 6 + [2] * 4 + [40], [(1, 1, 6, 6), (2, None, 5, 48)]),
        # Three who wrote once would be left over.
        ([1] * 3 + [2] * 5, [(1, None, 8, 13)]),
        ([1] * 2 + [3] * 5 + [9] * 6, [(1, 4, 7, 17), (5, None, 6, 54)]),
    ],
)
def test_no_group_is_smaller_than_five(times: list[int], groups: list[tuple[object, ...]]) -> None:
    found = list(_grouped(Counter(times)))
    assert [(group.least, group.most, group.people, group.documents) for group in found] == groups
    assert all(group.people >= FEWEST for group in found)


def test_four_people_are_not_shown(client: Client) -> None:
    for times in (1, 1, 2, 7):
        posted(times)
    html = client.get("/research/people/", {"q": "버스"}).content.decode()
    assert "사람이 너무 적어 보이지 않습니다" in html
    assert "<table" not in html
    found = client.get("/api/v1/research/contributors", {"q": "버스"}).json()
    assert (found["people"], found["documents"], found["groups"], found["pseudonyms"]) == (0, 0, [], [])


def test_people_are_groups_and_pseudonyms(client: Client) -> None:
    people = [posted(times) for times in (1, 1, 1, 1, 1, 3, 3, 3, 3, 4)]
    index(IdeaFactory(title="버스", author=None, source_author="naver - ***"))
    html = client.get("/research/people/", {"q": "버스"}).content.decode()
    assert "10명이 글 21건을 썼습니다" in html
    assert "그 밖의 글 1건은" in html
    assert not any(person.public_name in html for person in people)
    found = client.get("/api/v1/research/contributors", {"q": "버스"}).json()
    assert found["groups"] == [
        {"least": 1, "most": 2, "people": 5, "documents": 5},
        {"least": 3, "most": None, "people": 5, "documents": 16},
    ]
    assert len(set(found["pseudonyms"])) == 5
    csv = client.get("/research/people/contributors.csv", {"q": "버스"}).content.decode("utf-8-sig")
    assert "\r\n1,5,50.0,5,23.81\r\n" in csv


@pytest.mark.parametrize(
    ("prefix", "told", "why"),
    [
        ("", "5명이 글 12건을 썼습니다", "다섯 명보다 작은 무리"),
        ("/en", "5 people wrote 12 documents", "smaller than five"),
    ],
)
def test_people_who_cannot_be_divided_are_told_as_one(client: Client, prefix: str, told: str, why: str) -> None:
    for times in (1, 1, 1, 2, 7):
        posted(times)
    html = client.get(f"{prefix}/research/people/", {"q": "버스"}).content.decode()
    assert told in html
    assert why in html
    assert "<table" not in html
    found = client.get("/api/v1/research/contributors", {"q": "버스"}).json()
    assert found["groups"] == [{"least": 1, "most": None, "people": 5, "documents": 12}]
    assert found["pseudonyms"] == []


@pytest.mark.parametrize(
    ("times", "names"),
    [
        ([1] * 5, ["1"]),
        ([2] * 5, ["2"]),
        ([7] * 4 + [9], ["5 or more"]),
        ([1] * 4 + [2], ["any number"]),
        ([1] * 5 + [2] * 5, ["1", "2"]),
        ([1] * 4 + [2] * 3 + [5] * 4 + [6], ["1–4", "5 or more"]),
    ],
)
def test_a_group_is_named_as_narrowly_as_its_numbers_tell(times: list[int], names: list[str]) -> None:
    with translation.override("en"):
        assert [group.name for group in _grouped(Counter(times))] == names


def test_a_pseudonym_holds_for_one_set(client: Client) -> None:
    for times in (1, 2) * 5:
        posted(times)
    one, again, other = (
        client.get("/api/v1/research/contributors", query).json()["pseudonyms"]
        for query in ({"q": "버스"}, {"q": "버스"}, {"q": "버스", "kind": "idea"})
    )
    assert one == again
    assert not set(one) & set(other)


def test_hidden_contributions_count_for_nobody(client: Client) -> None:
    """S73."""
    for _ in range(4):
        posted(1)
    fifth = posted(1)
    Idea.objects.filter(author=fifth).update(hidden_at="2026-01-01T00:00Z")
    for idea in Idea.objects.filter(author=fifth):
        index(idea)
    found = client.get("/api/v1/research/contributors", {"q": "버스"}).json()
    assert (found["count"], found["groups"]) == (4, [])


def test_two_counts_tell_nothing_together_that_no_page_says(client: Client) -> None:
    """Neither which documents are of one closed account, nor that two accounts are one person."""
    for _ in range(4):
        posted(1)
    closed, twin = posted(2), posted(1)
    close_account(user=closed, account=closed)
    for idea in Idea.objects.filter(author=closed):
        index(idea)
    User.objects.filter(pk=twin.pk).update(same_person_as=User.objects.exclude(pk__in=[closed.pk, twin.pk]).first())
    found = client.get("/api/v1/research/contributors", {"q": "버스"}).json()
    assert (found["count"], found["people"], found["documents"]) == (7, 5, 5)


def test_many_people_take_no_more_queries_than_few(client: Client, django_assert_max_num_queries: Any) -> None:
    for _ in range(12):
        posted(1)
    with django_assert_max_num_queries(8):
        client.get("/research/people/", {"q": "버스"})
