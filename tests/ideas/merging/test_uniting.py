"""Merging ideas: supporters unite once, everything can be undone, and everybody's own word wins."""

import pytest
from django.db import transaction

from ideas.actions.posting import Proposal, edit_idea
from ideas.actions.voting import add_up_votes, vote_on_idea
from ideas.allowance import votes_left
from ideas.life import Status
from ideas.merging.checking import check_merges
from ideas.models import CarriedVote
from participation.consultations.stages import StageKind
from participation.contributions.actions import follow
from participation.events.models import Event
from participation.events.outbox import record
from participation.notifications.news import NEWS
from participation.votes.ledger.models import QueuedLeaf
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory
from tests.ideas.merging.crowd import REASON, all_is_well, become_one, fresh, keys, merge, support, supporters, unmerge

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("votes_per_person", [None, 2])
def test_who_confirms_carried_support_for_a_new_text_keeps_it_where_that_costs_no_vote(hana, people, votes_per_person):
    """Their own word outlives the merge; where votes are few, the one on the source goes on paying for both."""
    one, two, *_ = people
    page = ConsultationFactory(stage_fields={"votes_per_person": votes_per_person})
    kept, gone = (IdeaFactory(consultation=page, status=Status.VOTING) for _ in range(2))
    support(kept, one)
    support(gone, two)
    merge(hana, gone, kept)
    text = "이제 전혀 다른 말로 다시 적었습니다. 버스를 두 대 늘려 주십시오."
    words = Proposal.cleaned(title=kept.title, body=text, consultation=page)
    edit_idea(user=kept.author, idea=fresh(kept), proposal=words)
    assert fresh(kept).earlier_support == 2
    vote_on_idea(user=two, idea=fresh(kept), value=1, version=fresh(kept).version)
    assert (fresh(kept).support_count, fresh(kept).earlier_support) == (2, 1)
    all_is_well()
    left = votes_left(two, page.stages.get())
    unmerge(hana, gone)
    assert supporters(kept) == (keys(one) if votes_per_person else keys(one, two))
    assert supporters(gone) == keys(two)
    assert votes_left(two, page.stages.get()) == left == (votes_per_person and votes_per_person - 1)
    all_is_well()
