"""More like the checked results, and why."""

from typing import Any

import pytest
from django.test import Client

from .conftest import Add

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(add: Add) -> dict[str, int]:
    return {
        "one": add("심야버스 정류장 의자", body="심야버스를 기다릴 때 앉을 의자가 없습니다."),
        "two": add("심야버스 정류장 지붕", body="비가 오면 정류장에서 젖습니다."),
        "three": add("정류장에 의자를 놓아 주세요", body="심야버스 손님이 서서 기다립니다."),
        "park": add("공원 나무", body="나무가 시들었습니다."),
        "hidden": add("심야버스 정류장 의자 비밀", body="심야버스 정류장 의자", visible=False),
    }


def found(client: Client, *numbers: int) -> dict[str, Any]:
    refs = ",".join(f"idea:{number}" for number in numbers)
    answer: dict[str, Any] = client.get("/api/v1/research/more-like-this", {"like": refs}).json()
    return answer


def test_what_shares_telling_words_is_alike_and_says_which(client: Client, city: dict[str, int]) -> None:
    answer = found(client, city["one"])
    assert {item["id"] for item in answer["items"]} == {city["two"], city["three"]}
    shared = {item["id"]: set(item["words"]) for item in answer["items"]}
    assert shared[city["two"]] >= {"심야버스", "정류장"}
    assert shared[city["three"]] >= {"정류장", "의자"}
    html = client.get("/research/alike/", {"like": [f"idea:{city['one']}"]}).content.decode()
    assert "함께 나오는 낱말:" in html
    assert "심야버스 정류장 의자" in html


def test_the_checked_ones_are_not_found_again(client: Client, city: dict[str, int]) -> None:
    assert [item["id"] for item in found(client, city["one"], city["two"])["items"]] == [city["three"]]


def test_hidden_documents_are_neither_found_nor_read(client: Client, city: dict[str, int]) -> None:
    """S73."""
    assert city["hidden"] not in {item["id"] for item in found(client, city["one"])["items"]}
    assert found(client, city["hidden"]) == {"words": [], "items": [], "engine": "", "notice": ""}


@pytest.mark.parametrize(
    "like", ["", "idea", "idea:", "idea:x", ":1", "idea:99999999999999999999", "idea:-1", "nothing:1"]
)
def test_what_names_nothing_is_passed_over(client: Client, city: dict[str, int], like: str) -> None:
    html = client.get("/research/alike/", {"like": like}).content.decode()
    assert "고른 글이 없습니다" in html


@pytest.mark.parametrize("like", ["idea", "idea:x", ":1,idea:", "idea:-1"])
def test_a_program_that_names_nothing_is_told_at_its_field(client: Client, city: dict[str, int], like: str) -> None:
    answer = client.get("/api/v1/research/more-like-this", {"like": like})
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == ["like"]


def test_what_is_like_nothing_says_so(client: Client, city: dict[str, int]) -> None:
    html = client.get("/research/alike/", {"like": f"idea:{city['park']}"}).content.decode()
    assert "비슷한 글이 없습니다" in html


def test_results_can_be_checked(client: Client, city: dict[str, int]) -> None:
    html = client.get("/research/", {"q": "심야버스"}).content.decode()
    assert f'name="like" value="idea:{city["one"]}" form="alike"' in html
    assert '<form class="cluster no-print" id="alike" action="/research/alike/">' in html
    assert 'name="like"' not in client.get("/search/", {"q": "심야버스"}).content.decode()


def test_it_takes_few_queries(client: Client, city: dict[str, int], django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(9):
        client.get("/research/alike/", {"like": [f"idea:{number}" for number in city.values()]})
