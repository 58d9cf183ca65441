"""People in the admin."""

import pytest
from voting.models import Vote

from participation.accounts.models import Capacity, User
from participation.votes.casting import cast_vote

NEW = {
    "email": "New.Official@example.org",
    "public_name": "새 공무원",
    "language": "ko",
    "capacity": "official",
    "badge": "",
    "password1": "a-long-enough-one",
    "password2": "a-long-enough-one",
}


@pytest.fixture
def office(client, admin):
    client.force_login(admin)
    return client


def test_an_official_is_added_with_a_department(office, transport):
    page = office.get("/admin/users/new/").content.decode()
    assert all(f'name="{name}"' in page for name in ("public_name", "capacity", "badge", "department", "language"))
    answer = office.post("/admin/users/new/", NEW | {"department": transport.pk})
    assert answer.status_code == 302, answer.context["form"].errors
    user = User.objects.get(email="new.official@example.org")
    assert (user.capacity, user.department, user.public_name) == (Capacity.OFFICIAL, transport, "새 공무원")


def test_an_official_without_a_department_is_refused(office):
    answer = office.post("/admin/users/new/", NEW)
    assert "department" in answer.context["form"].errors
    assert not User.objects.filter(public_name="새 공무원").exists()


def test_a_person_can_be_made_an_expert(office, mina):
    filled = {"email": mina.email, "public_name": "미나", "language": "ko", "is_active": "on"}
    office.post(f"/admin/users/edit/{mina.pk}/", filled | {"capacity": "expert", "badge": "도시계획가"})
    mina.refresh_from_db()
    assert (mina.capacity, mina.badge) == ("expert", "도시계획가")


def test_deleting_a_person_closes_the_account_and_keeps_the_votes(office, mina, idea):
    """S84"""
    cast_vote(voter=mina, target=idea, value=1)
    assert office.post(f"/admin/users/delete/{mina.pk}/").status_code == 302
    mina.refresh_from_db()
    assert mina.closed_at is not None
    assert Vote.objects.filter(object_id=idea.pk).count() == 1


def test_deleting_many_closes_each(office, mina, joon):
    address = f"/admin/bulk/accounts/user/delete/?id={mina.pk}&id={joon.pk}"
    assert office.post(address).status_code == 302
    assert User.objects.filter(pk__in=[mina.pk, joon.pk], closed_at__isnull=False).count() == 2


def test_an_administrator_is_not_closed_by_another(office):
    other = User.objects.create_superuser("other@example.org", "x")
    assert office.post(f"/admin/users/delete/{other.pk}/").status_code == 403
    assert User.objects.get(pk=other.pk).closed_at is None
