"""Who is away, and who acts in their place."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ideas.actions.answering import assign_idea
from participation.accounts.models import Absence, ApiToken
from participation.desk.absences.actions import cancel_absence, tell_absence
from participation.desk.history import history_of
from participation.errors import Invalid, NotAllowed
from participation.events.models import Event
from participation.notifications.models import Notice
from tests.factories import IdeaFactory, UserFactory


@pytest.fixture
def bora(db):
    return UserFactory(official=True, public_name="보라")


def day(number):
    return timezone.localdate() + timedelta(days=number)


def test_an_official_tells_when_they_are_away_and_takes_it_back(client, suho, bora):
    client.force_login(suho)
    sent = {"starts_on": day(1).isoformat(), "ends_on": day(5).isoformat(), "deputy": bora.pk}
    assert client.post("/desk/absences/", sent).url == "/desk/absences/"
    absence = Absence.objects.get(person=suho, deputy=bora)
    assert "보라 님이 대신합니다" in client.get("/desk/absences/").text
    assert client.post(f"/desk/absences/{absence.pk}/cancel/").url == "/desk/absences/"
    assert not Absence.objects.exists()
    assert not Event.objects.filter(verb__startswith="user.absence", is_public=True).exists()


@pytest.mark.parametrize(("starts", "ends", "field"), [(3, 1, "ends_on"), (-3, -1, "ends_on"), (2, 4, "starts_on")])
def test_days_of_absence_make_sense(client, suho, bora, starts, ends, field):
    tell_absence(user=suho, deputy=bora, starts_on=day(4), ends_on=day(6))
    with pytest.raises(Invalid) as refusal:
        tell_absence(user=suho, deputy=bora, starts_on=day(starts), ends_on=day(ends))
    assert set(refusal.value.errors) == {field}
    client.force_login(suho)
    sent = {"starts_on": day(starts).isoformat(), "ends_on": day(ends).isoformat(), "deputy": bora.pk}
    assert client.post("/desk/absences/", sent).status_code == 422
    assert Absence.objects.count() == 1


def test_only_officials_stand_in_and_never_for_themselves(suho, mina):
    for deputy in (suho, mina):
        with pytest.raises(Invalid):
            tell_absence(user=suho, deputy=deputy, starts_on=day(0), ends_on=day(1))
    with pytest.raises(NotAllowed):
        tell_absence(user=mina, deputy=suho, starts_on=day(0), ends_on=day(1))


def test_nobody_cancels_the_absence_of_a_colleague(suho, bora):
    absence = tell_absence(user=suho, deputy=bora, starts_on=day(0), ends_on=day(1))
    with pytest.raises(NotAllowed):
        cancel_absence(user=bora, absence=absence)


def test_the_deputy_is_told_what_the_absent_colleague_is_told(suho, bora, transport, deliver_all):
    idea = IdeaFactory(owed=True, department=transport)
    tell_absence(user=suho, deputy=bora, starts_on=day(0), ends_on=day(1))
    admin = UserFactory(admin=True)
    assign_idea(user=admin, idea=idea, department=transport, owner=suho)
    deliver_all()
    assert set(Notice.objects.values_list("user", flat=True)) == {suho.pk, bora.pk}


def test_who_answers_is_kept_inside_with_its_history(suho, transport):
    idea = IdeaFactory(owed=True)
    assign_idea(user=suho, idea=idea, department=transport, owner=suho)
    assert [step.text for step in history_of(idea)] == ["담당자: 수호", "담당 부서: 교통과"]
    assert not Event.objects.get(verb="idea.owner_named").is_public


def test_the_api_tells_lists_and_cancels_absences(suho, bora):
    _row, secret = ApiToken.issue(user=suho, name="script", scopes=["office"])
    client = Client(headers={"authorization": f"Bearer {secret}"})
    asked = {"deputy": bora.pk, "starts": day(1).isoformat(), "ends": day(2).isoformat()}
    made = client.post("/api/v1/desk/absences", asked, content_type="application/json")
    assert (made.status_code, made.json()["deputy"]) == (201, "보라")
    again = client.post("/api/v1/desk/absences", asked, content_type="application/json")
    assert (again.status_code, again.json()["errors"][0]["field"]) == (422, "starts")
    assert client.get("/api/v1/desk/absences").json()["count"] == 1
    assert client.delete(f"/api/v1/desk/absences/{made.json()['id']}").status_code == 204
    assert not Absence.objects.exists()


def test_the_api_lists_what_waits(suho, transport):
    IdeaFactory(owed=True, department=transport)
    _row, secret = ApiToken.issue(user=suho, name="script", scopes=["office"])
    client = Client(headers={"authorization": f"Bearer {secret}"})
    sections = {row["name"]: row["count"] for row in client.get("/api/v1/desk").json()["items"]}
    assert (sections["ideas_owed"], sections["ideas_prepared"]) == (1, 0)
    work = client.get("/api/v1/desk/ideas?view=owed&due=later").json()
    assert (work["count"], work["items"][0]["days"]) == (1, 30)
    assert client.get("/api/v1/desk/ideas?view=nothing").status_code == 422
