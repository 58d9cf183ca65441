"""Every address, asked in ways nobody meant: an answer that is meant, and nothing is changed."""

import re
import string
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ideas.models import Attachment, Draft
from participation.accounts.models import ApiToken
from tests.architecture.addresses import all_addresses
from tests.factories import PASSWORD, ConsultationFactory, IdeaFactory

pytestmark = pytest.mark.django_db

NUMBERS = ["0", "99999999", "9" * 19, "9" * 40]
HEADERS = [
    {"Accept-Language": "x" * 5_000, "Range": "bytes=0-0,-1,5-1", "If-None-Match": '"' + "a" * 5_000},
    {"Accept-Language": "ko;q=nan, \u00e9;q=1e309, *;q=-1", "Range": "bytes=99999999999999999999-"},
    {"If-Modified-Since": "Thu, 99 Foo 0000 99:99:99 GMT", "Accept": "application/x-none, */*;q=nan"},
    {"Cookie": "sessionid=\u00ff; csrftoken=a; madang=" + "b" * 3_000, "Authorization": "Bearer \u00ff"},
    {"HX-Request": "true", "HX-Current-URL": "javascript:alert(1)", "HX-Target": "\u00ff"},
    {"Referer": "http://[::1", "X-Forwarded-For": "'; DROP TABLE", "X-Forwarded-Host": "evil.example.org"},
]
AWAY = [
    "https://evil.example.org/",
    "//evil.example.org/",
    "///evil.example.org",
    "/\\evil.example.org",
    "\\\\evil.example.org",
    "http:evil.example.org",
    "https:///evil.example.org",
    "javascript:alert(1)",
    "/%09/evil.example.org",
    "\t//evil.example.org",
    "/ideas/@evil.example.org\r\nLocation: https://evil.example.org",
]
OURS = r"(/(?![/\\])|http://testserver/|\?)"
# Pressing a service's button leads to the service, whatever was asked; the way back is checked when it comes.
SERVICES = {
    "kakao_login": "https://kauth.kakao.com/oauth/authorize?",
    "naver_login": "https://nid.naver.com/oauth2.0/authorize?",
    "google_login": "https://accounts.google.com/o/oauth2/v2/auth?",
    "apple_login": "https://appleid.apple.com/auth/authorize?",
}


@pytest.fixture
def walked(world):
    """Every address with its path; the first GET of each is enough where the method does not matter."""
    return {address: world.path(address) for address in all_addresses()}


def test_no_method_breaks_an_address_and_unknown_ones_change_nothing(client_of, walked, attempt):
    client, wrong = client_of("mina"), []
    for address, path in walked.items():
        if address.method != "GET":
            continue
        for method in ("PUT", "DELETE", "OPTIONS", "HEAD", "BREW"):
            is_operation = address.route.startswith("api/v1/")
            tried = attempt(client, method, path)
            changed = {} if is_operation or method == "HEAD" else tried.changed
            if tried.is_broken or changed:
                wrong.append((method, path, tried.status, changed))
    assert not wrong, "\n".join(map(str, wrong))


def test_no_number_in_an_address_breaks_it(client_of, walked, attempt):
    client, wrong = client_of("admin"), []
    for address, path in walked.items():
        # Keys of a second factor are shown only after the password was asked for again.
        if address.route.startswith(("api/", "accounts/2fa/")) or not re.search(r"/\d+[/.]", path):
            continue
        for number in NUMBERS:
            tried = attempt(client, address.method, re.sub(r"/\d+(?=[/.])", f"/{number}", path))
            if not (tried.is_refused or tried.status == 405) or tried.changed:
                wrong.append((address.key, path, number, tried.status, tried.changed))
    assert not wrong, "\n".join(map(str, wrong))


def test_no_header_breaks_a_page(client_of, walked):
    client, wrong = client_of("visitor"), []
    for address, path in walked.items():
        if address.method != "GET" or address.route.startswith("accounts/3rdparty"):
            continue
        for headers in HEADERS:
            response = client.get(path, headers=headers)
            if response.streaming:
                response.getvalue()
            if response.status_code >= 500:
                wrong.append((path, headers, response.status_code))
    assert not wrong, "\n".join(map(str, wrong))


def test_no_address_leads_off_the_site(client_of, walked, attempt):
    """S86"""
    client, wrong, redirects = client_of("mina"), [], 0
    for address, path in walked.items():
        if address.route.startswith("api/"):
            continue
        for away in ["/ideas/", *AWAY]:
            asked = urlencode(dict.fromkeys(("next", "from", "back"), away))
            tried = attempt(
                client,
                address.method,
                path.split("?")[0],
                QUERY_STRING=asked,
                data=asked if address.method == "POST" else "",
                content_type="application/x-www-form-urlencoded",
                headers={"Referer": away.strip(), "HX-Current-URL": away.strip()},
            )
            target = tried.response.headers.get("Location", "")
            if not target:  # what does not redirect for a good address does not for a bad one
                break
            redirects += 1
            if not re.match(OURS, target) and not target.startswith(SERVICES.get(address.name, ())):
                wrong.append((address.key, away, target))
    assert redirects > 100
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("away", AWAY)
def test_signing_in_leads_nowhere_else(client_of, mina, away):
    """S86"""
    typed = {"login": mina.email, "password": PASSWORD, "next": away}
    answer = client_of("visitor").post("/accounts/login/", typed, QUERY_STRING=urlencode({"next": away}))
    assert answer.status_code == 302
    assert re.match(r"/(?![/\\])", answer.headers["Location"])


def test_what_is_somebody_else_s_is_not_there(client_of, attempt, world, mina, joon):
    """Drafts, their files, tokens, and what is hidden or not published."""
    file = Attachment.objects.create(
        draft=world.draft, kind=Attachment.Kind.FILE, name="a.pdf", size=4, content_type="application/pdf"
    )
    file.file.save("a.pdf", SimpleUploadedFile("a.pdf", b"%PDF"))
    hidden = IdeaFactory(author=mina, consultation=world.consultation, hidden=True)
    unpublished = ConsultationFactory(slug="not-yet", live=False)
    token, _secret = ApiToken.issue(user=mina, name="hers", scopes=["read"])
    draft = reverse("ideas:draft", args=[world.draft.pk])
    asked = [
        ("GET", draft),
        ("POST", draft),
        ("POST", f"{draft}save/"),
        ("POST", f"{draft}discard/"),
        ("GET", reverse("ideas:attachment", args=[file.pk])),
        ("POST", reverse("accounts:revoke_token", args=[token.pk])),
        ("GET", f"/ideas/{hidden.pk}/"),
        ("GET", f"/ideas/{hidden.pk}/history/"),
        ("GET", f"/ideas/{hidden.pk}/diff/1/1/"),
        ("GET", f"/ideas/{hidden.pk}/timeline.json"),
        ("POST", f"/ideas/{hidden.pk}/vote/"),
        ("POST", f"/ideas/{hidden.pk}/translate/"),
        ("GET", f"/feeds/ideas/{hidden.pk}.atom"),
        ("GET", f"/api/v1/ideas/{hidden.pk}"),
        ("GET", f"/api/v1/ideas/{hidden.pk}/timeline"),
        ("GET", f"/api/v1/consultations/{unpublished.slug}"),
        ("GET", f"/consultations/{unpublished.slug}/"),
    ]
    client = client_of("joon")
    tried = {(method, path): attempt(client, method, path) for method, path in asked}
    wrong = {key: (each.status, each.changed) for key, each in tried.items() if not each.is_refused or each.changed}
    assert wrong == {}
    leaked = [key for key, each in tried.items() if hidden.title.encode() in each.response.content]
    assert leaked == []
    assert Draft.objects.filter(pk=world.draft.pk).exists()


LISTS = [
    "/ideas/",
    "/observations/",
    "/search/",
    "/ideas/similar/",
    "/consultations/",
    "/moderation/",
    "/desk/",
    "/feeds/ideas.atom",
    "/ideas/mine/",
    "/moderation/log/",
    "/api/v1/search",
    "/api/v1/ideas",
    "/api/v1/events",
]
NAMES = [
    "q",
    "sort",
    "seed",
    "cursor",
    "status",
    "stage",
    "topic",
    "place",
    "consultation",
    "board",
    "kind",
    "from",
    "to",
    "author",
    "lang",
    "page",
    "limit",
    "title",
    "state",
]
VALUES = st.sampled_from(
    [
        "",
        "-1",
        "9" * 40,
        "1.5",
        "NaN",
        "\0",
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
        "버스 OR (",
        '"버스',
        "a" * 3_000,
        "2026-02-30",
        "~~",
        "eyJhIjoxfQ==",
    ]
) | st.text(alphabet=string.printable + "버스ᄇ\u202e👩", max_size=30)


@settings(max_examples=250, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(path=st.sampled_from(LISTS), asked=st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=4))
def test_no_question_breaks_a_list(boss_client, path, asked):
    params: dict[str, list[str]] = {}
    for name, value in asked:
        params.setdefault(name, []).append(value)
    response = boss_client.get(path, params)
    assert response.status_code < 500


@pytest.fixture
def boss_client(client_of, world):
    return client_of("admin")
