"""Looking for something costs more than reading a page, so it is counted wherever it is asked."""

import pytest
from django.utils import translation

from participation.errors import TooManyRequests
from tests.api.conftest import as_mina, token_for

__all__ = ["as_mina", "token_for"]

pytestmark = pytest.mark.django_db

SEARCHES = [
    "/search/?q=버스",
    "/en/search/?q=버스",
    "/ideas/?q=버스",
    "/ideas/similar/?title=심야버스",
    "/api/v1/search?q=버스",
    "/api/v1/ideas?q=버스",
    "/api/v1/ideas/similar?title=심야버스",
]


@pytest.mark.parametrize("address", SEARCHES)
def test_searching_too_often_is_refused_with_the_time_to_wait(client, settings, address):
    settings.RATE_LIMITS_ENABLED = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "search": "2/600"}
    assert [client.get(address).status_code for _ in range(3)] == [200, 200, 429]
    assert 0 < int(client.get(address).headers["Retry-After"]) <= 600
    assert client.get("/ideas/").status_code == 200


def test_what_was_refused_costs_no_turn(as_mina, consultation, settings):
    """Who mistypes ten times may still post; who posts is counted."""
    settings.RATE_LIMITS_ENABLED = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "post": "2/600", "observe": "2/600"}
    good = {
        "title": "심야버스를 늘려 주세요",
        "body": "밤 11시가 지나면 집에 갈 버스가 없습니다.",
        "consultation": "night-bus",
    }
    seen = {"text": "정류장 의자가 부서졌습니다", "consultation": "night-bus"}
    for path, body, bad in (("/ideas", good, {**good, "title": "A"}), ("/observations", seen, {**seen, "text": ""})):
        assert [as_mina.post(path, bad).status_code for _ in range(4)] == [422] * 4
        assert [as_mina.post(path, body).status_code for _ in range(3)] == [201, 201, 429]


@pytest.mark.parametrize(
    ("seconds", "korean", "english"),
    [
        (1, "1초 뒤에", "in 1 second."),
        (46, "46초 뒤에", "in 46 seconds."),
        (61, "2분 뒤에", "in 2 minutes."),
        (3599, "60분 뒤에", "in 60 minutes."),
    ],
)
def test_it_is_said_when_one_may_again(seconds, korean, english):
    for language, words in (("ko", korean), ("en", english)):
        with translation.override(language):
            assert words in str(TooManyRequests(retry_after=seconds))
