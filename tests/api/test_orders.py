"""How lists are ordered, asked and changed through the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.ranking.reordering import follow_half_lives
from tests.api.conftest import fields, is_problem
from tests.factories import ConsultationFactory, IdeaFactory

WHY = "한 주로는 오래된 제안이 너무 빨리 내려갑니다."


@pytest.fixture
def old_and_new(db):
    """Sixty days old with a hundred votes, and two days old with twenty; the half-life is seven days."""
    consultation, now = ConsultationFactory(stage="vote"), timezone.now()
    ages = ((60, 100), (2, 20))
    return [
        IdeaFactory(consultation=consultation, support_count=support, created_at=now - timedelta(days=days))
        for days, support in ages
    ]


def listed(visitor, sort, consultation):
    answer = visitor.get(f"/ideas?sort={sort}&consultation={consultation.slug}").json()
    return [item["id"] for item in answer["items"]]


def test_what_is_new_is_popular_and_what_is_old_has_the_most_support(visitor, old_and_new):
    """S32."""
    old, new = old_and_new
    assert listed(visitor, "popular", old.consultation) == [new.pk, old.pk]
    assert listed(visitor, "supported", old.consultation) == [old.pk, new.pk]


def test_a_changed_half_life_is_tried_first_and_then_orders_the_list_and_stands_in_the_log(
    visitor, token_for, admin, old_and_new
):
    """S33."""
    old, new = old_and_new
    as_admin, slug = token_for(admin), old.consultation.slug
    tried = as_admin.get(f"/orders/half-life?consultation={slug}&days=90").json()
    assert [place["id"] for place in tried["before"]] == [new.pk, old.pk]
    assert [place["id"] for place in tried["after"]] == [old.pk, new.pk]
    assert listed(visitor, "popular", old.consultation) == [new.pk, old.pk], "nothing is changed by trying"
    asked = {"consultation": slug, "days": 90, "reason": WHY}
    assert as_admin.post("/orders/half-life", asked).status_code == 201
    follow_half_lives()
    assert listed(visitor, "popular", old.consultation) == [old.pk, new.pk]
    [logged] = visitor.get("/orders").json()["changes"]
    assert (logged["before"], logged["after"], logged["reason"], logged["percent"]) == (7, 90, WHY, 100)


def test_only_who_may_changes_it_and_never_without_a_reason(token_for, admin, as_suho, as_joon, old_and_new):
    asked = {"consultation": old_and_new[0].consultation.slug, "days": 90, "reason": WHY}
    is_problem(as_joon.post("/orders/half-life", asked), 403, "not_allowed")
    is_problem(as_suho.post("/orders/half-life", asked), 403, "not_allowed")
    refused = is_problem(token_for(admin).post("/orders/half-life", asked | {"reason": ""}), 422, "reason_needed")
    assert fields(refused) == {"reason"}
