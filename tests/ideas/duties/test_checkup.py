"""The doctor finds what an idea says of its date and its duties do not."""

import pytest

from ideas.duties import checkup
from ideas.life import Status
from ideas.models import Idea
from participation.events.checkup import examine

pytestmark = pytest.mark.django_db


def test_nothing_disagrees_where_nothing_went_wrong(reached):
    reached()
    assert dict(examine(repair=False))["duties"] == 0


def test_a_date_that_disagrees_is_found_and_put_right(reached):
    duty = reached()
    Idea.objects.filter(pk=duty.idea_id).update(answer_due_at=duty.met_at)
    assert [dict(examine(repair=repair))["duties"] for repair in (False, True, False)] == [1, 1, 0]
    assert Idea.objects.get(pk=duty.idea_id).answer_due_at == duty.due_at


def test_what_was_answered_is_owed_no_more(reached):
    duty = reached()
    Idea.objects.filter(pk=duty.idea_id).update(status=Status.ACCEPTED, answered_at=duty.met_at)
    assert [checkup._duties(repair) for repair in (True, False)] == [1, 0]
    duty.refresh_from_db()
    assert (duty.fulfilled_at, duty.outcome) == (duty.met_at, "accepted")
