"""S79: whoever breaks the rules again and again is kept from writing, and told why and for how long."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from ideas.actions.observing import Sighting, post_observation
from ideas.actions.voting import vote_on_idea
from ideas.models import Observation
from participation.accounts.actions import claim_identity
from participation.accounts.blocking import Blocked
from participation.accounts.models import ApiToken, IdentityLevel, User
from participation.errors import NotAllowed, ReasonNeeded
from participation.events.models import Event
from participation.moderation.actions import report
from participation.moderation.blocking import block_person, unblock_person
from participation.moderation.models import Report
from participation.moderation.queue import cases_page
from tests.factories import IdeaFactory, UserFactory

REASON = "광고를 되풀이해 올렸습니다."


def fresh(person):
    return User.objects.get(pk=person.pk)


def test_whoever_is_blocked_reads_and_votes_but_does_not_write(idea, joon, hana):
    """S79"""
    block_person(user=hana, person=joon, reason=REASON, days=7)
    joon = fresh(joon)
    with pytest.raises(Blocked) as refused:
        post_observation(user=joon, sighting=Sighting("가로등이 꺼져 있습니다.", idea.consultation))
    assert REASON in str(refused.value)
    with pytest.raises(Blocked):
        report(user=joon, target=idea, reason="spam")
    vote_on_idea(user=joon, idea=idea, value=1)
    idea.refresh_from_db()
    assert idea.support_count == 1
    assert not Observation.objects.filter(author=joon).exists()


def test_everything_of_theirs_that_was_reported_leaves_the_queue(mina, joon, hana, consultation):
    """S79"""
    theirs = IdeaFactory.create_batch(2, author=joon, consultation=consultation)
    others = IdeaFactory(author=mina, consultation=consultation)
    for thing in (*theirs, others):
        report(user=UserFactory(), target=thing, reason="spam")
    block_person(user=hana, person=joon, reason=REASON)
    assert [case.target for case in cases_page()[0]] == [others]
    for thing in theirs:
        thing.refresh_from_db()
        assert (thing.is_hidden, thing.hidden_reason) == (True, REASON)
    assert Report.objects.filter(upheld=True).count() == 2


def test_a_block_ends_by_itself(joon, hana):
    block_person(user=hana, person=joon, reason=REASON, days=7)
    assert fresh(joon).is_blocked
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1), tick=False):
        assert not fresh(joon).is_blocked


def test_a_block_without_an_end_is_lifted_with_a_reason(joon, hana):
    block_person(user=hana, person=joon, reason=REASON)
    with pytest.raises(ReasonNeeded):
        unblock_person(user=hana, person=joon, reason=" ")
    unblock_person(user=hana, person=joon, reason="이야기를 나누었습니다.")
    assert not fresh(joon).is_blocked
    assert list(Event.objects.filter(object_id=joon.pk, verb__startswith="user.").values_list("verb", flat=True)) == [
        "user.blocked",
        "user.unblocked",
    ]


def test_a_second_account_of_the_person_is_blocked_too(joon, mina, hana):
    for account in (joon, mina):
        claim_identity(user=account, source="identity:test", secret="one", level=IdentityLevel.VERIFIED)
    block_person(user=hana, person=fresh(mina), reason=REASON, days=7)
    assert fresh(joon).is_blocked


@pytest.mark.parametrize("who", ["mina", "suho"])
def test_only_moderators_block(cast, joon, who):
    with pytest.raises(NotAllowed):
        block_person(user=cast[who], person=joon, reason=REASON)


@pytest.mark.parametrize("who", ["hana", "suho", "admin"])
def test_moderators_do_not_block_those_who_work_here(cast, who):
    with pytest.raises(NotAllowed):
        block_person(user=UserFactory(moderator=True), person=cast[who], reason=REASON)


def test_the_person_is_told_by_mail_in_their_language_and_on_their_page(client, joon, hana, deliver_all):
    User.objects.filter(pk=joon.pk).update(language="en")
    with time_machine.travel("2026-11-02T03:00:00Z", tick=False):
        block_person(user=hana, person=fresh(joon), reason=REASON, days=7)
    deliver_all()
    [message] = mail.outbox
    assert (message.to, message.subject) == ([joon.email], "Madang: You cannot write for a while")
    assert REASON in str(message.body)
    assert "2026" in str(message.body)


def test_ones_own_page_says_so(client, joon, hana):
    block_person(user=hana, person=joon, reason=REASON, days=7)
    client.force_login(fresh(joon))
    assert REASON in client.get("/accounts/me/").content.decode()


def test_a_program_is_told_in_a_problem_document(client, joon, hana, consultation):
    block_person(user=hana, person=joon, reason=REASON, days=7)
    _row, token = ApiToken.issue(user=fresh(joon), name="script", scopes=["read", "write"])
    body = {"title": "심야 버스를 늘려 주십시오", "body": "밤에 버스가 없습니다.", "consultation": consultation.slug}
    answer = client.post("/api/v1/ideas", body, "application/json", headers={"authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["code"]) == (403, "blocked")
    assert REASON in answer.json()["detail"]


def test_a_moderator_blocks_from_the_page_of_the_writer(client, idea, mina, hana):
    client.force_login(hana)
    review = client.get(f"/moderation/idea/{idea.pk}/").content.decode()
    page = f"/moderation/people/{mina.pk}/"
    assert f'href="{page}"' in review
    shown = client.get(page).content.decode()
    assert idea.title in shown
    assert mina.email not in shown
    assert client.post(f"{page}block/", {"days": "7"}).status_code == 422
    assert client.post(f"{page}block/", {"days": "7", "reason": REASON}).status_code == 302
    assert REASON in client.get("/moderation/people/").content.decode()
    assert REASON in client.get("/moderation/log/").content.decode()
    assert client.post(f"{page}unblock/", {"reason": "이야기를 나누었습니다."}).status_code == 302
    assert REASON not in client.get("/moderation/people/").content.decode()


def test_a_closed_account_has_no_page(client, mina, hana):
    User.objects.filter(pk=mina.pk).update(closed_at=timezone.now())
    client.force_login(hana)
    assert client.get(f"/moderation/people/{mina.pk}/").status_code == 404
