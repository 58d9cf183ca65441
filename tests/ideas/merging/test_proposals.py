"""Anybody may say that two ideas are the same; whoever may merge them decides, and tells them."""

import pytest

from ideas.actions.voting import vote_on_idea
from ideas.life import Status
from ideas.merging.actions import merge_ideas
from ideas.merging.proposals import waiting_for
from ideas.merging.proposing import decline_merge, propose_merge
from ideas.models import Idea, MergeProposal
from participation.errors import IllegalTransition, Invalid, NotAllowed, ReasonNeeded
from participation.events.models import Event
from participation.notifications.models import Notice
from participation.notifications.news import sentence
from tests.factories import DepartmentFactory, IdeaFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(consultation):
    titles = ("심야버스를 두 대 더 늘려 주세요", "심야 버스 두 대를 더 늘려 주십시오")
    return [IdeaFactory(consultation=consultation, title=title, status=Status.VOTING) for title in titles]


@pytest.fixture
def proposal(joon, pair):
    return propose_merge(user=joon, source=pair[1], target=pair[0], reason="같은 버스 이야기입니다.")


def told(person) -> list[str]:
    return list(Notice.objects.filter(user=person).order_by("pk").values_list("event__verb", flat=True))


def test_a_citizen_says_so_and_a_moderator_merges(client, joon, hana, pair, deliver_all):
    """S50: the word of somebody who saw it, the moderator's look, the merge, and the news."""
    kept, gone = pair
    client.force_login(joon)
    page = client.get(f"/ideas/{gone.pk}/same/?into={kept.pk}").content.decode()
    assert f'value="{kept.pk}"' in page
    sent = client.post(f"/ideas/{gone.pk}/same/", {"into": str(kept.pk), "reason": "같은 버스입니다."})
    assert sent["Location"] == gone.get_absolute_url()
    client.force_login(hana)
    desk = client.get("/desk/same/").content.decode()
    assert "같은 버스입니다." in desk
    assert f"/ideas/{gone.pk}/merge/?into={kept.pk}" in desk
    client.post(f"/ideas/{gone.pk}/merge/", {"into": kept.pk, "reason": "같은 제안입니다."})
    found = MergeProposal.objects.get()
    assert (found.accepted, found.settled_by, found.answer) == (True, hana, "같은 제안입니다.")
    assert gone.title not in client.get("/desk/same/").content.decode()
    deliver_all()
    assert told(joon) == ["idea.merge_agreed"]


def test_a_moderator_leaves_them_as_they_are_with_a_word(client, joon, hana, pair, proposal, deliver_all):
    client.force_login(hana)
    empty = client.post(f"/desk/same/{proposal.pk}/decline/", {"reason": " "})
    assert empty.status_code == 422
    assert waiting_for(hana).count() == 1
    client.post(f"/desk/same/{proposal.pk}/decline/", {"reason": "한쪽은 낮 버스입니다."})
    deliver_all()
    assert told(joon) == ["idea.merge_declined"]
    assert "한쪽은 낮 버스입니다." in sentence(Event.objects.get(verb="idea.merge_declined"))
    client.force_login(joon)
    assert Idea.objects.get(pk=pair[1].pk).status == Status.VOTING
    assert client.get("/desk/same/").status_code == 403


def test_saying_it_twice_is_saying_it_once(joon, mina, pair, proposal):
    again = propose_merge(user=mina, source=pair[1], target=pair[0])
    assert again == proposal
    assert MergeProposal.objects.count() == 1


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("", "고맙습니다. 결정되면 알려 드립니다.", "이미 같은 내용을 알려 온 분이 있습니다."),
        ("/en", "Thank you. You are told what is decided.", "Somebody has said so already."),
    ],
)
def test_who_is_first_is_promised_the_news_and_who_comes_later_is_told_that_it_waits(
    client, joon, mina, pair, language, first, second
):
    for person, said, unsaid in ((joon, first, second), (mina, second, first)):
        client.force_login(person)
        page = client.post(f"{language}/ideas/{pair[1].pk}/same/", {"into": str(pair[0].pk)}, follow=True)
        assert page.status_code == 200
        assert said in page.text
        assert unsaid not in page.text
    assert MergeProposal.objects.get().proposed_by == joon


def test_who_said_it_the_other_way_round_hears_of_the_merge_as_well(mina, hana, pair, proposal):
    other = propose_merge(user=mina, source=pair[0], target=pair[1])
    merge_ideas(user=hana, source=pair[1], target=pair[0], reason="같은 제안입니다.")
    for each in (proposal, other):
        each.refresh_from_db()
        assert each.accepted is True


def test_what_cannot_be_one_is_refused_at_its_field(client, joon, pair):
    client.force_login(joon)
    for into in (str(pair[1].pk), "아무것도", "999999"):
        page = client.post(f"/ideas/{pair[1].pk}/same/", {"into": into, "reason": "같습니다."})
        assert page.status_code == 422
        assert "같습니다." in page.content.decode(), "nothing typed is lost"
    with pytest.raises(Invalid):
        propose_merge(user=joon, source=pair[1], target=IdeaFactory(accepted=True))
    assert not MergeProposal.objects.exists()


def test_what_is_over_is_not_said_to_be_the_same(joon, pair):
    with pytest.raises(IllegalTransition):
        propose_merge(user=joon, source=IdeaFactory(accepted=True), target=pair[0])


def test_only_who_may_merge_decides(joon, suho, hana, pair, proposal, transport):
    with pytest.raises(NotAllowed):
        decline_merge(user=joon, proposal=proposal, answer="아닙니다.")
    Idea.objects.filter(pk=pair[1].pk).update(department=DepartmentFactory())
    assert waiting_for(suho).count() == 0
    assert waiting_for(hana).count() == 1
    with pytest.raises(NotAllowed):
        decline_merge(user=suho, proposal=MergeProposal.objects.get(), answer="아닙니다.")
    Idea.objects.filter(pk=pair[1].pk).update(department=transport)
    assert waiting_for(suho).count() == 1


def test_a_decision_is_made_once_and_needs_a_word(hana, proposal):
    with pytest.raises(ReasonNeeded):
        decline_merge(user=hana, proposal=proposal, answer="")
    decline_merge(user=hana, proposal=proposal, answer="다른 제안입니다.")
    with pytest.raises(IllegalTransition):
        decline_merge(user=hana, proposal=proposal, answer="다른 제안입니다.")


def test_hidden_ideas_wait_for_nobody(hana, pair, proposal):
    Idea.objects.filter(pk=pair[0].pk).update(hidden_at=pair[0].created_at)
    assert waiting_for(hana).count() == 0


def test_the_way_there_stands_on_the_page_of_each_idea_that_can_be_merged(client, joon, hana, pair):
    link = f"/ideas/{pair[1].pk}/same/"
    client.force_login(joon)
    assert link in client.get(pair[1].get_absolute_url()).content.decode()
    client.force_login(hana)
    assert link not in client.get(pair[1].get_absolute_url()).content.decode(), "a moderator merges"
    client.force_login(joon)
    done = IdeaFactory(accepted=True)
    assert f"/ideas/{done.pk}/same/" not in client.get(done.get_absolute_url()).content.decode()


def test_the_desk_asks_as_much_for_many_as_for_one(client, hana, pair, consultation, django_assert_max_num_queries):
    people = [UserFactory() for _ in range(8)]
    for person in people:
        idea = IdeaFactory(consultation=consultation, status=Status.VOTING)
        vote_on_idea(user=person, idea=idea, value=1)
        propose_merge(user=person, source=idea, target=pair[0])
    client.force_login(hana)
    client.get("/desk/same/")
    with django_assert_max_num_queries(30):
        page = client.get("/desk/same/")
    assert page.content.decode().count("<article") == 8
