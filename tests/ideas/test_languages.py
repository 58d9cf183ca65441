"""The language of a text is the one it was written in, whatever language the page around the form had."""

import pytest

from ideas.actions.answering import prepare_answer, report_progress
from ideas.actions.observing import Sighting, post_observation
from ideas.models import Idea, Observation
from ideas.wording import language_written
from participation.accounts import form_guards
from participation.accounts.form_guards import now_signed
from tests.factories import IdeaFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_person(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


ENGLISH = "After eleven there is no bus home. Two more buses would be enough."
KOREAN = "밤 11시가 지나면 집에 갈 버스가 없습니다. 두 대만 더 있으면 좋겠습니다."


@pytest.mark.parametrize(
    ("text", "otherwise", "language"),
    [
        (KOREAN, "en", "ko"),
        (ENGLISH, "ko", "en"),
        (f"## 무엇이 문제인가요\n\n{ENGLISH[:30]}", "ko", "en"),
        ("## 제목뿐", "en", "ko"),
        ("2026-11-22", "en", "en"),
        ("2026-11-22", "", "ko"),
    ],
)
def test_letters_tell_the_language_and_headings_do_not(text, otherwise, language):
    assert language_written(text, otherwise=otherwise) == language


@pytest.mark.parametrize(
    ("prefix", "title", "body", "language"),
    [("", "More night buses please", ENGLISH, "en"), ("/en", "심야버스를 늘려 주세요", KOREAN, "ko")],
)
def test_an_idea_is_in_the_language_it_was_written_in(
    as_person, mina, consultation, monkeypatch, prefix, title, body, language
):
    """S89: somebody who reads the site in one language may write in the other."""
    monkeypatch.setattr(form_guards, "MINIMUM_SECONDS", 0)
    words = {"title": title, "body": body, "consultation": consultation.pk, "started": now_signed(), "language": "ko"}
    assert as_person(mina).post(f"{prefix}/ideas/new/", words).status_code == 302
    assert Idea.objects.get().language == language


def test_an_edit_in_another_language_changes_it(as_person, mina, consultation):
    idea = IdeaFactory(author=mina, consultation=consultation)
    words = {"title": "More night buses please", "body": ENGLISH, "base_version": idea.version}
    assert as_person(mina).post(f"/ideas/{idea.pk}/edit/", words).status_code == 302
    assert Idea.objects.get().language == "en"


def test_an_observation_keeps_its_language(mina, consultation):
    for text in (ENGLISH, KOREAN):
        post_observation(user=mina, sighting=Sighting(text=text, consultation=consultation))
    assert list(Observation.objects.order_by("pk").values_list("language", flat=True)) == ["en", "ko"]


def test_what_the_office_says_keeps_its_language(suho, consultation, transport):
    idea = IdeaFactory(consultation=consultation, department=transport, accepted=True)
    assert prepare_answer(user=suho, idea=idea, status="", reason=ENGLISH).language == "en"
    assert report_progress(user=suho, idea=idea, percent=10, text=KOREAN).language == "ko"


def test_the_api_tells_the_language_of_what_it_shows(client, as_person, mina, suho, consultation, transport):
    idea = IdeaFactory(author=mina, consultation=consultation, department=transport, owed=True)
    seen = post_observation(user=mina, sighting=Sighting(text=ENGLISH, consultation=consultation))
    assert client.get(f"/api/v1/observations/{seen.pk}").json()["language"] == "en"
    answer = prepare_answer(user=suho, idea=idea, status="accepted", reason=ENGLISH)
    (shown,) = as_person(suho).get(f"/api/v1/ideas/{idea.pk}/answers").json()["items"]
    assert (shown["id"], shown["language"]) == (answer.pk, "en")


@pytest.mark.parametrize(("path", "marked"), [("/en/ideas/", True), ("/ideas/", False)])
def test_a_row_in_another_language_than_the_page_says_so(client, mina, consultation, path, marked):
    """S89: a screen reader changes its voice, and lines break as that language breaks them."""
    idea = IdeaFactory(author=mina, consultation=consultation, title="심야버스를 늘려 주세요", language="ko")
    page = client.get(path).content.decode()
    assert idea.title in page
    assert ('<h2 class="row__title" lang="ko">' in page) is marked
    assert ('<p class="row__text" lang="ko">' in page) is marked


@pytest.mark.parametrize(("path", "marked"), [("/en/observations/", True), ("/observations/", False)])
def test_an_observation_in_another_language_than_the_page_says_so(client, mina, consultation, path, marked):
    """S89."""
    seen = Sighting(text="정류장에 등이 꺼져 있습니다", consultation=consultation)
    post_observation(user=mina, sighting=seen)
    assert ('<h2 class="row__title" lang="ko">' in client.get(path).content.decode()) is marked
