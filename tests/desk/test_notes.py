"""Notes among officials: they call colleagues, and nobody else ever reads them."""

import io
import zipfile

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone

from ideas.models import Idea
from participation.accounts.export import personal_archive
from participation.accounts.models import ApiToken
from participation.contributions.actions import follow
from participation.desk.colleagues import mentioned_in
from participation.desk.history import history_of
from participation.desk.models import InternalNote
from participation.desk.notes.actions import write_note
from participation.errors import Invalid, NotAllowed
from participation.events.models import Event
from participation.notifications.mailing import send_due_mail
from participation.notifications.models import Notice
from search.models import SearchDoc
from tests.architecture.addresses import all_addresses
from tests.architecture.world import world  # noqa: F401  # one thing of each kind, as a fixture
from tests.factories import UserFactory

MARK = "부엉이표식7391"


@pytest.fixture
def bora(transport):
    """A colleague of suho's."""
    return UserFactory(official=True, department=transport, public_name="보라", email="bora@example.org")


def signed_in(user):
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


def read(client, path):
    """What an address answers; whatever it changed is taken back."""
    with transaction.atomic():
        response = client.get(path)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    return content.decode(errors="replace")


@pytest.mark.parametrize("person", ["visitor", "mina", "hana"])
def test_no_address_tells_a_note_to_anybody_outside(world, cast, suho, bora, deliver_all, person):  # noqa: F811  # the fixture
    """S46: every address of the site and of the API that can be read."""
    write_note(user=suho, idea=world.idea, text=f"{MARK} @보라 확인해 주세요.")
    deliver_all()
    client = signed_in(cast.get(person))
    paths = [world.path(address) for address in all_addresses() if address.method == "GET"]
    assert len(paths) > 100
    assert [path for path in paths if MARK in read(client, path)] == []


@pytest.mark.parametrize("path", ["/search/", "/ideas/", "/api/v1/search", "/api/v1/ideas", "/feeds/search.atom"])
def test_no_search_finds_a_note(client, idea, suho, path):
    """S46."""
    write_note(user=suho, idea=idea, text=f"{MARK} 확인해 주세요.")
    found = client.get(path, {"q": MARK})
    assert found.status_code == 200
    assert idea.title not in found.text
    assert "확인해 주세요" not in found.text


def test_neither_event_nor_mail_nor_index_nor_export_repeats_a_note(idea, suho, bora, mina, joon, deliver_all):
    """S46."""
    follow(user=joon, target=idea)
    write_note(user=suho, idea=idea, text=f"{MARK} @보라 확인해 주세요.")
    deliver_all()
    Notice.objects.update(mail_due_at=timezone.now())
    send_due_mail()
    assert [message.to for message in mail.outbox] == [[bora.email]]
    assert MARK not in mail.outbox[0].body + str(mail.outbox[0].alternatives)
    assert not [event for event in Event.objects.all() if MARK in str(event.payload) or event.is_public]
    assert not SearchDoc.objects.filter(title__contains=MARK).exists()
    for user in (suho, bora, mina):
        with zipfile.ZipFile(io.BytesIO(personal_archive(user=user))) as archive:
            assert not [name for name in archive.namelist() if MARK in archive.read(name).decode()]


def test_a_colleague_who_is_called_is_told_at_the_desk_without_the_words(client, idea, suho, bora, deliver_all):
    write_note(user=suho, idea=idea, text=f"@보라 {MARK}")
    deliver_all()
    client.force_login(bora)
    page = client.get("/en/accounts/me/notices/").text
    assert "수호 calls you in an internal note." in page
    assert f"/en/desk/ideas/{idea.pk}/" in page
    assert MARK not in page


def test_officials_read_and_write_notes_on_the_ideas_page(client, idea, suho, bora):
    client.force_login(suho)
    sent = client.post(f"/desk/ideas/{idea.pk}/notes/", {"note-text": "예산과에 물어보았습니다."})
    assert sent.url == f"/desk/ideas/{idea.pk}/#notes"
    client.force_login(bora)
    assert "예산과에 물어보았습니다." in client.get(f"/desk/ideas/{idea.pk}/").text
    assert [step.text for step in history_of(idea)] == ["메모를 씀"]


def test_an_empty_note_is_refused_where_it_was_typed(client, idea, suho):
    client.force_login(suho)
    response = client.post(f"/en/desk/ideas/{idea.pk}/notes/", {"note-text": " \u200b "})
    assert response.status_code == 422
    assert "Write a note first." in response.text
    assert not InternalNote.objects.exists()


@pytest.mark.parametrize("text", ["", "\u200b", "가" * 5001])
def test_a_note_has_words_and_an_end(idea, suho, text):
    with pytest.raises(Invalid):
        write_note(user=suho, idea=idea, text=text)


@pytest.mark.parametrize("person", ["mina", "joon", "hana"])
def test_citizens_and_moderators_write_no_notes(idea, cast, person):
    with pytest.raises(NotAllowed):
        write_note(user=cast[person], idea=idea, text="안녕하세요.")


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("@보라 봐 주세요", ["보라"]),
        ("@보라에게 물었습니다", ["보라"]),
        ("@보라매 팀에 @보라", ["보라", "보라매"]),
        ("mail@보라 는 아닙니다", []),
        ("@ 보라", []),
        ("보라", []),
    ],
)
def test_who_is_called_in_a_note(db, text, called):
    people = [UserFactory(public_name=name) for name in ("보라", "보라매")]
    assert sorted(person.public_name for person in mentioned_in(text, people)) == called


def test_the_api_writes_and_lists_notes_for_officials_alone(idea, suho, mina):
    def caller(user):
        _row, secret = ApiToken.issue(user=user, name="script", scopes=["read", "write", "office"])
        return {"authorization": f"Bearer {secret}"}

    path, client = f"/api/v1/desk/ideas/{idea.pk}/notes", Client()
    said = {"text": "법무과 확인을 기다립니다."}
    created = client.post(path, said, content_type="application/json", headers=caller(suho))
    assert (created.status_code, created.json()["author"]) == (201, "수호")
    assert [note["text"] for note in client.get(path, headers=caller(suho)).json()["items"]] == [said["text"]]
    assert client.get(path, headers=caller(mina)).status_code == 403
    assert client.get(path).status_code == 401


def test_a_note_stays_with_an_idea_that_was_hidden(client, idea, suho):
    write_note(user=suho, idea=idea, text="가려진 뒤에도 남는 메모")
    Idea.objects.filter(pk=idea.pk).update(hidden_at=timezone.now(), hidden_reason="광고")
    client.force_login(suho)
    assert "가려진 뒤에도 남는 메모" in client.get(f"/desk/ideas/{idea.pk}/").text
