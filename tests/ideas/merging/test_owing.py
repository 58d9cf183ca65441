"""What merged support obliges to, and what becomes of it when the merge is undone."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from ideas.actions.clockwork import expire_ideas
from ideas.actions.owing import owe_answer
from ideas.actions.voting import add_up_votes
from ideas.life import Status
from ideas.merging import carrying
from ideas.merging.actions import merge_ideas, split_idea
from ideas.models import Idea
from participation.errors import IllegalTransition, Invalid
from participation.events.models import Event
from tests.factories import ConsultationFactory, IdeaFactory
from tests.ideas.merging.crowd import REASON, fresh, merge, support, unmerge

pytestmark = pytest.mark.django_db


def test_the_threshold_is_met_by_those_who_come_along(hana, people):
    page = ConsultationFactory(threshold=3)
    kept, gone = (IdeaFactory(consultation=page, status=Status.VOTING, threshold=3) for _ in range(2))
    support(kept, people[0])
    support(gone, people[1], people[2])
    merge(hana, gone, kept)
    add_up_votes()
    assert fresh(kept).status == Status.OWED
    assert Event.objects.filter(verb="idea.threshold_met").count() == 1


def test_an_idea_does_not_expire_while_its_new_supporters_are_on_their_way(hana, pair, people):
    """S31: they supported in time."""
    soon = timezone.now() + timedelta(seconds=1)
    Idea.objects.filter(pk=pair[0].pk).update(closes_at=soon)
    support(pair[1], people[0])
    merge_ideas(user=hana, source=fresh(pair[1]), target=fresh(pair[0]), reason=REASON)
    Idea.objects.filter(pk=pair[0].pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    assert expire_ideas() == 0
    carrying.go_on(batches=None)
    assert expire_ideas() == 1
    assert Event.objects.get(verb="idea.expired").payload["support"] == 1


def test_what_is_owed_is_not_merged_away(hana, pair, people):
    """An idea that was promised an answer only goes into one that was promised it, too; undone, the promise is back."""
    owed, other = fresh(pair[1]), fresh(pair[0])
    with transaction.atomic():
        owe_answer(owed)
    with pytest.raises(Invalid) as refusal:
        merge_ideas(user=hana, source=fresh(owed), target=fresh(other), reason=REASON)
    assert set(refusal.value.errors) == {"into"}
    with pytest.raises(IllegalTransition):
        split_idea(user=hana, idea=fresh(owed), parts=[], reason=REASON)
    with transaction.atomic():
        owe_answer(other)
    duty = owed.duties.get()
    merge(hana, owed, other)
    assert (owed.duties.open().count(), other.duties.open().count()) == (0, 1)
    unmerge(hana, owed)
    back = owed.duties.open().get()
    assert (back.pk, back.due_at, fresh(owed).status) == (duty.pk, duty.due_at, Status.OWED)


def test_support_that_goes_back_may_fall_below_the_threshold(hana, people):
    """S30, S50: what merged support alone obliged to lapses with it, where the consultation says so."""
    page = ConsultationFactory(threshold=2, falls_back=True)
    kept, gone = (IdeaFactory(consultation=page, status=Status.VOTING, threshold=2) for _ in range(2))
    support(kept, people[0])
    support(gone, people[1])
    merge(hana, gone, kept)
    assert fresh(kept).status == Status.OWED
    unmerge(hana, gone)
    assert (fresh(kept).status, fresh(kept).duties.open().count()) == (Status.VOTING, 0)
