"""Draft, plan, publish, compare, take down: Wagtail's own, with our form and our clock."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from participation.consultations.models import ConsultationIndexPage, ConsultationPage
from participation.events.registry import schedule
from tests.factories import UserFactory

from .test_admin import filled

pytestmark = pytest.mark.django_db
ADDRESS = "/consultations/night-bus/"


@pytest.fixture
def editor(client):
    person = UserFactory(email="editor@example.org", editor=True)
    client.force_login(person)
    return person


def send(client, **changes: str) -> ConsultationPage:
    index = ConsultationIndexPage.objects.get()
    known = ConsultationPage.objects.filter(slug="night-bus").first()
    url = f"/admin/pages/{known.pk}/edit/" if known else f"/admin/pages/add/consultations/consultationpage/{index.pk}/"
    response = client.post(url, filled() | (ids_of(known) if known else {}) | changes)
    assert response.status_code == 302, response.context["form"].errors
    return ConsultationPage.objects.get(slug="night-bus")


def ids_of(page: ConsultationPage) -> dict[str, str]:
    """What a form that was opened holds besides: the keys of the rows that are there."""
    rows: dict[str, list[Any]] = {"stages": list(page.stages.all()), "words": list(page.words.all())}
    keys = {f"{name}-{number}-id": str(row.pk) for name, found in rows.items() for number, row in enumerate(found)}
    return keys | {f"{name}-INITIAL_FORMS": str(len(found)) for name, found in rows.items()}


def soon(days: int) -> str:
    return (timezone.localtime() + timedelta(days=days)).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize("page", ["consultations.consultationpage", "pages.homepage", "pages.standardpage"])
def test_every_kind_of_page_can_be_planned(client, editor, page, django_capture_on_commit_callbacks):
    index = ConsultationIndexPage.objects.get()
    parents = {"consultations.consultationpage": index.pk, "pages.standardpage": index.get_parent().pk}
    label, model = page.split(".")
    if page in parents:
        form = client.get(f"/admin/pages/add/{label}/{model}/{parents[page]}/").content.decode()
    else:
        form = client.get(f"/admin/pages/{index.get_parent().pk}/edit/").content.decode()
    assert 'name="go_live_at"' in form
    assert 'name="expire_at"' in form


def test_a_planned_consultation_goes_live_within_a_minute_and_comes_down_again(client, editor):
    """S31"""
    clock = schedule["pages.publish_planned"]
    assert clock.every <= timedelta(seconds=60)
    send(client, go_live_at=soon(2), expire_at=soon(5), **{"action-publish": "1"})
    client.logout()
    assert clock.run() == 0
    assert client.get(ADDRESS).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(days=2, minutes=1)):
        assert clock.run() == 1
        assert client.get(ADDRESS).status_code == 200
        assert clock.run() == 0
    with time_machine.travel(timezone.now() + timedelta(days=5, minutes=1)):
        assert clock.run() == 1
        assert client.get(ADDRESS).status_code == 404


def test_a_draft_of_a_live_consultation_changes_nothing_for_readers_until_it_is_published(client, editor):
    page = send(client, **{"action-publish": "1"})
    send(client, title="더 늦은 막차", **{"action-draft": "1"})
    assert "밤에도 다니는 버스" in client.get(ADDRESS).content.decode()
    first, last = page.revisions.order_by("pk").values_list("pk", flat=True)
    compared = client.get(reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first, last]))
    assert "더 늦은 막차" in compared.content.decode()
    assert client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).status_code == 200
    send(client, title="더 늦은 막차", **{"action-publish": "1"})
    assert "더 늦은 막차" in client.get(ADDRESS).content.decode()


def test_a_consultation_is_taken_down_and_its_form_stays(client, editor):
    page = send(client, **{"action-publish": "1"})
    client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    assert client.get(ADDRESS).status_code == 404
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
