"""Merging ideas: supporters unite once, everything can be undone, and everybody's own word wins."""

import random
import threading
from contextlib import suppress
from datetime import timedelta
from functools import partial
from unittest.mock import Mock

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from voting.models import Vote

from ideas.actions.clockwork import expire_ideas
from ideas.actions.owing import owe_answer
from ideas.actions.voting import add_up_votes, vote_on_idea
from ideas.life import Status
from ideas.merging import carrying
from ideas.merging.actions import merge_ideas, split_idea, unmerge_idea
from ideas.merging.checking import check_merges
from ideas.models import CarriedVote, Idea, Merge
from participation.accounts.actions import claim_identity
from participation.accounts.models import IdentityLevel
from participation.consultations.models import ConsultationPage, Stage
from participation.consultations.stages import StageKind
from participation.contributions.actions import follow
from participation.errors import IllegalTransition, Invalid, NotAllowed, NoVotesLeft, ReasonNeeded, StageClosed
from participation.events.models import Event
from participation.events.outbox import record
from participation.notifications.news import NEWS
from participation.votes.casting import used_allowance
from participation.votes.ledger.checking import check_tallies, check_votes
from participation.votes.ledger.models import QueuedLeaf
from participation.votes.ledger.words import last_words
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory
from tests.votes.at_once import at_once

pytestmark = pytest.mark.django_db
REASON = "같은 제안입니다."


def support(idea: Idea, *people, value: int = 1) -> None:
    for person in people:
        vote_on_idea(user=person, idea=fresh(idea), value=value)


def fresh(idea: Idea) -> Idea:
    return Idea.objects.select_related("consultation").get(pk=idea.pk)


def supporters(idea: Idea) -> set[int]:
    rows = Vote.objects.filter(object_id=str(idea.pk), content_type__model="idea", vote=1)
    return set(rows.values_list("user_id", flat=True))


def keys(*people) -> set[int]:
    return {person.pk for person in people}


def merge(hana, source, target) -> Merge:
    made = merge_ideas(user=hana, source=fresh(source), target=fresh(target), reason=REASON)
    carrying.go_on(batches=None)
    return made


def unmerge(hana, idea) -> None:
    unmerge_idea(user=hana, idea=fresh(idea), reason="다른 제안입니다.")
    carrying.go_on(batches=None)


def become_one(first, second) -> None:
    for account in (first, second):
        claim_identity(user=account, source="social:kakao", secret="the same person", level=IdentityLevel.SOCIAL)


def all_is_well() -> None:
    """Tallies are the rows, the ledger tells the votes, and nothing is unsettled."""
    wrong: list[str] = []
    words = last_words()
    check_votes(words, wrong.append)
    check_tallies(words, wrong.append)
    assert wrong == []
    for idea in Idea.objects.all():
        assert idea.support_count == len(supporters(idea))
    assert check_merges(False) == 0


@pytest.fixture
def people():
    return [UserFactory() for _ in range(5)]


@pytest.fixture
def pair(consultation):
    ideas = [IdeaFactory(consultation=consultation, status=Status.VOTING) for _ in range(2)]
    return [fresh(idea) for idea in ideas]


def test_supporters_unite_and_undoing_it_restores_both_exactly(hana, pair, people):
    """S50: A with 1, 2, 3 and B with 3, 4 become four; undone, each has its own again."""
    one, two, three, four, _five = people
    kept, gone = pair
    support(kept, one, two, three)
    support(gone, three, four)
    before = {idea.pk: (idea.status, idea.heat) for idea in map(fresh, pair)}
    made = merge(hana, gone, kept)
    assert supporters(kept) == keys(one, two, three, four)
    assert supporters(gone) == keys(three, four)
    assert (fresh(kept).support_count, fresh(gone).status, fresh(gone).merged_into_id) == (4, "merged", kept.pk)
    made.refresh_from_db()
    assert (made.reason, made.merged_by, made.is_under_way) == (REASON, hana, False)
    all_is_well()
    unmerge(hana, gone)
    assert supporters(kept) == keys(one, two, three)
    assert supporters(gone) == keys(three, four)
    after = {idea.pk: (idea.status, idea.heat) for idea in map(fresh, pair)}
    assert after[gone.pk] == before[gone.pk]
    assert after[kept.pk][0] == before[kept.pk][0]
    assert after[kept.pk][1] == pytest.approx(before[kept.pk][1])
    made.refresh_from_db()
    assert (made.undone_by, made.undone_reason, made.is_under_way) == (hana, "다른 제안입니다.", False)
    all_is_well()


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


def test_a_supporter_who_opposes_the_other_idea_keeps_opposing_it(hana, people):
    page = ConsultationFactory(stage=StageKind.VOTE_BOTH)
    kept, gone = (IdeaFactory(consultation=page, status=Status.VOTING) for _ in range(2))
    support(kept, people[0], value=-1)
    support(gone, people[0], people[1])
    support(gone, people[2], value=-1)
    merge(hana, gone, kept)
    assert (fresh(kept).support_count, fresh(kept).oppose_count) == (1, 1), "and opposition is not carried"
    unmerge(hana, gone)
    assert (fresh(kept).support_count, fresh(kept).oppose_count) == (0, 1)
    assert (fresh(gone).support_count, fresh(gone).oppose_count) == (2, 1)


def test_who_takes_carried_support_back_is_not_carried_again(hana, pair, people, consultation):
    """S50: each can opt out; the merged idea keeps its supporter for the day on which it stands alone."""
    third = IdeaFactory(consultation=consultation, status=Status.VOTING)
    support(pair[1], people[0])
    support(third, people[0])
    merge(hana, pair[1], pair[0])
    support(pair[0], people[0], value=0)
    assert fresh(pair[0]).support_count == 0
    merge(hana, third, pair[0])
    assert fresh(pair[0]).support_count == 0
    unmerge(hana, pair[1])
    assert supporters(pair[1]) == keys(people[0])
    all_is_well()


def test_what_people_say_meanwhile_is_their_own_word_and_stays(hana, pair, people):
    one, two, three, _four, five = people
    support(pair[1], one, two, three)
    merge(hana, pair[1], pair[0])
    support(pair[0], one, value=0)
    support(pair[0], one)  # now by themselves
    support(pair[0], five)
    support(pair[0], two, value=0)
    unmerge(hana, pair[1])
    assert supporters(pair[0]) == keys(one, five)
    assert supporters(pair[1]) == keys(one, two, three)
    all_is_well()


def test_who_supports_two_merged_ideas_counts_once_until_the_last_is_taken_out(hana, pair, people, consultation):
    third = IdeaFactory(consultation=consultation, status=Status.VOTING)
    support(pair[1], people[0])
    support(third, people[0], people[1])
    merge(hana, pair[1], pair[0])
    merge(hana, third, pair[0])
    assert supporters(pair[0]) == keys(people[0], people[1])
    unmerge(hana, pair[1])
    assert supporters(pair[0]) == keys(people[0], people[1])
    unmerge(hana, third)
    assert supporters(pair[0]) == set()
    all_is_well()


def test_a_chain_of_merges_carries_on_and_comes_undone_in_any_order(hana, pair, people, consultation):
    last = IdeaFactory(consultation=consultation, status=Status.VOTING)
    support(pair[1], people[0])
    support(pair[0], people[1])
    merge(hana, pair[1], pair[0])
    merge(hana, pair[0], last)
    assert supporters(last) == keys(people[0], people[1])
    unmerge(hana, pair[1])  # the first link, while the second stands
    assert supporters(pair[0]) == supporters(last) == keys(people[1])
    assert supporters(pair[1]) == keys(people[0])
    unmerge(hana, pair[0])
    assert supporters(last) == set()
    all_is_well()


def test_the_threshold_is_met_by_those_who_come_along(hana, people):
    page = ConsultationFactory(threshold=3)
    kept, gone = (IdeaFactory(consultation=page, status=Status.VOTING, threshold=3) for _ in range(2))
    support(kept, people[0])
    support(gone, people[1], people[2])
    merge(hana, gone, kept)
    add_up_votes()
    assert fresh(kept).status == Status.OWED
    assert Event.objects.filter(verb="idea.threshold_met").count() == 1


def test_a_carried_vote_uses_up_no_second_one(hana, people):
    """S25: who spent a vote on the merged idea has as many left as before, and taking it back gives none away."""
    page = ConsultationFactory(stage_fields={"votes_per_person": 2})
    kept, gone, other = (IdeaFactory(consultation=page, status=Status.VOTING) for _ in range(3))
    stage = page.stages.get()
    support(gone, people[0])
    merge(hana, gone, kept)
    assert used_allowance(people[0], stage) == 1
    support(kept, people[0], value=0)
    assert used_allowance(people[0], stage) == 1
    support(kept, people[0])
    assert used_allowance(people[0], stage) == 2
    with pytest.raises(NoVotesLeft):
        support(other, people[0])


def test_votes_that_do_not_count_yet_are_carried_when_they_do(hana, people):
    """S26: the merged idea's support counts on the other one as soon as it counts itself, and no sooner."""
    page = ConsultationFactory(stage_fields={"votes_at_least": 3})
    kept, gone, third, fourth = (IdeaFactory(consultation=page, status=Status.VOTING) for _ in range(4))
    support(gone, people[0])
    support(third, people[0])
    merge(hana, gone, kept)
    assert fresh(kept).support_count == 0
    support(fourth, people[0])
    assert (fresh(kept).support_count, fresh(gone).support_count) == (1, 1)
    support(fourth, people[0], value=0)
    assert (fresh(kept).support_count, fresh(gone).support_count) == (0, 0)
    assert check_merges(False) == 0


def test_a_limit_of_supporters_does_not_cut_a_merge_short(hana, people):
    """S27: who supported one of the two keeps their word; nobody new is let in."""
    page = ConsultationFactory(supporters_at_most=2)
    kept, gone = (IdeaFactory(consultation=page, status=Status.VOTING) for _ in range(2))
    support(kept, people[0], people[1])
    support(gone, people[2])
    merge(hana, gone, kept)
    assert fresh(kept).support_count == 3


def test_hidden_results_stay_hidden_through_a_merge(client, hana, people):
    """S35: neither the preview nor the log, the event or the row tells a number before the close."""
    page = ConsultationFactory(stage_fields={"hides_results": True, "ends_at": timezone.now() + timedelta(days=3)})
    kept, gone = (IdeaFactory(consultation=page, status=Status.VOTING) for _ in range(2))
    support(gone, people[0], people[1])
    client.force_login(hana)
    preview = client.get(f"/ideas/{gone.pk}/merge/?into={kept.pk}")
    assert [fact["name"] for fact in preview.context["facts"]] == ["지지자"]
    merge(hana, gone, kept)
    assert (fresh(kept).support_count, fresh(gone).support_count) == (0, 0)
    log = client.get(f"/ideas/{kept.pk}/merges/")
    assert log.context["entries"][0]["progress"] == ""
    assert QueuedLeaf.objects.filter(waits_for=None).count() == 0


def test_hidden_results_are_not_brought_into_another_consultation(hana, pair, people):
    page = ConsultationFactory(stage_fields={"hides_results": True})
    hidden = IdeaFactory(consultation=page, status=Status.VOTING)
    for source, target in ((hidden, pair[0]), (pair[0], hidden)):
        with pytest.raises(Invalid) as refusal:
            merge_ideas(user=hana, source=fresh(source), target=fresh(target), reason=REASON)
        assert set(refusal.value.errors) == {"into"}


def test_only_who_may_vote_there_counts_in_another_consultation(hana, pair, people, deliver_all):
    verified = ConsultationFactory(stage_fields={"identity_level": IdentityLevel.VERIFIED})
    kept = IdeaFactory(consultation=verified, status=Status.VOTING)
    people[0].identity_level = IdentityLevel.VERIFIED
    people[0].save()
    support(pair[0], people[0], people[1])
    merge(hana, pair[0], kept)
    assert supporters(kept) == keys(people[0])
    claim_identity(user=people[1], source="identity", secret="who it is", level=IdentityLevel.VERIFIED)
    deliver_all()
    assert supporters(kept) == keys(people[0], people[1])


def test_two_accounts_of_one_person_count_once_after_a_merge(hana, pair):
    first, second = UserFactory(), UserFactory()
    support(pair[1], first, second)
    merge(hana, pair[1], pair[0])
    assert fresh(pair[0]).support_count == 2
    become_one(first, second)
    assert supporters(pair[0]) == supporters(pair[1]) == keys(first)
    add_up_votes()
    assert fresh(pair[0]).support_count == 1
    assert CarriedVote.objects.get(merge__target=pair[0]).voter == first
    unmerge(hana, pair[1])
    assert (supporters(pair[0]), supporters(pair[1])) == (set(), keys(first))


def test_what_one_account_took_back_stays_so_for_the_person(hana, pair):
    first, second = UserFactory(), UserFactory()
    support(pair[1], first, second)
    merge(hana, pair[1], pair[0])
    support(pair[0], second, value=0)
    become_one(first, second)
    assert supporters(pair[0]) == set()
    assert check_merges(False) == 0


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


@pytest.mark.parametrize("status", [Status.EXPIRED, Status.RETIRED, Status.ACCEPTED, Status.DONE])
def test_what_is_over_is_neither_merged_nor_merged_into(hana, pair, status):
    Idea.objects.filter(pk=pair[0].pk).update(status=status)
    with pytest.raises(IllegalTransition):
        merge_ideas(user=hana, source=fresh(pair[0]), target=fresh(pair[1]), reason=REASON)
    with pytest.raises(Invalid):
        merge_ideas(user=hana, source=fresh(pair[1]), target=fresh(pair[0]), reason=REASON)


def test_a_merged_idea_is_locked(hana, mina, joon, pair):
    merge(hana, pair[1], pair[0])
    with pytest.raises(StageClosed):
        support(pair[1], joon)
    with pytest.raises(IllegalTransition):
        merge_ideas(user=hana, source=fresh(pair[1]), target=fresh(pair[0]), reason=REASON)
    with pytest.raises(Invalid):
        merge_ideas(user=hana, source=fresh(pair[0]), target=fresh(pair[1]), reason=REASON)
    with pytest.raises(Invalid):
        merge_ideas(user=hana, source=fresh(pair[0]), target=fresh(pair[0]), reason=REASON)


def test_only_moderators_and_the_office_in_charge_merge(mina, joon, suho, hana, admin, pair, transport):
    stranger = UserFactory(official=True)
    Idea.objects.update(department=transport)
    for person in (mina, joon, stranger):
        with pytest.raises(NotAllowed):
            merge_ideas(user=person, source=fresh(pair[1]), target=fresh(pair[0]), reason=REASON)
    for person in (suho, hana, admin):
        merge_ideas(user=person, source=fresh(pair[1]), target=fresh(pair[0]), reason=REASON)
        unmerge(person, pair[1])


def test_a_merge_and_its_undoing_need_a_reason(hana, pair):
    with pytest.raises(ReasonNeeded):
        merge_ideas(user=hana, source=pair[1], target=pair[0], reason=" ")
    merge(hana, pair[1], pair[0])
    with pytest.raises(ReasonNeeded):
        unmerge_idea(user=hana, idea=fresh(pair[1]), reason="")
    assert fresh(pair[1]).status == Status.MERGED


def test_everybody_of_the_merged_idea_is_told_once_and_hears_of_the_other_from_then_on(hana, joon, pair, people):
    """S50: supporters, followers and the author; once it stands alone again, they do not."""
    follow(user=joon, target=pair[1])
    support(pair[1], people[0])
    merge(hana, pair[1], pair[0])
    event = Event.objects.get(verb="idea.merged")
    told = NEWS["idea.merged"].recipients(event)
    assert told == {joon.pk, people[0].pk, pair[1].author_id}
    assert pair[0].title in NEWS["idea.merged"].sentence(event)
    with transaction.atomic():
        later = record("idea.done", actor=None, target=fresh(pair[0]))
    assert {joon.pk, people[0].pk, pair[1].author_id} <= NEWS["idea.done"].recipients(later)
    unmerge(hana, pair[1])
    later = Event.objects.get(pk=later.pk)
    assert not {joon.pk, people[0].pk, pair[1].author_id} & NEWS["idea.done"].recipients(later)


def test_the_ledgers_leaves_say_that_votes_were_carried_and_from_where(hana, pair, people):
    support(pair[1], people[0])
    merge(hana, pair[1], pair[0])
    unmerge(hana, pair[1])
    texts = [leaf.text for leaf in QueuedLeaf.objects.order_by("pk")]
    assert [f'"carried":{pair[1].pk},' in text for text in texts] == [False, True, True]
    assert ['"value":1' in text for text in texts] == [True, True, False]


def test_stage_and_page_are_read_once_for_many(hana, pair, people, django_assert_max_num_queries):
    """A batch asks as much for the merges as for one person; only casting and counting are each voter's own."""
    support(pair[1], *people)
    made = merge_ideas(user=hana, source=fresh(pair[1]), target=fresh(pair[0]), reason=REASON)
    with django_assert_max_num_queries(22 + 4 * len(people)):
        carrying.advance(made.pk, batches=1)


def test_a_stage_of_another_kind_does_not_lose_supporters(hana, pair, people, consultation):
    """Officials merge after the vote, too: who supported in time counts."""
    support(pair[1], people[0])
    stage = Stage.objects.get(page=consultation)
    stage.kind = StageKind.ANSWER
    stage.save()
    ConsultationPage.objects.get(pk=consultation.pk)
    merge(hana, pair[1], pair[0])
    assert supporters(pair[0]) == keys(people[0])


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
