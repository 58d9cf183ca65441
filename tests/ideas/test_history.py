"""New versions, what changed between them, and taking an idea back."""

from datetime import timedelta

import pytest

from ideas.actions.answering import prepare_answer, publish_answer
from ideas.actions.voting import vote_on_idea
from ideas.comparing import compare
from ideas.models import Idea
from participation.events.models import Event
from tests.factories import IdeaFactory, UserFactory

pytestmark = pytest.mark.django_db

CHANGED = "밤 10시가 지나면 집에 갈 버스가 없습니다. 두 대만 더 있으면 좋겠습니다."


def save(client, idea: Idea, **changes):
    fields = {"title": idea.title, "body": idea.body, "base_version": idea.version, **changes}
    return client.post(f"/ideas/{idea.pk}/edit/", fields)


def test_an_edit_makes_a_version_and_a_public_difference(client, mina, idea):
    """S8 and S20: marked by words for the ear as well as by colour."""
    client.force_login(mina)
    assert client.get(f"/ideas/{idea.pk}/edit/").status_code == 200
    assert save(client, idea, body=CHANGED, note="시간을 고쳤습니다").status_code == 302
    client.logout()
    history = client.get(f"/ideas/{idea.pk}/history/").content.decode()
    assert "시간을 고쳤습니다" in history
    assert f"/ideas/{idea.pk}/diff/1/2/" in history
    page = client.get(f"/ideas/{idea.pk}/diff/1/2/").content.decode()
    assert '<del><span class="visually-hidden">' in page
    assert "11시가</del>" in page
    assert "10시가</ins>" in page
    assert client.get(idea.get_absolute_url()).context["byline"]["edits"] == 1


def test_an_edit_that_changes_nothing_makes_no_version(client, mina, idea):
    client.force_login(mina)
    save(client, idea)
    assert idea.versions.count() == 1


def test_unfit_words_are_told_at_the_field(client, mina, idea):
    """S5."""
    client.force_login(mina)
    response = save(client, idea, title="버")
    assert response.status_code == 422
    assert response.context["form"].errors["title"]
    assert Idea.objects.get(pk=idea.pk).title == idea.title


def test_an_edit_of_an_old_text_keeps_both(client, mina, idea):
    client.force_login(mina)
    save(client, idea, body=CHANGED)
    response = save(client, idea, body=f"{idea.body} 그리고 더.")
    assert response.status_code == 422
    assert response.context["theirs"].body == CHANGED
    assert "그리고 더." in response.content.decode()
    assert Idea.objects.get(pk=idea.pk).version == 2


def test_after_the_window_the_author_is_told_why_not(client, mina, idea, time_machine):
    """S9."""
    client.force_login(mina)
    time_machine.move_to(idea.created_at + timedelta(hours=idea.consultation.edit_hours, minutes=1))
    response = client.get(f"/ideas/{idea.pk}/edit/")
    assert response.status_code == 409
    assert "24" in response.content.decode()
    assert save(client, idea, body=CHANGED).status_code == 409
    assert not client.get(idea.get_absolute_url()).context["may_edit"]


def test_from_ten_supporters_on_the_text_is_fixed(client, mina, idea):
    """S9."""
    for _ in range(10):
        vote_on_idea(user=UserFactory(), idea=idea, value=1)
    client.force_login(mina)
    assert client.get(f"/ideas/{idea.pk}/edit/").status_code == 409


def test_after_an_answer_the_text_is_fixed(client, mina, suho, idea):
    """S9."""
    publish_answer(user=suho, answer=prepare_answer(user=suho, idea=idea, status="", reason="살펴보고 있습니다."))
    client.force_login(mina)
    assert client.get(f"/ideas/{idea.pk}/edit/").status_code == 409


def test_others_may_not_edit(client, joon, idea):
    assert client.get(f"/ideas/{idea.pk}/edit/")["Location"].startswith("/accounts/login/")
    client.force_login(joon)
    assert client.get(f"/ideas/{idea.pk}/edit/").status_code == 403
    assert save(client, idea, body=CHANGED).status_code == 403


@pytest.mark.parametrize(("a", "b"), [(1, 2), (0, 1), (1, 99999999999999999999)])
def test_versions_that_are_not_there_are_not_found(client, idea, a, b):
    assert client.get(f"/ideas/{idea.pk}/diff/{a}/{b}/").status_code == 404


def test_words_are_compared_whole():
    parts = compare("버스가 밤에 없습니다", "버스는 밤에 없습니다")
    assert [(part["kind"], part["text"]) for part in parts] == [
        ("removed", "버스가"),
        ("added", "버스는"),
        ("same", " 밤에 없습니다"),
    ]


def test_long_texts_are_compared_quickly():
    import time

    before = time.process_time()
    compare("가 나 " * 3300, "나 가 다 " * 2500)
    assert time.process_time() - before < 5


def test_an_idea_is_taken_back_for_another_one(client, mina, joon, idea, consultation):
    """S10: the banner, the link, no more votes, and one event for the supporters' news."""
    other = IdeaFactory(consultation=consultation, title="밤에도 버스를 다니게 해 주세요")
    vote_on_idea(user=joon, idea=idea, value=1)
    client.force_login(mina)
    assert client.get(f"/ideas/{idea.pk}/retire/").status_code == 200
    response = client.post(f"/ideas/{idea.pk}/retire/", {"instead": other.code, "reason": "같은 말이라서요."})
    assert response.status_code == 302
    client.force_login(joon)
    page = client.get(idea.get_absolute_url())
    words = page.content.decode()
    assert "같은 말이라서요." in words
    assert other.get_absolute_url() in words
    assert f'action="/ideas/{other.pk}/vote/"' in words
    assert f'action="/ideas/{idea.pk}/vote/"' not in words
    assert client.post(f"/ideas/{idea.pk}/vote/", {"value": 1}).status_code == 409
    assert Event.objects.get(verb="idea.retired").payload["instead"] == other.pk
    client.post(f"/ideas/{other.pk}/vote/", {"value": 1})
    assert Idea.objects.get(pk=other.pk).support_count == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"instead": "", "reason": "x"}, "instead"),
        ({"instead": "nothing", "reason": "x"}, "instead"),
        ({"instead": "999999", "reason": "x"}, "instead"),
        ({"instead": "self", "reason": "x"}, "instead"),
        ({"instead": "other", "reason": " "}, "reason"),
    ],
)
def test_taking_back_asks_for_another_idea_and_a_reason(client, mina, idea, consultation, fields, wrong):
    other = IdeaFactory(consultation=consultation)
    numbers = {"self": str(idea.pk), "other": f"http://testserver/ideas/{other.pk}/x/"}
    client.force_login(mina)
    fields = fields | {"instead": numbers.get(fields["instead"], fields["instead"])}
    response = client.post(f"/ideas/{idea.pk}/retire/", fields)
    assert response.status_code == 422
    assert response.context["form"].errors[wrong]
    assert Idea.objects.get(pk=idea.pk).status != "retired"


def test_only_the_author_takes_an_idea_back(client, joon, idea):
    client.force_login(joon)
    assert client.get(f"/ideas/{idea.pk}/retire/").status_code == 403
