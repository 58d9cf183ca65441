"""What changed because of people: told by the ideas' own lives, with what an editor adds."""

from io import BytesIO
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from ideas.actions.voting import vote_on_idea
from ideas.changes.actions import tell_story
from ideas.changes.finding import because_of, changes
from ideas.changes.models import Story
from ideas.life import Status
from ideas.models import Idea
from participation.errors import IllegalTransition, Invalid, NotAllowed
from tests.factories import IdeaFactory, ObservationFactory, UserFactory


@pytest.fixture
def done(mina, joon, consultation, transport):
    """Mina's idea, which Joon supports, carried out."""
    idea = IdeaFactory(
        author=mina, consultation=consultation, department=transport, voting=True, support_count=0, title="정류장 의자"
    )
    vote_on_idea(user=joon, idea=idea, value=1)
    Idea.objects.update(status=Status.DONE, step="confirm", progress=100, answered_at=timezone.now())
    return Idea.objects.get()


@pytest.fixture
def underway(mina, consultation, transport):
    return IdeaFactory(
        author=mina, consultation=consultation, department=transport, accepted=True, title="밤 버스 두 대"
    )


def picture() -> SimpleUploadedFile:
    buffer = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(buffer, "PNG")
    return SimpleUploadedFile("bench.png", buffer.getvalue())


def address(idea):
    return f"/changes/{idea.pk}/{idea.slug}/"


def test_what_is_done_tells_its_story_by_itself(client, done, underway):
    page = client.get("/changes/").text
    assert done.title in page
    assert underway.title not in page
    story = client.get(f"/en{address(done)}").text
    assert "1 supporter" in story
    assert client.get(address(underway)).status_code == 404
    assert done.title in client.get("/").text


def test_what_is_on_its_way_is_told_once_an_editor_publishes_it(client, suho, underway):
    tell_story(user=suho, idea=underway, words="차를 **골랐습니다**.")
    assert underway.title not in client.get("/changes/").text
    assert client.get(address(underway)).status_code == 404
    tell_story(user=suho, idea=underway, words="차를 **골랐습니다**.", publish=True)
    assert "<strong>골랐습니다</strong>" in client.get(address(underway)).text
    tell_story(user=suho, idea=underway, words="차를 **골랐습니다**.")
    assert client.get(address(underway)).status_code == 404


def test_each_person_finds_what_changed_because_of_them(client, mina, joon, done, consultation):
    walker, stranger = UserFactory(), UserFactory()
    done.observations.add(ObservationFactory(author=walker, consultation=consultation))
    assert [list(because_of(person)) for person in (mina, joon, walker, stranger)] == [[done], [done], [done], []]
    client.force_login(joon)
    assert done.title in client.get("/changes/mine/").text
    assert "This changed because of you, too." in client.get(f"/en{address(done)}").text
    client.force_login(stranger)
    assert done.title not in client.get("/changes/mine/").text
    assert "because of you, too" not in client.get(f"/en{address(done)}").text


def test_hidden_ideas_change_nothing_publicly(client, done):
    Idea.objects.update(hidden_at=timezone.now())
    assert not changes().exists()
    assert client.get(address(done)).status_code == 404


def test_a_photo_is_described_or_nothing_is_stored(client, suho, done, settings, tmp_path):
    """S12."""
    settings.MEDIA_ROOT = str(tmp_path)
    client.force_login(suho)
    form = {"words": "의자 서른 개를 놓았습니다.", "do": "publish"}
    refused = client.post(f"/changes/{done.pk}/tell/", form | {"photo": picture()})
    assert refused.status_code == 422
    assert refused.context["form"].errors["photo_alt"]
    assert not Story.objects.exists()
    sent = client.post(f"/changes/{done.pk}/tell/", form | {"photo": picture(), "photo_alt": "새 의자"})
    assert unquote(sent.url) == address(done)
    client.logout()
    assert 'alt="새 의자"' in client.get(address(done)).text
    assert client.get(f"/changes/{done.pk}/photo/").status_code == 200
    tell_story(user=suho, idea=done, words="의자 서른 개", photo_alt="새 의자")
    assert client.get(f"/changes/{done.pk}/photo/").status_code == 404


def test_who_may_tell_and_of_what(mina, hana, suho, done, consultation, transport):
    for person in (mina, hana):
        with pytest.raises(NotAllowed):
            tell_story(user=person, idea=done, words="되었습니다.")
    tell_story(user=UserFactory(editor=True), idea=done, words="되었습니다.")
    declined = IdeaFactory(consultation=consultation, department=transport, declined=True)
    with pytest.raises(IllegalTransition):
        tell_story(user=suho, idea=declined, words="되었습니다.")
    with pytest.raises(Invalid):
        tell_story(user=suho, idea=done, words=" ")


def test_programs_read_and_tell_stories(visitor, token_for, joon, suho, done, underway):
    assert [each["idea"] for each in visitor.get("/changes").json()["items"]] == [done.pk]
    told = visitor.get(f"/ideas/{done.pk}/story").json()
    assert [step["verb"] for step in told["steps"]][:2] == ["idea.submitted", "idea.supported"]
    assert visitor.get(f"/ideas/{underway.pk}/story").status_code == 404
    made = token_for(suho).put(f"/ideas/{underway.pk}/story", {"words": "차를 골랐습니다."})
    assert made.json()["published"]
    assert visitor.get("/changes").json()["count"] == 2
    assert token_for(joon).get("/me/changes").json()["count"] == 1
    assert token_for(joon).put(f"/ideas/{done.pk}/story", {"words": "제가 썼습니다."}).status_code == 403


def test_the_feed_tells_what_changed(client, done):
    assert done.title in client.get("/feeds/changes.atom").text


def test_the_list_needs_few_queries(client, mina, consultation, transport, django_assert_max_num_queries):
    for _ in range(20):
        IdeaFactory(author=mina, consultation=consultation, department=transport, done=True)
    client.get("/changes/")
    with django_assert_max_num_queries(6):
        client.get("/changes/")


def test_in_a_list_the_words_stand_without_their_marks(client, suho, done):
    tell_story(user=suho, idea=done, words="의자를 **다섯 곳**에\n\n- 놓았습니다", publish=True)
    page = client.get("/changes/").text
    assert "의자를 다섯 곳에 놓았습니다" in page
    assert "**" not in page
    assert "**" not in client.get(address(done)).text, "neither to readers nor to programs"
