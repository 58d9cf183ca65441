"""A vote is for the text that was read: when that says something else, supporters are asked whether they stay."""

import random
from datetime import timedelta

import orjson
import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from ideas.actions.posting import Proposal, edit_idea
from ideas.actions.voting import add_up_votes, vote_on_idea
from ideas.comparing import says_otherwise
from ideas.models import Idea, TallyChange
from ideas.showing import present_text, vote_box
from participation.accounts.models import IdentityKey
from participation.errors import NotAllowed
from participation.events.checkup import examine
from participation.notifications.mailing import send_due_mail
from participation.notifications.models import Notice
from participation.votes.ledger.checking import check
from participation.votes.ledger.models import Leaf
from participation.votes.ledger.sealing import seal_waiting
from participation.votes.models import VersionedVote
from participation.votes.personal_data import votes as votes_of_person
from participation.votes.receivers import unite_votes
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory
from tests.votes.at_once import at_once

BODY = "밤 11시가 지나면 집에 갈 버스가 없습니다. 세 대만 더 있으면 좋겠습니다."
OTHER = "밤 11시가 지나면 집에 갈 버스가 없습니다. 택시를 늘리면 좋겠습니다."


def fresh(idea):
    return Idea.objects.select_related("consultation").get(pk=idea.pk)


def standing(idea):
    row = fresh(idea)
    return row.present_support, row.support_count


def reword(user, idea, body=OTHER, **more):
    idea = fresh(idea)
    words = Proposal.cleaned(title=idea.title, body=body, consultation=idea.consultation)
    return edit_idea(user=user, idea=idea, proposal=words, **more)


def nothing_is_wrong():
    assert dict(examine(repair=False))["tallies"] == 0
    seal_waiting()
    wrong: list[str] = []
    check(wrong.append)
    assert wrong == []


@pytest.mark.django_db
def test_after_another_text_the_page_says_how_many_support_this_one(client, mina, joon, idea):
    people = [joon, *UserFactory.create_batch(2)]
    for person in people:
        vote_on_idea(user=person, idea=fresh(idea), value=1)
    assert present_text(fresh(idea)) == ""
    reword(mina, idea)
    assert standing(idea) == (0, 3)
    vote_on_idea(user=UserFactory(), idea=fresh(idea), value=1)
    assert standing(idea) == (1, 4)
    words = client.get(idea.get_absolute_url(), follow=True).content.decode()
    assert "4명 중 1명이 지금 글을 지지합니다" in words
    nothing_is_wrong()


@pytest.mark.django_db
def test_a_supporter_confirms_with_one_press(client, mina, joon, idea):
    vote_on_idea(user=joon, idea=fresh(idea), value=1)
    reword(mina, idea)
    client.force_login(joon)
    page = client.get(fresh(idea).get_absolute_url()).content.decode()
    assert f"/ideas/{idea.pk}/diff/1/2/" in page
    assert '<input type="hidden" name="version" value="2">' in page
    client.post(f"/ideas/{idea.pk}/vote/", {"value": "1", "version": "2"})
    assert standing(idea) == (1, 1)
    assert vote_box(fresh(idea), joon).asked == ""
    assert VersionedVote.objects.get().version == 2
    nothing_is_wrong()
    assert [orjson.loads(text)["version"] for text in Leaf.objects.values_list("text", flat=True)] == [1, 2]


@pytest.mark.django_db
def test_a_supporter_takes_it_back_with_one_press(client, mina, joon, idea):
    vote_on_idea(user=joon, idea=fresh(idea), value=1)
    reword(mina, idea)
    client.force_login(joon)
    client.post(f"/ideas/{idea.pk}/vote/", {"value": "0"})
    assert standing(idea) == (0, 0)
    assert fresh(idea).earlier_support == 0
    nothing_is_wrong()


@pytest.mark.django_db
def test_a_vote_repeated_without_having_read_confirms_nothing(mina, joon, idea):
    """A lost answer is asked for again: that says nothing about a text that came in between."""
    vote_on_idea(user=joon, idea=fresh(idea), value=1, version=1)
    reword(mina, idea)
    vote_on_idea(user=joon, idea=fresh(idea), value=1)
    vote_on_idea(user=joon, idea=fresh(idea), value=1, version=1)
    assert standing(idea) == (0, 1)


@pytest.mark.django_db
def test_a_press_on_a_page_from_before_the_edit_is_for_the_text_on_that_page(client, mina, joon, idea):
    reword(mina, idea)
    client.force_login(joon)
    client.post(f"/ideas/{idea.pk}/vote/", {"value": "1", "version": "1"})
    assert standing(idea) == (0, 1)
    assert vote_box(fresh(idea), joon).asked
    nothing_is_wrong()


@pytest.mark.django_db
@pytest.mark.parametrize("version", ["x", "-1", "1e3", "²", "9" * 30])
def test_what_is_no_version_is_refused(client, joon, idea, version):
    client.force_login(joon)
    assert client.post(f"/ideas/{idea.pk}/vote/", {"value": "1", "version": version}).status_code == 422
    assert standing(idea) == (0, 0)


@pytest.mark.django_db
def test_nobody_votes_for_a_version_to_come(joon, idea):
    vote_on_idea(user=joon, idea=fresh(idea), value=1, version=7)
    assert VersionedVote.objects.get().version == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("버스를 늘려 주세요", "버스를 늘리지 마세요"),
        ("3.5배로", "35배로"),
        ("열 대", "열한 대"),
        ("영하 -5도에", "영하 5도에"),
        ("~~버스~~ 택시", "버스 택시"),
        ("[버스](https://a.example/)", "[버스](https://b.example/)"),
    ],
)
def test_other_words_and_other_numbers_say_something_else(before, after):
    assert says_otherwise(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("버스를늘려 주세요", "버스를 늘려주세요."),
        ("세 대만, 더!", "세 대만 더"),
        ("**버스**를 늘려", "버스를 늘려"),
        ("Night bus", "night Bus"),
        ("약 5대", "약5대"),
        ("가나", "\u1100\u1161\u1102\u1161"),
    ],
)
def test_spacing_and_punctuation_say_nothing_else(before, after):
    assert not says_otherwise(before, after)


@pytest.mark.django_db
def test_mending_the_spacing_asks_nobody(mina, joon, idea, deliver_all):
    reword(mina, idea, BODY)
    vote_on_idea(user=joon, idea=fresh(idea), value=1)
    reword(mina, idea, BODY.replace("세 대만", "세대만"))
    assert (fresh(idea).version, fresh(idea).text_version) == (3, 2)
    assert standing(idea) == (1, 1)
    deliver_all()
    assert not Notice.objects.filter(user=joon).exists()


@pytest.mark.django_db
def test_a_moderator_may_call_it_a_slip_and_the_author_may_not(client, mina, hana, joon, idea):
    vote_on_idea(user=joon, idea=fresh(idea), value=1)
    with pytest.raises(NotAllowed):
        reword(mina, idea, is_slip=True)
    assert fresh(idea).version == 1
    client.force_login(mina)
    assert "is_slip" not in client.get(f"/ideas/{idea.pk}/edit/").content.decode()
    client.force_login(hana)
    assert "is_slip" in client.get(f"/ideas/{idea.pk}/edit/").content.decode()
    fields = {"title": idea.title, "body": OTHER, "base_version": 1, "is_slip": "on"}
    assert client.post(f"/ideas/{idea.pk}/edit/", fields).status_code == 302
    assert standing(idea) == (1, 1)
    reword(hana, idea, BODY + " 더.")
    assert standing(idea) == (0, 1), "without that word a moderator's edit asks as an author's does"


@pytest.mark.django_db
def test_a_moderator_does_not_judge_their_own_idea(hana, consultation):
    own = IdeaFactory(author=hana, consultation=consultation)
    with pytest.raises(NotAllowed):
        reword(hana, own, is_slip=True)


@pytest.mark.django_db
def test_supporters_are_asked_once_until_they_look_or_answer(mina, joon, idea, deliver_all, time_machine):
    against, later = UserFactory(), UserFactory()
    vote_on_idea(user=joon, idea=fresh(idea), value=1)
    reword(mina, idea)
    reword(mina, idea, OTHER + " 열 대면 됩니다.")
    vote_on_idea(user=later, idea=fresh(idea), value=1)
    deliver_all()
    assert Notice.objects.filter(user=joon, event__verb="idea.reworded").count() == 1
    assert not Notice.objects.filter(user__in=[mina, against, later], event__verb="idea.reworded").exists()
    vote_on_idea(user=joon, idea=fresh(idea), value=1, version=3)
    reword(mina, idea, OTHER + " 스무 대면 됩니다.")
    deliver_all()
    assert Notice.objects.filter(user=joon, event__verb="idea.reworded").count() == 2, "who answered is asked anew"
    time_machine.move_to(timezone.now() + timedelta(days=1))
    assert send_due_mail()
    to_joon = [message for message in mail.outbox if joon.email in message.to]
    assert len(to_joon) == 1, "one mail, whatever came together"
    assert "지금은 다른 내용" in to_joon[0].body


@pytest.mark.django_db
def test_a_change_of_mind_leaves_the_earlier_text(mina, joon):
    idea = IdeaFactory(author=mina, consultation=ConsultationFactory(stage="vote_both"))
    vote_on_idea(user=joon, idea=fresh(idea), value=1)
    Idea.objects.filter(pk=idea.pk).update(version=2, text_version=2, earlier_support=1)
    vote_on_idea(user=joon, idea=fresh(idea), value=-1)
    assert (standing(idea), fresh(idea).oppose_count) == ((0, 0), 1)
    vote_on_idea(user=joon, idea=fresh(idea), value=1)
    assert standing(idea) == (1, 1)
    nothing_is_wrong()


@pytest.mark.django_db
def test_two_accounts_of_one_person_take_the_right_support_away(mina, joon, idea):
    twin = UserFactory()
    vote_on_idea(user=twin, idea=fresh(idea), value=1)
    reword(mina, idea)
    vote_on_idea(user=joon, idea=fresh(idea), value=1)
    assert standing(idea) == (1, 2)
    with transaction.atomic():
        unite_votes(sender=IdentityKey, kept=joon, joined=twin)
    assert standing(idea) == (1, 1)
    nothing_is_wrong()


@pytest.mark.django_db
def test_where_votes_count_from_a_minimum_on_each_keeps_its_version(mina, joon):
    page = ConsultationFactory(stage="vote")
    page.stages.update(votes_at_least=2)
    first, second = (IdeaFactory(author=mina, consultation=page) for _ in range(2))
    vote_on_idea(user=joon, idea=fresh(first), value=1)
    assert standing(first) == (0, 0)
    Idea.objects.filter(pk=first.pk).update(version=2, text_version=2)
    vote_on_idea(user=joon, idea=fresh(second), value=1)
    assert (standing(first), standing(second)) == ((0, 1), (1, 1))
    nothing_is_wrong()
    vote_on_idea(user=joon, idea=fresh(first), value=1, version=2)
    assert standing(first) == (1, 1)
    vote_on_idea(user=joon, idea=fresh(second), value=0)
    assert (standing(first), fresh(first).earlier_support) == ((0, 0), 0)
    nothing_is_wrong()


@pytest.mark.django_db
def test_each_vote_names_its_version_where_it_is_shown(client, mina, joon, idea):
    vote_on_idea(user=joon, idea=fresh(idea), value=1)
    reword(mina, idea)
    client.force_login(joon)
    page = client.get("/ledger/mine/").content.decode()
    assert "1판" in page
    assert "지금 글도 지지하십니까?" in page
    assert votes_of_person(joon)[0]["version"] == 1


@pytest.mark.django_db
def test_the_doctor_finds_and_mends_a_wrong_share(mina, joon, idea):
    vote_on_idea(user=joon, idea=fresh(idea), value=1)
    reword(mina, idea)
    Idea.objects.filter(pk=idea.pk).update(earlier_support=0)
    assert dict(examine(repair=False))["tallies"] == 1
    dict(examine(repair=True))
    assert standing(idea) == (0, 1)


@pytest.mark.django_db
def test_a_change_that_waits_goes_where_its_version_belongs(mina, joon, idea):
    vote_on_idea(user=joon, idea=fresh(idea), value=1)
    reword(mina, idea)
    VersionedVote.objects.filter(user=joon).delete()
    TallyChange.objects.create(idea=idea, support=-1, oppose=0, version=1)
    assert dict(examine(repair=False))["tallies"] == 0
    add_up_votes()
    assert (standing(idea), fresh(idea).earlier_support) == ((0, 0), 0)


@pytest.mark.django_db(transaction=True)
def test_edits_at_the_same_instant_as_votes_lose_no_version():
    """R3: whoever reads the old text votes for it, however the edit falls between."""
    author = UserFactory()
    idea = IdeaFactory(author=author, consultation=ConsultationFactory(stage="vote_both", edit_until_votes=0))
    people = UserFactory.create_batch(12)

    def change_of_mind(person, seed):
        chance = random.Random(seed)
        for _ in range(8):
            seen = fresh(idea)
            version = chance.choice([None, seen.version])
            vote_on_idea(user=person, idea=seen, value=chance.choice([1, 1, 1, 0, -1]), version=version)

    def edit_and_edit():
        for number in range(6):
            reword(author, idea, f"{BODY} {number}번째 생각입니다.")

    at_once(
        edit_and_edit,
        *(lambda person=person, seed=seed: change_of_mind(person, seed) for seed, person in enumerate(people)),
    )
    add_up_votes()
    row = fresh(idea)
    kept = VersionedVote.objects.filter(vote=1)
    assert (row.version, row.text_version) == (7, 7)
    assert row.support_count == kept.count()
    assert row.earlier_support == kept.filter(version__lt=7).count()
    nothing_is_wrong()
