"""Many supporters are carried in batches: each can stop, fail or meet votes, and nothing is lost."""

import random
import threading
from contextlib import suppress
from functools import partial
from unittest.mock import Mock

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from ideas.actions.voting import add_up_votes, vote_on_idea
from ideas.life import Status
from ideas.merging import carrying
from ideas.merging.actions import merge_ideas, unmerge_idea
from ideas.merging.checking import check_merges
from ideas.models import CarriedVote, Idea, Merge
from participation.consultations.stages import StageKind
from participation.errors import StageClosed
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory
from tests.ideas.merging.crowd import REASON, all_is_well, fresh, keys, merge, support, supporters, unmerge
from tests.votes.at_once import at_once

pytestmark = pytest.mark.django_db


def test_a_few_supporters_are_there_before_the_page_is_shown(hana, pair, people, django_capture_on_commit_callbacks):
    support(pair[1], *people)
    with django_capture_on_commit_callbacks(execute=True):
        merge_ideas(user=hana, source=pair[1], target=pair[0], reason=REASON)
    assert fresh(pair[0]).support_count == 5
    assert not Merge.objects.unfinished().exists()


def test_many_supporters_are_carried_in_batches_that_can_stop_anywhere(hana, pair, people, monkeypatch):
    monkeypatch.setattr(carrying, "BATCH", 2)
    support(pair[1], *people)
    made = merge_ideas(user=hana, source=pair[1], target=pair[0], reason=REASON)
    assert carrying.advance(made.pk, batches=1) == 1
    assert fresh(pair[0]).support_count == 2
    assert carrying.go_on(batches=None) == 2
    assert fresh(pair[0]).support_count == 5
    unmerge_idea(user=hana, idea=fresh(pair[1]), reason=REASON)
    assert carrying.advance(made.pk, batches=1) == 1
    assert fresh(pair[0]).support_count == 3
    carrying.go_on(batches=None)
    assert fresh(pair[0]).support_count == 0
    all_is_well()


def test_undoing_a_merge_half_way_gives_back_only_what_had_come(hana, pair, people, monkeypatch):
    monkeypatch.setattr(carrying, "BATCH", 2)
    support(pair[1], *people)
    made = merge_ideas(user=hana, source=pair[1], target=pair[0], reason=REASON)
    carrying.advance(made.pk, batches=1)
    unmerge(hana, pair[1])
    assert (fresh(pair[0]).support_count, fresh(pair[1]).support_count) == (0, 5)
    all_is_well()


def test_a_vote_that_was_committed_late_is_carried_as_well(hana, pair, people):
    """Somebody was voting in the very moment of the merge."""
    merge(hana, pair[1], pair[0])
    Idea.objects.filter(pk=pair[1].pk).update(status=Status.VOTING)
    support(pair[1], people[0])
    Idea.objects.filter(pk=pair[1].pk).update(status=Status.MERGED)
    assert check_merges(False) == 1
    assert carrying.look_again() == 1
    assert supporters(pair[0]) == keys(people[0])
    assert carrying.look_again() == 0
    assert check_merges(False) == 0


def test_the_doctor_finds_and_repairs_a_vote_that_is_not_what_the_merges_make_it(hana, pair, people):
    support(pair[1], people[0], people[1])
    merge(hana, pair[1], pair[0])
    CarriedVote.objects.filter(voter=people[0]).delete()
    CarriedVote.objects.filter(voter=people[1]).update(state=CarriedVote.State.HELD)
    assert check_merges(False) == 2
    assert check_merges(True) == 2
    assert check_merges(False) == 0


def test_stage_and_page_are_read_once_for_many(hana, pair, people, django_assert_max_num_queries):
    """A batch asks as much for the merges as for one person; only casting and counting are each voter's own."""
    support(pair[1], *people)
    made = merge_ideas(user=hana, source=fresh(pair[1]), target=fresh(pair[0]), reason=REASON)
    with django_assert_max_num_queries(22 + 4 * len(people)):
        carrying.advance(made.pk, batches=1)


def test_a_batch_takes_as_many_statements_for_many_as_for_few(hana, consultation):
    """A merge of a hundred thousand is hours of work where each supporter is asked about alone."""
    asked = []
    for size in (2, 12):
        kept, gone = [IdeaFactory(consultation=consultation, status=Status.VOTING) for _ in range(2)]
        support(gone, *(UserFactory() for _ in range(size)))
        made = merge_ideas(user=hana, source=fresh(gone), target=fresh(kept), reason=REASON)
        with CaptureQueriesContext(connection) as there:
            assert carrying.advance(made.pk, batches=1) == 1
        carrying.go_on(batches=None)
        unmerge_idea(user=hana, idea=fresh(gone), reason=REASON)
        with CaptureQueriesContext(connection) as back:
            assert carrying.advance(made.pk, batches=1) == 1
        carrying.go_on(batches=None)
        asked.append((len(there), len(back)))
    assert asked[0] == asked[1]
    all_is_well()


@pytest.mark.django_db(transaction=True)
def test_votes_of_the_same_people_while_they_are_carried_lose_nothing(hana, people, monkeypatch):
    """R19, S50: there and back in small batches, while everybody votes on both ideas and takes it back."""
    monkeypatch.setattr(carrying, "BATCH", 3)
    page = ConsultationFactory(stage=StageKind.VOTE_BOTH)
    kept, gone, other = [IdeaFactory(consultation=page, status=Status.VOTING) for _ in range(3)]
    crowd = [*people, *(UserFactory() for _ in range(11))]
    support(gone, *crowd)
    stop = threading.Event()

    def vote(mine):
        dice = random.Random(mine[0].pk)
        while not stop.is_set():
            idea = dice.choice([kept, gone, other])
            with suppress(StageClosed):
                vote_on_idea(user=dice.choice(mine), idea=fresh(idea), value=dice.choice([1, 1, -1, 0]))

    def carry():
        try:
            for _ in range(3):
                merge(hana, gone, kept)
                unmerge(hana, gone)
            merge(hana, gone, kept)
        finally:
            stop.set()

    at_once(carry, *(partial(vote, crowd[part::3]) for part in range(3)))
    carrying.look_again()
    add_up_votes()
    all_is_well()
    unmerge(hana, gone)
    add_up_votes()
    all_is_well()
    assert not CarriedVote.objects.filter(state=CarriedVote.State.CARRIED).exists()


@pytest.mark.django_db(transaction=True)
def test_a_merge_whose_first_batch_fails_is_made_and_left_to_the_worker(hana, people, monkeypatch):
    page = ConsultationFactory(stage=StageKind.VOTE)
    kept, gone = [IdeaFactory(consultation=page, status=Status.VOTING) for _ in range(2)]
    support(gone, *people)
    with monkeypatch.context() as broken:
        broken.setattr("ideas.merging.actions.advance", Mock(side_effect=OperationalError("deadlock detected")))
        merge_ideas(user=hana, source=fresh(gone), target=fresh(kept), reason=REASON)
    assert supporters(kept) == set()
    carrying.go_on(batches=None)
    assert supporters(kept) == keys(*people)


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_in_the_middle_of_a_batch_leaves_nothing_half_done(hana, people, monkeypatch):
    monkeypatch.setattr(carrying, "BATCH", 2)
    page = ConsultationFactory(stage=StageKind.VOTE)
    kept, gone = [IdeaFactory(consultation=page, status=Status.VOTING) for _ in range(2)]
    support(gone, *people)
    made = merge_ideas(user=hana, source=fresh(gone), target=fresh(kept), reason=REASON)
    here = len(supporters(kept))
    with monkeypatch.context() as broken:
        broken.setattr(Merge, "save", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            carrying.advance(made.pk)
    assert len(supporters(kept)) == here
    carrying.go_on(batches=None)
    assert supporters(kept) == keys(*people)
    all_is_well()
