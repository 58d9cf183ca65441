"""Without Redis the site is slower, and everything works."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache, caches
from django.test import override_settings
from redis.exceptions import ConnectionError as NotConnected
from redis.exceptions import TimeoutError as TooSlow

from participation import caching
from participation.caching import ForgivingRedisCache
from participation.errors import TooManyRequests
from participation.limits import limit, turn
from scripts.services import free_port
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def redis_away(settings):
    """A Redis at an address where nobody answers."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
    address = f"redis://127.0.0.1:{free_port()}/0"
    away = {"BACKEND": "participation.caching.ForgivingRedisCache", "LOCATION": address}
    with override_settings(CACHES={"default": away}):
        yield caches["default"]
        caches["default"].clear()
    caching._absences.pop(address, None)


class Server:
    """Redis as its client shows it: a dictionary that can be made to fail."""

    def __init__(self):
        self.kept, self.asked, self.failure = {}, 0, None

    def _answer(self):
        self.asked += 1
        if self.failure:
            raise self.failure

    def get(self, key, default):
        self._answer()
        return self.kept.get(key, default)

    def set(self, key, value, timeout):
        self._answer()
        self.kept[key] = value

    def incr(self, key, delta):
        self._answer()
        if key not in self.kept:
            raise ValueError(key)
        self.kept[key] += delta
        return self.kept[key]

    def delete(self, key):
        self._answer()
        return self.kept.pop(key, None) is not None

    def delete_many(self, keys):
        self._answer()
        for key in keys:
            self.kept.pop(key, None)

    def clear(self):
        self._answer()
        self.kept.clear()


@pytest.fixture
def clock(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(caching, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def played(server, monkeypatch):
    """The cache before that server."""
    monkeypatch.setattr(caching, "_absences", {})
    backend = ForgivingRedisCache("redis://played", {})
    monkeypatch.setattr(backend, "_cache", server)
    return backend


def test_it_answers_as_an_empty_cache_does(redis_away):
    assert redis_away.get("a", 7) == 7
    assert redis_away.set("a", 1) is None
    assert redis_away.add("a", 1)
    assert redis_away.get_many(["a"]) == {}
    assert redis_away.set_many({"a": 1}) == ["a"]
    assert not redis_away.has_key("a")
    assert not redis_away.touch("a")
    assert not redis_away.delete("a")
    assert redis_away.delete_many(["a"]) is None
    assert redis_away.clear() is None
    assert redis_away.get_or_set("a", lambda: 3) == 3
    with pytest.raises(ValueError, match="not found"):
        redis_away.incr("a")


@pytest.mark.parametrize("failure", [NotConnected("closed"), TooSlow("timed out")])
def test_a_server_that_failed_is_left_alone_for_a_while(played, server, clock, caplog, failure):
    server.failure = failure
    for _ in range(3):
        played.get("a")
    assert (server.asked, len(caplog.records)) == (1, 1)
    clock[0] += caching.LEFT_ALONE
    played.get("a")
    assert (server.asked, len(caplog.records)) == (2, 2)
    server.failure = None
    clock[0] += caching.LEFT_ALONE
    played.set("a", 5)
    assert (played.get("a"), server.asked) == (5, 4)


def test_an_answer_that_nothing_is_there_ends_the_absence(played, server, clock):
    server.failure = NotConnected("closed")
    played.get("a")
    server.failure = None
    clock[0] += caching.LEFT_ALONE
    with pytest.raises(ValueError, match="a"):
        played.incr("a")
    assert played.get("a", 3) == 3
    assert server.asked == 3


def test_one_server_s_absence_is_not_another_s(played, server, clock, monkeypatch):
    server.failure = NotConnected("closed")
    played.get("a")
    other = ForgivingRedisCache("redis://other", {})
    monkeypatch.setattr(other, "_cache", Server())
    other.set("a", 1)
    assert other.get("a") == 1


def test_what_changed_during_an_absence_is_forgotten_after_it(played, server, clock):
    """A session that was ended meanwhile must not come back."""
    played.set("session", "mina")
    played.set("other", "kept")
    server.failure = NotConnected("closed")
    played.delete("session")
    assert played.get("session") is None
    server.failure = None
    clock[0] += caching.LEFT_ALONE
    assert played.get("session") is None
    assert played.get("other") == "kept"


def test_after_too_many_changes_everything_is_forgotten(played, server, clock, monkeypatch):
    monkeypatch.setattr(caching, "MISSED_AT_MOST", 2)
    played.set("a", 1)
    server.failure = NotConnected("closed")
    for number in range(5):
        played.delete(f"b{number}")
    assert len(played.absence.missed) == 3
    server.failure = None
    clock[0] += caching.LEFT_ALONE
    assert played.get("a") is None


def test_limits_hold_in_this_process_without_it(redis_away, settings):
    settings.RATE_LIMITS_ENABLED = True
    settings.RATE_LIMITS = {"post": "2/600"}
    with pytest.raises(TooManyRequests), turn("post", 7):
        raise TooManyRequests(retry_after=1)
    for _ in range(2):
        limit("post", 7)
    with pytest.raises(TooManyRequests):
        limit("post", 7)
    limit("post", 8)


def test_guessing_a_password_is_limited_without_it(redis_away, client, mina, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "2/5m/key"}
    for _ in range(2):
        client.post("/accounts/login/", {"login": mina.email, "password": "wrong"})
    page = client.post("/accounts/login/", {"login": mina.email, "password": PASSWORD})
    assert page.status_code != 302
    assert SESSION_KEY not in client.session


def test_pages_and_the_api_go_on_without_it(redis_away, client, idea, settings):
    settings.RATE_LIMITS_ENABLED = True
    for path in ("/", "/ideas/", idea.get_absolute_url(), "/search/?q=버스", "/api/v1/ideas", "/accounts/login/"):
        assert client.get(path).status_code == 200, path


def test_the_site_is_ready_without_it_and_says_so(redis_away, client):
    ready = client.get("/readyz")
    part = ready.json()["parts"]["cache"]
    assert (ready.status_code, part["ok"], part["away"], part["optional"]) == (200, False, True, True)


def test_the_cache_of_this_configuration_is_there(client):
    cache.set("a", 1)
    assert cache.get("a") == 1
    assert client.get("/readyz").json()["parts"]["cache"]["away"] is False


def test_one_signs_in_and_out_without_it(redis_away, client, mina):
    assert client.post("/accounts/login/", {"login": mina.email, "password": PASSWORD}).status_code == 302
    assert client.get("/accounts/me/").status_code == 200
    client.post("/accounts/logout/")
    assert SESSION_KEY not in client.session
