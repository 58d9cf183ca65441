"""Another chance for ideas that expired or were declined."""

import pytest

from ideas.actions.answering import transition_idea
from ideas.actions.reopening import reopen_idea
from ideas.actions.voting import vote_on_idea
from ideas.life import Status
from ideas.models import Idea
from participation.errors import LimitReached, NotAllowed, ReasonNeeded, StageClosed
from participation.notifications.models import Notice
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory

pytestmark = pytest.mark.django_db


def ended(author, department, *, rules=None, stage="open", **idea):
    page = ConsultationFactory(department=department, stage=stage, **(rules or {}))
    fields = {"author": author, "threshold": 3, "support_count": 2, "department": department} | idea
    return IdeaFactory(consultation=page, **({"expired": True} if "status" not in fields else {}), **fields)


def test_an_expired_idea_looks_for_support_again(mina, suho, joon, transport, deliver_all):
    """S31: what comes after."""
    idea = ended(mina, transport, rules={"support_days": 30})
    reopened = reopen_idea(user=suho, idea=idea, reason="이제 예산이 있습니다.")
    assert (reopened.status, reopened.threshold, reopened.reopened_count) == (Status.VOTING, 3, 1)
    assert vote_on_idea(user=joon, idea=reopened, value=1).status == Status.OWED
    deliver_all()
    assert Notice.objects.filter(event__verb="idea.reopened", user=mina).exists()


def test_a_declined_idea_needs_as_many_supporters_again(mina, suho, transport):
    idea = ended(mina, transport, status=Status.DECLINED, support_count=5, threshold_met=3, rules={"threshold": 3})
    reopened = reopen_idea(user=suho, idea=idea, reason="사정이 달라졌습니다.")
    assert (reopened.status, reopened.threshold) == (Status.VOTING, 8)


@pytest.mark.parametrize(
    ("person", "rule", "allowed"),
    [
        ("suho", "office", True),
        ("hana", "office", True),
        ("mina", "office", False),
        ("mina", "author", True),
        ("joon", "author", False),
    ],
)
def test_who_may_open_it_again_is_a_rule_of_the_consultation(cast, transport, person, rule, allowed):
    idea = ended(cast["mina"], transport, rules={"reopening": rule})
    assert cast[person].has_perm("ideas.reopen_idea", idea) is allowed
    if not allowed:
        with pytest.raises(NotAllowed):
            reopen_idea(user=cast[person], idea=idea, reason="다시 봅시다.")


@pytest.mark.parametrize(
    ("rules", "fields", "error"),
    [
        ({"reopening": "never"}, {}, StageClosed),
        ({}, {"reopened_count": 1}, LimitReached),
        ({}, {"status": Status.ACCEPTED}, NotAllowed),
        ({"reopenings_at_most": 0}, {}, LimitReached),
    ],
)
def test_what_may_not_be_opened_again_says_why(mina, suho, transport, rules, fields, error):
    idea = ended(mina, transport, rules=rules, **fields)
    with pytest.raises(error):
        reopen_idea(user=suho, idea=idea, reason="다시 봅시다.")
    assert Idea.objects.get(pk=idea.pk).status == idea.status


def test_it_is_not_opened_where_nobody_can_support_it(mina, suho, transport):
    with pytest.raises(StageClosed):
        reopen_idea(user=suho, idea=ended(mina, transport, stage="propose"), reason="다시 봅시다.")


def test_a_reason_is_given(mina, suho, transport):
    with pytest.raises(ReasonNeeded):
        reopen_idea(user=suho, idea=ended(mina, transport), reason=" ")


def test_the_idea_s_page_offers_it_and_takes_it(client, mina, transport):
    idea = ended(mina, transport, rules={"reopening": "author"})
    client.force_login(mina)
    assert f"/ideas/{idea.pk}/reopen/" in client.get(idea.get_absolute_url()).content.decode()
    assert client.post(f"/ideas/{idea.pk}/reopen/", {"reason": ""}).status_code == 422
    assert client.post(f"/ideas/{idea.pk}/reopen/", {"reason": "다시 봅시다."}).status_code == 302
    page = client.get(idea.get_absolute_url()).content.decode()
    assert "다시 봅시다." in page, "the life-line says why"
    assert f"/ideas/{idea.pk}/reopen/" not in page


def test_others_are_not_offered_it(client, transport, mina):
    idea = ended(mina, transport)
    client.force_login(UserFactory())
    assert "/reopen/" not in client.get(idea.get_absolute_url()).content.decode()


def test_nobody_opens_it_by_hand_where_the_rule_says_never(mina, suho, transport):
    idea = ended(mina, transport, rules={"reopening": "never"})
    with pytest.raises(StageClosed):
        transition_idea(user=suho, idea=idea, to=Status.VOTING, reason="다시 봅시다.")


def test_what_is_opened_again_by_hand_counts_like_any_other_time(mina, suho, transport):
    idea = ended(mina, transport, rules={"reopenings_at_most": 1})
    moved = transition_idea(user=suho, idea=idea, to=Status.VOTING, reason="다시 봅시다.")
    assert (moved.status, moved.reopened_count) == (Status.VOTING, 1)
    transition_idea(user=suho, idea=moved, to=Status.EXPIRED, reason="잘못 눌렀습니다.")
    with pytest.raises(LimitReached):
        transition_idea(user=suho, idea=moved, to=Status.POSTED, reason="또 봅시다.")
    assert Idea.objects.get(pk=idea.pk).status == Status.EXPIRED
