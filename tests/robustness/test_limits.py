"""Looking for something costs more than reading a page, so it is counted wherever it is asked."""

import pytest

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
