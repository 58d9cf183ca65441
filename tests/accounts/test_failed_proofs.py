"""S80: whoever fails to prove who they are too often in a row waits a while."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from participation.accounts.models import IdentityLevel
from participation.events.models import Event
from tests.accounts.test_verification import HONG

ADDRESS = "/accounts/me/identity/"
WRONG = {"name": "거절", "born_on": "1990-01-01"}
MOBILE = "tests.accounts.test_verification.PlayedVerifier"


@pytest.fixture
def at_the_page(client, mina, settings):
    settings.IDENTITY_FAILURES, settings.IDENTITY_LOCK_MINUTES = 3, 60
    client.force_login(mina)
    return client


def test_a_failure_is_told_with_what_is_left_and_nothing_is_cleared(at_the_page):
    """S80"""
    answer = at_the_page.post(ADDRESS, WRONG | {"next": "/ideas/1/bus/", "level": "3"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "2번 더" in page
    assert 'value="거절"' in page
    assert 'name="next" value="/ideas/1/bus/"' in page


def test_failures_in_a_row_lock_and_the_page_says_until_when(at_the_page, mina):
    """S80"""
    with time_machine.travel("2026-11-02T03:00:00Z", tick=False):
        at_the_page.force_login(mina)
        for _ in range(3):
            at_the_page.post(ADDRESS, WRONG)
        page = at_the_page.get(ADDRESS).content.decode()
        assert "2026년 11월 2일 오후 1:00" in page
        assert 'name="born_on"' not in page
        refused = at_the_page.post(ADDRESS, HONG)
    assert (refused.status_code, refused["Retry-After"]) == (429, "3601")
    mina.refresh_from_db()
    assert mina.identity_level < IdentityLevel.VERIFIED
    assert Event.objects.filter(verb="account.verification_locked", object_id=mina.pk).count() == 1


def test_the_lock_ends_by_itself(at_the_page, mina):
    """S80"""
    for _ in range(3):
        at_the_page.post(ADDRESS, WRONG)
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        at_the_page.force_login(mina)
        at_the_page.post(ADDRESS, HONG)
    mina.refresh_from_db()
    assert mina.identity_level == IdentityLevel.VERIFIED
    assert mina.proofs_locked_until is None


def test_a_success_ends_the_row(at_the_page, mina):
    for name in ("거절", "거절", "홍길동", "거절", "거절"):
        at_the_page.post(ADDRESS, {"name": name, "born_on": "1990-01-01"})
    mina.refresh_from_db()
    assert (mina.failed_proofs, mina.proofs_locked_until) == (2, None)


def test_an_empty_field_is_no_failure(at_the_page, mina):
    at_the_page.post(ADDRESS, {"name": "", "born_on": "1990-01-01"})
    mina.refresh_from_db()
    assert mina.failed_proofs == 0


def test_a_providers_no_counts_and_leads_back_to_the_question(at_the_page, mina, settings):
    """S28, S80"""
    settings.IDENTITY_VERIFIER = MOBILE
    for _ in range(3):
        away = at_the_page.post(ADDRESS, {"next": "/ideas/", "level": "3"}).context["url"]
        state = away.split("state=")[1].split("&")[0]
        back = at_the_page.get(f"{ADDRESS}return/", {"state": state, "result": "no"})
        assert back["Location"] == f"{ADDRESS}?next=%2Fideas%2F&level=3"
    mina.refresh_from_db()
    assert mina.proofs_locked_until is not None
    # No new session is opened at the provider, and an answer that comes late is not believed.
    assert at_the_page.post(ADDRESS, {"next": "/ideas/"}).status_code == 429
    at_the_page.get(f"{ADDRESS}return/", {"state": state, "result": "ok"})
    mina.refresh_from_db()
    assert mina.identity_level < IdentityLevel.VERIFIED


def test_what_was_typed_is_shown_nowhere_after_a_success(at_the_page):
    """S80"""
    at_the_page.post(ADDRESS, HONG)
    page = at_the_page.get(ADDRESS, follow=True).content.decode()
    assert "길동" not in page
    assert "1990" not in page
