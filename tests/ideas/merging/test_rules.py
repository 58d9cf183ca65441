"""What may be merged, by whom, and how a carried vote meets the rules of a stage."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.life import Status
from ideas.merging.actions import merge_ideas, unmerge_idea
from ideas.merging.checking import check_merges
from ideas.models import Idea
from participation.accounts.actions import claim_identity
from participation.accounts.models import IdentityLevel
from participation.consultations.models import ConsultationPage, Stage
from participation.consultations.stages import StageKind
from participation.errors import IllegalTransition, Invalid, NotAllowed, NoVotesLeft, ReasonNeeded, StageClosed
from participation.votes.casting import used_allowance
from participation.votes.ledger.models import QueuedLeaf
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory
from tests.ideas.merging.crowd import REASON, fresh, keys, merge, support, supporters, unmerge

pytestmark = pytest.mark.django_db


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


def test_a_stage_of_another_kind_does_not_lose_supporters(hana, pair, people, consultation):
    """Officials merge after the vote, too: who supported in time counts."""
    support(pair[1], people[0])
    stage = Stage.objects.get(page=consultation)
    stage.kind = StageKind.ANSWER
    stage.save()
    ConsultationPage.objects.get(pk=consultation.pk)
    merge(hana, pair[1], pair[0])
    assert supporters(pair[0]) == keys(people[0])
