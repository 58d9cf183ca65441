"""Writing an observation down: one sentence asked for, sign-in asked last, nothing typed is lost."""

import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from ideas.models import Observation
from ideas.observations.waiting import FOLDER, sweep_photos
from participation.accounts.form_guards import now_signed
from participation.consultations.stages import StageKind
from tests.factories import ConsultationFactory, PlaceFactory

NEW = "/observations/new/"
SEEN = "은행초 앞 횡단보도의 신호등이 꺼져 있습니다."


@pytest.fixture
def signed_long_ago(time_machine):
    """The mark of a form that was shown three seconds ago."""
    now = timezone.now()
    time_machine.move_to(now - timedelta(seconds=3), tick=False)
    mark = now_signed()
    time_machine.move_to(now)
    return mark


@pytest.fixture
def filled(consultation, signed_long_ago):
    return {"text": SEEN, "consultation": consultation.pk, "started": signed_long_ago, "website": ""}


def picture(kind="JPEG", size=(60, 40), **options):
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, kind, **options)
    return SimpleUploadedFile(f"photo.{kind.lower()}", buffer.getvalue(), content_type=f"image/{kind.lower()}")


def with_place_of_taking():
    """A photo that tells where it was taken, as phones write it."""
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (37.0, 22.0, 12.0), 3: "E", 4: (126.0, 48.0, 1.0)}
    return picture(exif=exif)


def test_one_sentence_is_enough(client, mina, filled):
    client.force_login(mina)
    response = client.post(NEW, filled)
    observation = Observation.objects.get()
    assert response.url == observation.get_absolute_url()
    assert (observation.text, observation.author, observation.consultation_id) == (SEEN, mina, filled["consultation"])
    assert SEEN in client.get("/observations/").text


@pytest.mark.parametrize(
    ("address", "words"), [(NEW, "본 것을 한 문장으로"), ("/en/observations/new/", "Write what you saw")]
)
def test_nothing_written_is_told_at_the_field_and_on_top(client, mina, filled, address, words):
    client.force_login(mina)
    response = client.post(address, filled | {"text": " ", "spot": "3번 출구"})
    assert response.status_code == 422
    assert response.text.count(words) == 2
    assert "3번 출구" in response.text
    assert not Observation.objects.exists()


@pytest.mark.parametrize("address", [NEW, "/en/observations/new/"])
def test_a_photo_without_words_is_refused_in_both_languages(client, mina, filled, address):
    """S12."""
    client.force_login(mina)
    response = client.post(address, filled | {"photo": picture(), "photo_alt": "  "})
    assert response.status_code == 422
    assert "photo_alt" in response.context["form"].errors
    assert not Observation.objects.exists()


def test_a_photo_is_drawn_anew_without_where_it_was_taken(client, mina, filled):
    client.force_login(mina)
    client.post(NEW, filled | {"photo": with_place_of_taking(), "photo_alt": "꺼진 신호등"})
    observation = Observation.objects.get()
    with Image.open(observation.photo) as stored:
        assert not stored.getexif()
        assert stored.size == (60, 40)
    response = client.get(f"/observations/{observation.pk}/photo/")
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "꺼진 신호등" in client.get(observation.get_absolute_url()).text


def test_what_only_calls_itself_a_photo_is_refused(client, mina, filled):
    client.force_login(mina)
    fake = SimpleUploadedFile("photo.jpg", b"<script>alert(1)</script>", content_type="image/jpeg")
    response = client.post(NEW, filled | {"photo": fake, "photo_alt": "사진"})
    assert response.status_code == 422
    assert "photo" in response.context["form"].errors
    assert SEEN in response.text


def test_a_photo_that_is_too_large_is_refused_and_the_text_kept(client, mina, filled):
    client.force_login(mina)
    large = SimpleUploadedFile("photo.jpg", b"\xff" * (10 * 1024 * 1024 + 1), content_type="image/jpeg")
    response = client.post(NEW, filled | {"photo": large, "photo_alt": "사진"})
    assert response.status_code == 422
    assert "photo" in response.context["form"].errors
    assert SEEN in response.text


def test_a_visitor_signs_in_last_and_finds_everything_again(client, mina, filled):
    """S3, for observations: text, place and photo."""
    place = PlaceFactory()
    typed = filled | {"photo": picture(), "photo_alt": "꺼진 신호등", "place": place.pk, "spot": "정문 앞"}
    response = client.post(NEW, typed)
    assert response.url == f"{reverse('account_login')}?next=%2Fobservations%2Fnew%2F"
    assert not Observation.objects.exists()
    client.force_login(mina)
    page = client.get(NEW)
    assert page.context["is_ready"]
    shown = {
        name: str(page.context["form"][name].value()) for name in ("text", "photo_alt", "spot", "place", "consultation")
    }
    assert shown == {name: str(typed[name]) for name in shown}
    client.post(NEW, shown | {"website": ""})
    observation = Observation.objects.get()
    assert (observation.text, observation.place, observation.photo_alt) == (SEEN, place, "꺼진 신호등")
    assert observation.photo.size
    assert client.get(NEW).context["form"]["text"].value() is None


def test_a_good_photo_is_kept_when_something_else_is_wrong(client, mina, filled):
    client.force_login(mina)
    response = client.post(NEW, filled | {"text": "", "photo": picture(), "photo_alt": "꺼진 신호등"})
    assert response.context["form"].kept_photo
    client.post(NEW, filled | {"photo_alt": "꺼진 신호등"})
    assert Observation.objects.get().photo


def test_a_kept_photo_can_be_left_out(client, mina, filled):
    client.force_login(mina)
    client.post(NEW, filled | {"text": "", "photo": picture(), "photo_alt": "꺼진 신호등"})
    client.post(NEW, filled | {"without_photo": "on"})
    assert not Observation.objects.get().photo


def test_photos_that_nobody_came_back_for_are_swept_away(client, filled, time_machine, consultation):
    client.post(NEW, filled | {"photo": picture(), "photo_alt": "꺼진 신호등"})
    assert sweep_photos() == 0
    waiting = default_storage.listdir(FOLDER)[1]
    assert waiting
    time_machine.shift(timedelta(days=3))
    assert sweep_photos() == len(waiting)
    assert default_storage.listdir(FOLDER)[1] == []


def test_the_sentence_of_the_home_page_stands_in_the_form(client, consultation):
    assert SEEN in client.get(NEW, {"text": SEEN}).text


def test_a_trap_that_was_filled_in_stores_nothing(client, mina, filled):
    """S7."""
    client.force_login(mina)
    assert client.post(NEW, filled | {"website": "https://spam.example"}).status_code == 422
    assert not Observation.objects.exists()


def test_a_form_sent_at_once_stores_nothing(client, mina, filled):
    """S7."""
    client.force_login(mina)
    assert client.post(NEW, filled | {"started": now_signed()}).status_code == 422
    assert not Observation.objects.exists()


def test_a_consultation_that_takes_no_observations_is_refused_at_its_field(client, mina, filled):
    client.force_login(mina)
    closed = ConsultationFactory(stage=StageKind.VOTE)
    response = client.post(NEW, filled | {"consultation": closed.pk})
    assert response.status_code == 422
    assert "consultation" in response.context["form"].errors


def test_many_observations_in_a_short_time_are_refused(client, mina, filled, settings):
    settings.RATE_LIMITS_ENABLED = True
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"observe": "1/600"}
    cache.clear()
    client.force_login(mina)
    assert [client.post(NEW, filled).status_code for _ in range(2)] == [302, 429]
    assert Observation.objects.count() == 1


def test_without_the_token_nothing_is_taken(mina, filled):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(mina)
    assert client.post(NEW, filled).status_code == 403
    assert not Observation.objects.exists()
