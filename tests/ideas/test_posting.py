"""Writing and posting an idea: nothing typed is lost, nothing unfit is stored."""

import io
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from ideas.models import Attachment, Draft, Idea
from participation.accounts.form_guards import now_signed
from participation.events.models import Event
from search.models import SearchDoc
from tests.factories import ConsultationFactory, IdeaFactory, ObservationFactory

pytestmark = pytest.mark.django_db

TITLE = "심야버스를 두 대 늘려 주세요"
BODY = "밤 11시가 지나면 집에 갈 버스가 없습니다. 두 대만 더 있으면 좋겠습니다."


@pytest.fixture
def started(time_machine) -> str:
    """A form that was opened a minute ago."""
    now = timezone.now()
    time_machine.move_to(now - timedelta(minutes=1), tick=False)
    signed = now_signed()
    time_machine.move_to(now)
    return signed


@pytest.fixture
def filled(consultation, started) -> dict[str, str]:
    """All that a person fills in."""
    return {
        "title": TITLE,
        "body": BODY,
        "consultation": str(consultation.pk),
        "started": started,
        "language": "ko",
        "do": "publish",
    }


def picture(name: str = "정류장.png", kind: str = "PNG", exif: bytes = b"") -> SimpleUploadedFile:
    buffer = io.BytesIO()
    options = {"exif": exif} if exif else {}
    Image.new("RGB", (40, 30), "green").save(buffer, kind, **options)
    return SimpleUploadedFile(name, buffer.getvalue(), content_type=f"image/{kind.lower()}")


def messages_of(response, field: str) -> list[str]:
    return list(response.context["form"].errors.get(field, []))


def test_a_posted_idea_comes_first_and_its_draft_leads_to_it(client, mina, filled):
    """S2."""
    IdeaFactory(created_at=timezone.now() - timedelta(hours=1))
    client.force_login(mina)
    pk = client.get("/ideas/new/").context["pk"]
    response = client.post("/ideas/new/", {**filled, "draft": pk}, follow=True)
    idea = Idea.objects.get(title=TITLE)
    assert response.redirect_chain[-1][0] == idea.get_absolute_url()
    assert client.get("/ideas/?sort=newest").context["rows"][0].title == TITLE
    draft = client.get(f"/ideas/drafts/{pk}/")
    assert (draft.status_code, draft["Location"]) == (301, idea.get_absolute_url())
    assert Event.objects.filter(verb="idea.submitted").count() == 1
    assert SearchDoc.objects.filter(kind="idea", object_id=idea.pk).exists()


def test_the_local_copy_is_cleared_on_the_next_page_once(client, mina, filled):
    client.force_login(mina)
    page = client.post("/ideas/new/", filled, follow=True)
    assert "data-autosave-clear-value" in page.content.decode()
    assert "data-autosave-clear-value" not in client.get(page.request["PATH_INFO"]).content.decode()


def test_a_draft_is_seen_by_its_author_alone_and_nobody_is_told(client, mina, joon, filled):
    """S1."""
    client.force_login(mina)
    response = client.post("/ideas/new/", {**filled, "do": "save"})
    assert response.status_code == 302
    draft = Draft.objects.get()
    assert response["Location"] == draft.get_absolute_url()
    assert client.get(draft.get_absolute_url()).context["form"].initial["title"] == TITLE
    client.logout()
    client.cookies.clear()
    assert client.get(draft.get_absolute_url()).status_code == 404
    client.force_login(joon)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.post(draft.get_absolute_url(), filled).status_code == 404
    assert client.post(f"{draft.get_absolute_url()}discard/").status_code == 404
    assert TITLE not in client.get("/ideas/drafts/").content.decode()
    assert not Idea.objects.exists()
    assert not Event.objects.exists()


def test_a_visitor_finds_text_and_pictures_again_after_signing_in(client, mina, filled):
    """S3."""
    pk = client.get("/ideas/new/").context["pk"]
    topic_free = {**filled, "draft": pk, "files": picture(), "alt": "지붕 없는 정류장"}
    response = client.post("/ideas/new/", topic_free)
    assert response.status_code == 302
    assert response["Location"] == f"/accounts/login/?next=%2Fideas%2Fdrafts%2F{pk}%2F%3Fready%3D1"
    assert not Idea.objects.exists()
    client.force_login(mina)
    page = client.get(f"/ideas/drafts/{pk}/?ready=1")
    assert page.context["is_ready"]
    assert page.context["form"].initial["title"] == TITLE
    assert page.context["form"].initial["body"] == BODY
    assert [file.alt for file in page.context["form"].attachments] == ["지붕 없는 정류장"]
    attachment = Attachment.objects.get()
    words = {**filled, f"alt_{attachment.pk}": attachment.alt}
    del words["started"]
    assert client.post(f"/ideas/drafts/{pk}/", words).status_code == 302
    idea = Idea.objects.get()
    assert (idea.title, idea.author) == (TITLE, mina)
    assert list(idea.attachments.all()) == [attachment]


def test_a_visitors_draft_belongs_to_the_first_who_signs_in_there(client, mina, joon, filled):
    client.get("/ideas/new/")
    client.post("/ideas/new/", filled)
    draft = Draft.objects.get()
    client.force_login(mina)
    assert client.get(draft.get_absolute_url()).status_code == 200
    client.logout()
    client.force_login(joon)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get("/ideas/new/").context["pk"] != draft.pk


@pytest.mark.parametrize("title", ["", "버스", "ABC", "MORE BUSES AT NIGHT PLEASE", "가" * 121])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_an_unfit_title_is_told_at_the_field_and_nothing_is_stored(client, mina, filled, title, prefix):
    """S5."""
    client.force_login(mina)
    response = client.post(f"{prefix}/ideas/new/", {**filled, "title": title})
    assert response.status_code == 422
    assert messages_of(response, "title")
    page = response.content.decode()
    assert page.count(messages_of(response, "title")[0].replace("'", "&#x27;")) >= 2
    assert BODY in page
    assert not Idea.objects.exists()
    assert not Draft.objects.exists()


def test_suggested_headings_alone_are_no_text(client, mina, filled):
    client.force_login(mina)
    empty = client.get("/ideas/new/").context["form"]["body"].value()
    assert empty.count("## ") == 3
    assert messages_of(client.post("/ideas/new/", {**filled, "body": empty}), "body")
    client.post("/ideas/new/", {**filled, "body": f"{BODY}\n\n{empty}"})
    assert "<h3>" not in Idea.objects.get().html


def test_a_filled_trap_is_refused(client, mina, filled):
    """S7."""
    client.force_login(mina)
    assert client.post("/ideas/new/", {**filled, "website": "http://spam.example"}).status_code == 422
    assert not Idea.objects.exists()
    assert not Draft.objects.exists()


def test_a_form_sent_at_once_is_refused_and_can_be_sent_again(client, mina, filled, time_machine):
    """S7."""
    client.force_login(mina)
    time_machine.move_to(timezone.now(), tick=False)
    response = client.post("/ideas/new/", {**filled, "started": now_signed()})
    assert response.status_code == 422
    assert TITLE in response.content.decode()
    assert not Draft.objects.exists()
    time_machine.shift(3)
    again = response.context["form"]["started"].value()
    assert client.post("/ideas/new/", {**filled, "started": again}).status_code == 302
    assert Idea.objects.count() == 1


def test_pressing_twice_posts_once(client, mina, filled):
    """S65, for ideas."""
    client.force_login(mina)
    pk = client.get("/ideas/new/").context["pk"]
    for _ in range(2):
        assert client.post("/ideas/new/", {**filled, "draft": pk}).status_code == 302
    assert Idea.objects.count() == 1


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_picture_without_words_is_refused(client, mina, filled, prefix):
    """S12: in both languages, and the picture need not be sent again."""
    client.force_login(mina)
    response = client.post(f"{prefix}/ideas/new/", {**filled, "files": picture()})
    attachment = Attachment.objects.get()
    assert response.status_code == 422
    assert messages_of(response, f"alt_{attachment.pk}")
    assert not Idea.objects.exists()
    pk = response.context["pk"]
    again = {**filled, f"alt_{attachment.pk}": "비를 맞으며 기다리는 사람들"}
    assert client.post(f"{prefix}/ideas/drafts/{pk}/", again).status_code == 302
    assert Idea.objects.get().attachments.get().alt == "비를 맞으며 기다리는 사람들"


def test_a_picture_is_drawn_anew_without_what_was_hidden_in_it(client, mina, filled):
    exif = Image.Exif()
    exif[0x010F] = "Camera of Mina"
    client.force_login(mina)
    client.post("/ideas/new/", {**filled, "files": picture("사진.jpg", "JPEG", exif.tobytes()), "alt": "초록색 네모"})
    attachment = Idea.objects.get().attachments.get()
    response = client.get(f"/ideas/files/{attachment.pk}/")
    content = b"".join(response.streaming_content)
    assert b"Camera of Mina" not in content
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.png", b"<html><script>alert(1)</script></html>"),
        ("virus.exe", b"MZ\x90\x00"),
        ("paper.pdf", b"<html></html>"),
        ("letter.docx", b"PK\x03\x04 no archive"),
        ("note.txt", b"a\x00b"),
        ("page.html", b"<html></html>"),
        ("empty.txt", b""),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(client, mina, filled, name, content):
    client.force_login(mina)
    response = client.post("/ideas/new/", {**filled, "files": SimpleUploadedFile(name, content)})
    assert response.status_code == 422
    assert name in " ".join(messages_of(response, "files"))
    assert TITLE in response.content.decode()
    assert not Attachment.objects.exists()
    assert not Idea.objects.exists()


def test_a_file_goes_with_the_idea_to_be_taken_away(client, mina, filled):
    client.force_login(mina)
    client.post("/ideas/new/", {**filled, "files": SimpleUploadedFile("계획.pdf", b"%PDF-1.7 plan")})
    attachment = Idea.objects.get().attachments.get()
    client.logout()
    response = client.get(f"/ideas/files/{attachment.pk}/")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/pdf"


def test_a_file_that_is_too_large_is_refused_with_the_text_kept(client, mina, filled):
    client.force_login(mina)
    large = SimpleUploadedFile("큰 파일.txt", b"a" * (10 * 1024 * 1024 + 1))
    response = client.post("/ideas/new/", {**filled, "files": large})
    assert response.status_code == 422
    assert "큰 파일.txt" in " ".join(messages_of(response, "files"))
    assert TITLE in response.content.decode()
    assert Draft.objects.get().title == TITLE
    assert not Attachment.objects.exists()


def test_far_too_much_is_not_even_read(client, mina, filled):
    client.force_login(mina)
    response = client.post("/ideas/new/", filled, CONTENT_LENGTH=str(200 * 1024 * 1024))
    assert response.status_code == 413


def test_at_most_five_files(client, mina, filled):
    client.force_login(mina)
    files = [SimpleUploadedFile(f"{n}.txt", "줄".encode()) for n in range(6)]
    response = client.post("/ideas/new/", {**filled, "files": files})
    assert response.status_code == 422
    assert "5.txt" in " ".join(messages_of(response, "files"))
    assert Attachment.objects.count() == 5


def test_files_of_a_draft_are_for_its_author_alone(client, mina, joon, filled):
    """S1."""
    client.force_login(mina)
    client.post("/ideas/new/", {**filled, "do": "save", "files": picture(), "alt": "정류장"})
    url = f"/ideas/files/{Attachment.objects.get().pk}/"
    assert client.get(url).status_code == 200
    client.force_login(joon)
    assert client.get(url).status_code == 404
    client.logout()
    client.cookies.clear()
    assert client.get(url).status_code == 404


def test_a_file_can_be_taken_out_of_a_draft(client, mina, filled):
    client.force_login(mina)
    client.post("/ideas/new/", {**filled, "do": "save", "files": picture(), "alt": "정류장"})
    attachment, draft = Attachment.objects.get(), Draft.objects.get()
    client.post(draft.get_absolute_url(), {**filled, "do": "save", f"remove_{attachment.pk}": "on"})
    assert not Attachment.objects.exists()


def test_saving_by_itself_keeps_what_was_typed(client, filled):
    pk = client.get("/ideas/new/").context["pk"]
    response = client.post(f"/ideas/drafts/{pk}/save/", {**filled, "title": "심야"})
    assert response.json()["url"] == f"/ideas/drafts/{pk}/save/"
    assert Draft.objects.get(pk=pk).title == "심야"
    again = client.get("/ideas/new/")
    assert again.context["pk"] == pk
    assert again.context["form"]["title"].value() == "심야"


def test_saving_by_itself_stops_at_drafts_of_others_and_at_posted_ones(client, mina, joon, filled):
    client.force_login(mina)
    pk = client.get("/ideas/new/").context["pk"]
    client.post(f"/ideas/drafts/{pk}/save/", filled)
    client.post(f"/ideas/drafts/{pk}/", filled)
    assert client.post(f"/ideas/drafts/{pk}/save/", filled).status_code == 409
    client.force_login(joon)
    assert client.post(f"/ideas/drafts/{pk}/save/", filled).status_code == 404
    client.logout()
    client.cookies.clear()
    assert client.post(f"/ideas/drafts/{uuid.uuid4()}/save/", filled).status_code == 403


def test_a_preview_shows_clean_html_and_judges_nothing(client, filled):
    assert client.post("/ideas/preview/", {"text": "**굵게** <b>x</b>"}).content.decode().startswith("<p><strong>굵게")
    response = client.post("/ideas/new/", {**filled, "title": "", "do": "preview"})
    assert response.status_code == 200
    assert response.context["previewed"].startswith("<p>밤 11시")
    assert not response.context["form"].errors


def test_a_closed_consultation_takes_no_idea_and_the_text_stays(client, mina, filled):
    """S22, for posting."""
    closed = ConsultationFactory(stage="vote")
    client.force_login(mina)
    response = client.post("/ideas/new/", {**filled, "consultation": str(closed.pk)})
    assert response.status_code == 422
    assert messages_of(response, "consultation")
    assert BODY in response.content.decode()


def test_observations_are_gathered_into_the_idea(client, mina, filled):
    seen = [ObservationFactory(text=f"정류장 {n}번에 지붕이 없습니다") for n in range(2)]
    client.force_login(mina)
    numbers = ",".join(str(one.pk) for one in seen)
    page = client.get(f"/ideas/new/?from={numbers},999999,x")
    assert page.context["form"]["gathered"].value() == numbers
    assert seen[0].text in page.content.decode()
    client.post("/ideas/new/", {**filled, "gathered": numbers})
    assert set(Idea.objects.get().observations.all()) == set(seen)


def test_posting_too_often_is_refused_with_the_text_kept(client, mina, filled, settings):
    settings.RATE_LIMITS_ENABLED = True
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"post": "1/600"}
    client.force_login(mina)
    client.post("/ideas/new/", filled)
    response = client.post("/ideas/new/", {**filled, "draft": uuid.uuid4(), "title": "다른 제안을 하나 더 올립니다"})
    assert response.status_code == 429
    assert "다른 제안을 하나 더 올립니다" in response.content.decode()
    assert Idea.objects.count() == 1


def test_a_draft_is_thrown_away_with_its_files(client, mina, filled):
    client.force_login(mina)
    client.post("/ideas/new/", {**filled, "do": "save", "files": picture(), "alt": "정류장"})
    draft = Draft.objects.get()
    assert client.post(f"/ideas/drafts/{draft.pk}/discard/").status_code == 302
    assert not Draft.objects.exists()
    assert not Attachment.objects.exists()
