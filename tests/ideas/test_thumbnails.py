"""The board shows photos small: drawn once by the worker, or by a command for those that were there before."""

import io
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from ideas.actions.observing import Sighting, post_observation
from ideas.models import Observation
from ideas.observations.thumbnails import SIZE
from tests.factories import ObservationFactory

LIST = "/observations/"


def drawing(kind="PNG", size=(300, 900), mode="RGBA"):
    buffer = io.BytesIO()
    Image.new(mode, size, "teal").save(buffer, kind)
    return ContentFile(buffer.getvalue(), name=f"lamp.{kind.lower()}")


@pytest.fixture
def pictured(mina, consultation):
    sighting = Sighting(
        text="가로등이 꺼져 있습니다.", consultation=consultation, photo=drawing(), photo_alt='꺼진 "등"'
    )
    return post_observation(user=mina, sighting=sighting)


def test_the_worker_draws_the_photo_small_and_the_board_shows_it(client, pictured, deliver_all):
    deliver_all()
    pictured.refresh_from_db()
    with Image.open(pictured.thumbnail) as small:
        assert (small.format, small.size) == ("JPEG", SIZE)
    text = client.get(LIST).text
    address = reverse("observations:thumbnail", args=[pictured.pk])
    assert f'src="{address}" alt="꺼진 &quot;등&quot;" width="120" height="90" loading="lazy"' in text
    assert "사진 있음" not in text
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert "sandbox" in response["Content-Security-Policy"]


def test_before_it_is_drawn_the_board_says_that_there_is_a_photo(client, pictured):
    text = client.get(LIST).text
    assert "사진 있음" in text
    assert "<img" not in text.partition('id="rows"')[2]
    assert client.get(reverse("observations:thumbnail", args=[pictured.pk])).status_code == 404


def test_it_is_drawn_once_however_often_the_news_comes(pictured, deliver_all):
    deliver_all()
    name = Observation.objects.get().thumbnail.name
    call_command("draw_thumbnails")
    assert Observation.objects.get().thumbnail.name == name


def test_photos_from_before_are_drawn_by_a_command_and_damaged_ones_stay_without(pictured, consultation, capsys):
    damaged = ObservationFactory(consultation=consultation)
    damaged.photo.save("torn.png", ContentFile(b"\x89PNG\r\n\x1a\n"))
    call_command("draw_thumbnails")
    assert capsys.readouterr().out == "1 drawn, 1 without a copy\n"
    assert Observation.objects.get(pk=pictured.pk).thumbnail
    assert not Observation.objects.get(pk=damaged.pk).thumbnail


def test_the_small_photo_of_a_hidden_observation_is_hidden_too(client, pictured, deliver_all):
    deliver_all()
    Observation.objects.update(hidden_at=timezone.now() - timedelta(minutes=1))
    full, small = (reverse(f"observations:{name}", args=[pictured.pk]) for name in ("photo", "thumbnail"))
    assert client.get(small).status_code == client.get(full).status_code
    assert client.get(small).status_code in {403, 404, 410}


def test_photos_cost_the_board_no_query(client, pictured, deliver_all, django_assert_num_queries, consultation):
    """As many as a board without photos asks for, see test_observations."""
    deliver_all()
    for _ in range(5):
        ObservationFactory(consultation=consultation, photo=pictured.photo.name, thumbnail="observations/small/a.jpg")
    client.get(LIST)
    with django_assert_num_queries(4):
        assert client.get(LIST).text.count("row__photo") == 6
