"""The sign-in ends while somebody writes: what they typed is not lost, and nobody else reads it."""

import pytest
from django.urls import reverse

from ideas.models import Attachment, Draft, Idea
from participation.accounts import form_guards
from participation.accounts.form_guards import now_signed
from tests.factories import ConsultationFactory, ObservationFactory

pytestmark = pytest.mark.django_db

TITLE = "심야버스를 두 대 늘려 주세요"
BODY = "밤 11시가 지나면 집에 갈 버스가 없습니다. 두 대만 더 있으면 좋겠습니다."


@pytest.fixture
def typed(consultation, monkeypatch):
    monkeypatch.setattr(form_guards, "MINIMUM_SECONDS", 0)
    return {"title": TITLE, "body": BODY, "consultation": consultation.pk, "started": now_signed()}


@pytest.fixture
def draft(client, mina, typed):
    """Mina's, kept with a file while she was signed in; then her session is over, the browser is the same."""
    client.force_login(mina)
    pk = client.get("/ideas/new/").context["pk"]
    client.post(f"/ideas/drafts/{pk}/save/", typed)
    draft = Draft.objects.get(pk=pk)
    Attachment.objects.create(draft=draft, kind="file", file="x.txt", name="x.txt", size=1, content_type="text/plain")
    del client.cookies["sessionid"]
    return draft


def test_what_is_typed_on_is_posted_after_signing_in_again(client, mina, draft, typed):
    """S3"""
    answer = client.post(draft.get_absolute_url(), {**typed, "body": f"{BODY} 더 썼습니다."})
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))
    assert not Idea.objects.exists()
    fresh = Draft.objects.exclude(pk=draft.pk).get()
    client.force_login(mina)
    page = client.get(f"{fresh.get_absolute_url()}?ready=1")
    assert page.context["form"]["body"].value() == f"{BODY} 더 썼습니다."
    assert [each["attachment"].name for each in page.context["form"].attachment_fields] == ["x.txt"]
    assert list(Draft.objects.all()) == [fresh], "the old one is joined with it"
    assert client.post(fresh.get_absolute_url(), {**typed, "body": f"{BODY} 더 썼습니다."}).status_code == 302
    assert Idea.objects.get().body == f"{BODY} 더 썼습니다."


def test_the_old_draft_is_not_shown_to_who_signs_in_next(client, joon, draft, typed):
    assert client.get(draft.get_absolute_url()).url.startswith(reverse("account_login"))
    client.post(draft.get_absolute_url(), {**typed, "title": "준이 쓴 다른 제안입니다"})
    client.force_login(joon)
    fresh = Draft.objects.exclude(pk=draft.pk).get()
    page = client.get(f"{fresh.get_absolute_url()}?ready=1")
    assert not page.context["form"].attachment_fields
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert Draft.objects.get(pk=draft.pk).title == TITLE


def test_nothing_is_posted_in_the_name_of_another_account(client, joon, draft, typed):
    client.force_login(joon)
    answer = client.post(draft.get_absolute_url(), typed, follow=True)
    assert not Idea.objects.exists()
    assert "다른 계정으로 로그인되어 있습니다" in answer.content.decode()
    assert answer.context["form"]["title"].value() == TITLE
    assert Draft.objects.get(author=joon).title == TITLE


def test_another_browser_learns_nothing_of_a_draft(client, draft, typed):
    client.cookies.clear()
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.post(draft.get_absolute_url(), typed).status_code == 404
    assert Draft.objects.count() == 1


def test_an_empty_page_stays_the_same_when_it_is_loaded_again(client, mina, typed):
    """What a device keeps of a text hangs on the number of the draft: loading again must not change it."""
    client.force_login(mina)
    begun = client.get("/ideas/new/").context["pk"]
    client.post(f"/ideas/drafts/{begun}/save/", typed)
    fresh = client.get("/ideas/new/?fresh=1", follow=True)
    assert fresh.redirect_chain == [("/ideas/new/", 302)]
    pk = fresh.context["pk"]
    assert pk != begun
    client.post(f"/ideas/drafts/{pk}/save/", typed)
    assert client.get("/ideas/new/").context["pk"] == pk


def test_going_on_in_the_same_place_goes_on_with_the_same_draft(client, mina, typed, consultation):
    client.force_login(mina)
    seen = ObservationFactory(consultation=consultation)
    address = f"/ideas/new/?consultation={consultation.pk}&from={seen.pk}"
    pk = client.get(address).context["pk"]
    client.post(f"/ideas/drafts/{pk}/save/", {**typed, "gathered": str(seen.pk)})
    assert client.get(address).context["pk"] == pk
    assert client.get(f"/ideas/new/?consultation={ConsultationFactory().pk}").context["pk"] != pk
    client.get(f"/ideas/drafts/{pk}/")
    assert client.get(f"/ideas/new/?from={ObservationFactory(consultation=consultation).pk}").context["pk"] != pk
