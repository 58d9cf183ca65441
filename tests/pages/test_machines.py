"""What machines ask: health, headers, limits, robots and the map of the site."""

import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone
from wagtail.models import PageViewRestriction

from participation.errors import TooManyRequests
from participation.events.models import Heartbeat
from participation.limits import limit
from participation.pages import health, sitemaps
from tests.factories import ConsultationFactory, ObservationFactory

pytestmark = pytest.mark.django_db

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_the_process_says_that_it_lives_and_asks_nobody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_asks_by_number(client, settings, path):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    assert client.get(path, headers={"Host": "10.1.2.3:8000"}).status_code == 200
    assert client.get("/", headers={"Host": "10.1.2.3:8000"}).status_code == 400


def test_a_host_that_is_not_ours_is_told_so_in_words(client, settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    problem = client.get("/api/v1/ideas", headers={"Host": "evil.example.org"}).json()
    assert (problem["status"], problem["code"]) == (400, "bad_request")
    assert " " in problem["title"]
    assert problem["detail"]


def test_each_part_is_named_when_the_site_is_ready(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    parts = answer.json()["parts"]
    assert {"database", "migrations", "cache", "outbox", "worker", "search"} <= parts.keys()
    assert parts["migrations"]["pending"] == 0


def test_a_part_that_the_site_cannot_do_without_takes_it_out_of_service(client, monkeypatch):
    def broken():
        raise OperationalError("password=secret")

    monkeypatch.setitem(health._checks, "database", (broken, False))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["database"]["ok"] is False
    assert "secret" not in answer.content.decode()


def test_a_worker_that_was_not_seen_is_shown_and_pages_go_on(client):
    assert client.get("/readyz").json()["parts"]["worker"] | {"ms": 0} == {
        "ok": False,
        "optional": True,
        "age_s": None,
        "ms": 0,
    }
    Heartbeat.beat()
    assert client.get("/readyz").json()["parts"]["worker"]["ok"] is True
    Heartbeat.objects.update(seen_at=timezone.now() - timedelta(minutes=5))
    answer = client.get("/readyz")
    assert answer.json()["parts"]["worker"]["ok"] is False
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/", "/en/consultations/", "/nothing/", "/principles/"])
def test_public_pages_allow_nothing_inline(client, path):
    headers = client.get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("path", ["/", "/consultations/suggestion-box/", "/privacy/", "/nothing/"])
def test_public_pages_have_nothing_inline_to_allow(client, path):
    page = client.get(path).content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert " onclick=" not in page
    scripts = [tag.split(">")[0] for tag in page.split("<script")[1:]]
    assert all("src=" in tag or 'type="application/ld+json"' in tag for tag in scripts)


def test_only_the_admin_has_the_looser_policy(client, admin):
    client.force_login(admin)
    assert "script-src 'self' 'unsafe-inline'" in client.get("/admin/").headers["Content-Security-Policy"]


@pytest.fixture
def limits(settings):
    settings.RATE_LIMITS_ENABLED = True
    settings.RATE_LIMITS = {"post": "2/60"}


def test_beyond_the_limit_it_is_refused_with_the_time_to_wait(limits):
    for _ in range(2):
        limit("post", 7)
    with pytest.raises(TooManyRequests) as refused:
        limit("post", 7)
    assert 0 < refused.value.retry_after <= 60


def test_one_person_s_limit_is_not_another_s(limits):
    for _ in range(2):
        limit("post", 7)
    limit("post", 8)


def test_after_the_window_one_may_again(limits):
    now = timezone.now().replace(second=1)
    with time_machine.travel(now, tick=False):
        for _ in range(2):
            limit("post", 7)
    with time_machine.travel(now + timedelta(seconds=61), tick=False):
        limit("post", 7)


def test_robots_are_kept_out_of_offices_and_shown_the_map(client, settings):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in text


def test_the_map_leads_to_every_public_page_in_both_languages(client, settings):
    ConsultationFactory(slug="walk")
    ConsultationFactory(slug="draft", live=False)
    hidden = ConsultationFactory(slug="inside")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    index = ET.fromstring(client.get("/sitemap.xml").content)
    found = []
    for part in index.iter(f"{MAP}loc"):
        response = client.get(part.text.removeprefix(settings.BASE_URL))
        assert response.headers["Content-Type"].startswith("application/xml")
        found += [
            place.text.removeprefix(settings.BASE_URL) for place in ET.fromstring(response.content).iter(f"{MAP}loc")
        ]
    assert {"/", "/consultations/", "/consultations/suggestion-box/", "/consultations/walk/", "/privacy/"} <= set(found)
    assert "/consultations/draft/" not in found
    assert "/consultations/inside/" not in found
    assert all(client.get(path).status_code == 200 for path in found)


def test_each_place_of_the_map_names_its_other_language(client, settings):
    page = client.get("/sitemap-pages-0.xml").content.decode()
    assert f'hreflang="en" href="{settings.BASE_URL}/en/privacy/"' in page


def test_a_part_begins_at_its_key_and_none_counts_rows(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "CHUNK", 4)
    index = ET.fromstring(client.get("/sitemap.xml").content)
    parts = [part.text for part in index.iter(f"{MAP}loc") if "sitemap-pages-" in str(part.text)]
    assert len(parts) >= 2
    places = [len(list(sitemaps.places_of("pages", number) or ())) for number in range(len(parts))]
    assert sum(places) == len(list(sitemaps._pages()))


@pytest.mark.parametrize("path", ["/sitemap-nothing-0.xml", "/sitemap-pages-99999999999999999999.xml"])
def test_a_part_of_the_map_that_is_not_there_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "language"), [("/", "ko"), ("/en/", "en"), ("/en", "en"), ("/english/", "ko"), ("/de/", "ko")]
)
def test_the_address_alone_decides_the_language(client, path, language):
    """S89"""
    client.cookies["django_language"] = "en"
    response = client.get(path, headers={"Accept-Language": "en"})
    assert response.headers["Content-Language"] == language


def test_observations_are_on_the_map_and_hidden_ones_are_not(client, db):
    shown, hidden = ObservationFactory(), ObservationFactory(hidden_at=timezone.now())
    page = client.get("/sitemap-observations-0.xml").content.decode()
    assert shown.get_absolute_url() in page
    assert hidden.get_absolute_url() not in page


@pytest.mark.parametrize("part", ["accounts", "desk", "moderation", "notifications"])
def test_machines_are_kept_from_what_is_for_signed_in_people(client, part):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert f"Disallow: /{part}/" in lines
    assert f"Disallow: /*/{part}/" in lines
