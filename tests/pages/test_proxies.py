"""Whose address is counted, where a proxy stands in front, and where somebody only says so."""

import pytest
from django.core.exceptions import ImproperlyConfigured, MiddlewareNotUsed
from django.http import HttpResponse
from django.test import RequestFactory

from participation.limits import address_of
from participation.proxies import TrustedProxyMiddleware, networks, read_address

NGINX, OTHER = "10.0.0.5", "203.0.113.9"


@pytest.fixture
def seen(settings):
    """What a view sees of a request that came from this peer with these headers."""
    settings.TRUSTED_PROXIES = ["10.0.0.0/8", "2001:db8::1"]

    def ask(peer, **headers):
        got = {}

        def view(request):
            got.update(request.META)
            return HttpResponse()

        TrustedProxyMiddleware(view)(RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers))
        return got

    return ask


@pytest.mark.parametrize(
    ("chain", "visitor"),
    [
        (OTHER, OTHER),
        (f"{OTHER}, 10.1.2.3", OTHER),
        (f"198.51.100.1, {OTHER}", OTHER),
        (f"{OTHER}:51234", OTHER),
        ("[2001:db8::77]:443", "2001:db8::77"),
        (f"::ffff:{OTHER}", OTHER),
        ("10.9.9.9", "10.9.9.9"),
        (f"{OTHER}, unknown", NGINX),
        ("", NGINX),
        ("' OR 1=1", NGINX),
    ],
)
def test_behind_a_proxy_the_last_foreign_address_is_the_visitor(seen, chain, visitor):
    assert seen(NGINX, **{"X-Forwarded-For": chain})["REMOTE_ADDR"] == visitor


def test_a_stranger_cannot_say_that_they_are_a_proxy(seen):
    got = seen(OTHER, **{"X-Forwarded-For": "1.2.3.4", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil"})
    assert got["REMOTE_ADDR"] == OTHER
    assert not [name for name in got if name.startswith("HTTP_X_FORWARDED")]


def test_the_proxy_says_whether_the_visitor_came_by_https(seen):
    assert seen(NGINX, **{"X-Forwarded-Proto": "https"})["HTTP_X_FORWARDED_PROTO"] == "https"


def test_through_a_unix_socket_the_proxy_is_believed(seen):
    assert seen("", **{"X-Forwarded-For": OTHER})["REMOTE_ADDR"] == OTHER


def test_where_no_proxy_is_named_the_middleware_is_not_there(settings):
    settings.TRUSTED_PROXIES = []
    with pytest.raises(MiddlewareNotUsed):
        TrustedProxyMiddleware(lambda request: HttpResponse())


def test_a_proxy_that_is_no_address_is_named():
    with pytest.raises(ImproperlyConfigured, match="nginx"):
        networks(["10.0.0.1", "nginx"])


def test_what_is_no_address_is_none():
    assert read_address("unknown") is None
    assert read_address("1.2.3.4.5") is None
    assert str(read_address(" fe80::1%eth0 ")) == "fe80::1"


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", ""),
    ],
)
def test_a_whole_network_counts_as_one_visitor(address, counted):
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=address)) == counted


@pytest.mark.django_db
def test_behind_a_proxy_visitors_are_counted_apart(settings, client):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    settings.RATE_LIMITS_ENABLED = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "api": "1/600"}
    fetch = [
        client.get("/api/v1/places", headers={"X-Forwarded-For": each}).status_code
        for each in (OTHER, OTHER, "198.51.100.1")
    ]
    assert fetch == [200, 429, 200]
