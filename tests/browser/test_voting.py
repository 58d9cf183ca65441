"""Voting with a mouse, as a visitor, at the limit, and at the same instant."""

import json
import threading
from datetime import timedelta
from http.client import HTTPConnection
from urllib.parse import urlsplit

from django.utils import timezone
from playwright.sync_api import expect

from ideas.actions.clockwork import expire_ideas
from ideas.actions.voting import add_up_votes
from ideas.life import Status
from ideas.models import Idea
from participation.accounts.models import IdentityLevel
from participation.events.models import Event
from participation.notifications.models import Notice
from tests.factories import PASSWORD, ConsultationFactory, IdeaFactory, UserFactory

from .conftest import PHONE, session_cookie

SUPPORT = "이 제안을 지지합니다"
SUPPORTED = "지지함 · 거두기"


def box(page):
    return page.get_by_role("region", name="투표", exact=True)


def test_a_closed_vote_shows_counts_and_says_why(open_page, joon, mina):
    """S22."""
    consultation = ConsultationFactory(stage="answer")
    idea = IdeaFactory(author=mina, consultation=consultation, voting=True, support_count=7)
    page = open_page(idea.get_absolute_url(), user=joon)
    expect(box(page)).to_contain_text("7 명이 지지")
    expect(box(page)).to_contain_text("지금은 투표할 수 없습니다")
    expect(page.get_by_role("button", name="지지합니다")).to_have_count(0)


def test_a_visitors_press_is_counted_once_after_signing_in(open_page, joon, idea):
    """S23."""
    page = open_page(idea.get_absolute_url())
    page.get_by_role("button", name=SUPPORT).click()
    expect(page.get_by_role("heading", name="로그인", level=1)).to_be_visible()
    expect(page.get_by_text("다시 누르지 않아도")).to_be_visible()
    page.get_by_label("이메일 주소").fill(joon.email)
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="로그인").click()
    expect(box(page).get_by_role("button", name=SUPPORTED)).to_be_visible()
    expect(box(page)).to_contain_text("1 명이 지지")
    page.reload()
    expect(box(page)).to_contain_text("1 명이 지지")


def test_pressing_again_takes_the_vote_back(open_page, joon, mina):
    """S24."""
    consultation = ConsultationFactory(stage_fields={"votes_per_person": 3})
    idea = IdeaFactory(author=mina, consultation=consultation)
    page = open_page(idea.get_absolute_url(), user=joon)
    expect(box(page)).to_contain_text("남은 표 3장")
    box(page).get_by_role("button", name=SUPPORT).click()
    expect(box(page)).to_contain_text("남은 표 2장")
    box(page).get_by_role("button", name=SUPPORTED).click()
    expect(box(page).get_by_role("button", name=SUPPORT)).to_have_attribute("aria-pressed", "false")
    expect(box(page)).to_contain_text("남은 표 3장")
    expect(box(page)).to_contain_text("0 명이 지지")


def test_a_press_does_not_leave_the_page(open_page, joon, idea):
    """S24: with scripts only the box and the bar change, and what happened is said aloud."""
    page = open_page(idea.get_absolute_url(), user=joon, viewport=PHONE)
    page.evaluate("window.stayed = true")
    bar = page.get_by_role("button", name="지지합니다").last
    bar.click()
    expect(page.get_by_role("button", name=SUPPORTED).last).to_be_focused()
    assert page.evaluate("window.stayed") is True
    assert Idea.objects.get(pk=idea.pk).support_count == 1


def test_the_last_vote_closes_the_other_buttons_and_is_announced(open_page, joon, mina):
    """S25."""
    consultation = ConsultationFactory(stage_fields={"votes_per_person": 1})
    first, second = (
        IdeaFactory(author=mina, consultation=consultation, title=t) for t in ("첫째 제안입니다", "둘째 제안입니다")
    )
    page = open_page(f"/ideas/?consultation={consultation.pk}", user=joon)
    page.get_by_role("button", name=first.title).click()
    expect(page.get_by_role("status").get_by_text("남은 표 0장").first).to_be_visible()
    expect(page.get_by_role("button", name=first.title)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name=second.title)).to_have_count(0)
    page.get_by_role("link", name=second.title).click()
    expect(box(page)).to_contain_text("쓸 수 있는 표를 다 쓰셨습니다")
    expect(box(page).get_by_role("button")).to_have_count(0)


def test_who_must_verify_is_told_the_level_and_brought_back(open_page, joon, mina):
    """S28."""
    consultation = ConsultationFactory(stage_fields={"identity_level": IdentityLevel.VERIFIED})
    idea = IdeaFactory(author=mina, consultation=consultation)
    page = open_page(idea.get_absolute_url(), user=joon)
    box(page).get_by_role("button", name=SUPPORT).click()
    expect(page.get_by_role("heading", name="본인확인", level=1)).to_be_visible()
    expect(page.get_by_text("여기에 필요한 단계")).to_be_visible()
    page.get_by_label("이름", exact=True).fill("이준")
    page.get_by_label("생년월일").fill("1980-05-05")
    page.get_by_role("button", name="본인확인하기").click()
    expect(box(page).get_by_role("button", name=SUPPORTED)).to_be_visible()
    expect(box(page)).to_contain_text("1 명이 지지")


def test_two_votes_at_the_same_instant_cross_the_threshold_once(live_server, suho, idea, deliver_all):
    """S29: 49 of 50; then 51, one change of state, one notice to the officer."""
    Idea.objects.filter(pk=idea.pk).update(support_count=49, threshold=50, status=Status.VOTING)
    ready, statuses = threading.Barrier(2), []
    requests = [_vote_request(live_server.url, UserFactory(), idea) for _ in range(2)]

    def press(request):
        ready.wait()
        statuses.append(request())

    threads = [threading.Thread(target=press, args=[request]) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200, 200]
    add_up_votes()  # as the worker does: who found the row taken did not wait
    idea = Idea.objects.get(pk=idea.pk)
    assert (idea.support_count, idea.status) == (51, Status.OWED)
    assert Event.objects.filter(verb="idea.threshold_met").count() == 1
    deliver_all()
    assert Notice.objects.filter(user=suho, event__verb="idea.threshold_met").count() == 1


def _vote_request(url, user, idea):
    """A vote through the API over a connection of its own, as a browser with a session sends it."""
    cookie = session_cookie(user, url)
    token = "c" * 32
    headers = {
        "Cookie": f"{cookie['name']}={cookie['value']}; csrftoken={token}",
        "X-CSRFToken": token,
        "Content-Type": "application/json",
    }

    def send():
        connection = HTTPConnection(urlsplit(url).netloc, timeout=30)
        connection.request("PUT", f"/api/v1/ideas/{idea.pk}/vote", json.dumps({"value": 1}), headers)
        status = connection.getresponse().status
        connection.close()
        return status

    return send


def test_after_the_deadline_an_idea_has_ended_and_takes_no_votes(open_page, joon, idea, deliver_all, mailoutbox):
    """S31."""
    page = open_page(idea.get_absolute_url(), user=joon)
    box(page).get_by_role("button", name=SUPPORT).click()
    expect(box(page)).to_contain_text("1 명이 지지")
    Idea.objects.filter(pk=idea.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    expire_ideas()
    deliver_all()
    page.reload()
    expect(page.get_by_role("main").get_by_text("기간 끝남").first).to_be_visible()
    expect(box(page)).to_contain_text("1 명이 지지")
    expect(box(page).get_by_role("button")).to_have_count(0)
    page.goto("/accounts/me/notices/")
    expect(page.get_by_role("main")).to_contain_text(idea.title)
