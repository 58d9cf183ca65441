"""What others proposed already is offered before it is proposed again."""

import time

import pytest

from participation.accounts import form_guards
from participation.moderation.actions import hide
from search.indexing import index
from tests.factories import IdeaFactory

pytestmark = pytest.mark.django_db


def test_something_near_is_offered_while_the_title_is_typed(client, consultation):
    """S4."""
    index(IdeaFactory(consultation=consultation, title="심야버스 증차"))
    page = client.get("/ideas/similar/", {"title": "심야 버스를 더 늘려주세요"})
    assert "심야버스 증차" in page.content.decode()
    assert client.get("/ideas/similar/", {"title": "도서관 책상"}).content == b""
    assert client.get("/ideas/similar/").content == b""


def test_what_is_near_is_offered_within_300_milliseconds(client, consultation):
    """S4: the best of three, since other work on the machine is not ours; asked as a browser asks."""
    for n in range(200):
        index(IdeaFactory(consultation=consultation, title=f"{n}번 버스를 밤에도 늘려 주세요"))
    index(IdeaFactory(consultation=consultation, title="심야버스 증차"))
    took = []
    for _ in range(3):
        started = time.perf_counter()
        assert "심야버스 증차" in client.get("/ideas/similar/", {"title": "심야 버스 증차를"}).content.decode()
        took.append(time.perf_counter() - started)
    assert min(took) < 0.3


def test_what_is_near_is_offered_with_a_preview_too(client, mina, consultation, monkeypatch):
    """S4 without scripts."""
    monkeypatch.setattr(form_guards, "MINIMUM_SECONDS", 0)
    index(IdeaFactory(consultation=consultation, title="심야버스 증차"))
    client.force_login(mina)
    page = client.post(
        "/ideas/new/", {"title": "심야 버스 증차를", "do": "preview", "started": form_guards.now_signed()}
    )
    assert "심야버스 증차" in page.content.decode()


def test_what_was_hidden_is_no_longer_near(client, hana, consultation):
    """S73: though what is near is asked for once in a few minutes."""
    idea = IdeaFactory(consultation=consultation, title="심야버스를 늘려 주세요")
    other = IdeaFactory(consultation=consultation, title="심야 버스 늘려 주십시오")
    index(other)
    address = f"/ideas/{idea.pk}/"
    assert [each["pk"] for each in client.get(address, follow=True).context["similar"]] == [other.pk]
    hide(user=hana, target=other, reason="광고입니다.")
    assert client.get(address, follow=True).context["similar"] == []
