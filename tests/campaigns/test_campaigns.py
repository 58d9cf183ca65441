"""Campaigns: a theme for a while, a ranking within it, and the reward of what is adopted."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine as machine
from django.utils import timezone

from ideas.actions.answering import prepare_answer, publish_answer
from ideas.actions.posting import Proposal, submit_idea
from ideas.actions.voting import vote_on_idea
from ideas.campaigns.actions import Theme, enter_idea, run_campaign
from ideas.campaigns.models import Campaign, CampaignEntry
from ideas.campaigns.showing import ranking
from ideas.life import Status
from ideas.merging.actions import merge_ideas
from ideas.models import Idea
from participation.errors import Invalid, NotAllowed, StageClosed
from participation.events.models import Event
from participation.notifications.models import Notice
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory

DAY = timedelta(days=1)
ATOM = "{http://www.w3.org/2005/Atom}"


def theme(consultation, **changes) -> Theme:
    now = timezone.now()
    fields: dict[str, Any] = {"starts_at": now - DAY, "ends_at": now + 7 * DAY, "reward": "버스 한 달 표"}
    return Theme.cleaned(
        title="밤길을 밝게", text="밤길을 밝히는 제안을 찾습니다.", consultation=consultation, **fields | changes
    )


@pytest.fixture
def campaign(suho, consultation):
    return run_campaign(user=suho, theme=theme(consultation))


@pytest.fixture
def posted(campaign, mina, consultation):
    words = {"title": "골목 가로등을 늘려 주세요", "body": "밤에 골목이 어두워 무섭습니다. 두 곳만 밝혀 주세요."}
    return submit_idea(user=mina, proposal=Proposal.cleaned(**words, consultation=consultation))


def answer(suho, idea, status):
    publish_answer(
        user=suho, answer=prepare_answer(user=suho, idea=Idea.objects.get(pk=idea.pk), status=status, reason="네.")
    )


def test_posting_into_the_theme_is_taking_part(client, campaign, posted):
    assert [row.idea for row in ranking(campaign)] == [posted]
    assert posted.title in client.get(campaign.get_absolute_url()).text
    assert campaign.title in client.get(posted.get_absolute_url()).text
    elsewhere = ConsultationFactory()
    words = {"title": "공원 의자를 고쳐 주세요", "body": "의자가 부서져 앉을 수 없습니다. 고쳐 주세요."}
    submit_idea(user=UserFactory(), proposal=Proposal.cleaned(**words, consultation=elsewhere))
    assert CampaignEntry.objects.count() == 1


def test_the_ranking_counts_what_came_within_the_period(suho, joon, consultation):
    early, late = (IdeaFactory(consultation=consultation, voting=True, support_count=0) for _ in range(2))
    with machine.travel(timezone.now() - 5 * DAY):
        consultation.stages.update(starts_at=timezone.now() - DAY)
        for idea in (early, late):
            idea.refresh_from_db()
        for _ in range(3):
            vote_on_idea(user=UserFactory(), idea=Idea.objects.get(pk=early.pk), value=1)
    campaign = run_campaign(user=suho, theme=theme(consultation))
    for idea in (early, late):
        enter_idea(user=suho, campaign=campaign, idea=idea)
    vote_on_idea(user=joon, idea=Idea.objects.get(pk=late.pk), value=1)
    assert [(row.idea, row.support) for row in ranking(campaign)] == [(late, 1), (early, 0)]


def test_what_was_merged_stands_in_the_ranking_through_the_other_idea_alone(campaign, posted, hana, suho, consultation):
    other = IdeaFactory(consultation=consultation, status=Status.VOTING)
    enter_idea(user=suho, campaign=campaign, idea=other)
    merge_ideas(user=hana, source=Idea.objects.get(pk=posted.pk), target=other, reason="같은 제안입니다.")
    assert [row.idea for row in ranking(campaign)] == [other]


def test_adopted_ideas_are_rewarded_and_their_authors_told(client, suho, mina, campaign, posted, deliver_all):
    answer(suho, posted, Status.ACCEPTED)
    entry = CampaignEntry.objects.get()
    assert (entry.reward, entry.rewarded_at is not None) == ("버스 한 달 표", True)
    deliver_all()
    assert Notice.objects.filter(user=mina, event__verb="idea.rewarded").count() == 1
    page = client.get(f"/en/campaigns/{campaign.slug}/").text
    parts = ("Reward for adopted ideas", "Adopted and rewarded", "Most supported in this time")
    places = [page.index(part) for part in parts]
    assert places == sorted(places), "what is to be won and the way to propose come before a long list, also on a phone"
    run_campaign(user=suho, theme=theme(posted.consultation, reward="감사패"), campaign=campaign)
    assert CampaignEntry.objects.get().reward == "버스 한 달 표", "what was promised then"
    answer(suho, posted, Status.DECLINED)
    assert CampaignEntry.objects.get().rewarded_at is None
    assert Event.objects.filter(verb="idea.reward_withdrawn").exists()


def test_declined_ideas_are_not_rewarded(suho, posted):
    answer(suho, posted, Status.DECLINED)
    assert CampaignEntry.objects.get().rewarded_at is None


@pytest.mark.parametrize(("starts", "ends", "state"), [(1, 2, "coming"), (-1, 1, "running"), (-2, -1, "over")])
def test_before_within_and_after(client, suho, mina, consultation, starts, ends, state):
    now = timezone.now()
    campaign = run_campaign(
        user=suho, theme=theme(consultation, starts_at=now + starts * DAY, ends_at=now + ends * DAY)
    )
    assert campaign.state == state
    assert client.get(campaign.get_absolute_url()).status_code == 200
    assert (campaign.title in client.get("/").text) == (state == "running")
    assert (campaign.title in client.get("/ideas/").text) == (state == "running")
    idea = IdeaFactory(author=mina, consultation=consultation)
    if state == "running":
        enter_idea(user=mina, campaign=campaign, idea=idea)
    else:
        with pytest.raises(StageClosed):
            enter_idea(user=mina, campaign=campaign, idea=idea)


def test_who_may_run_and_enter(mina, joon, idea, campaign, consultation):
    with pytest.raises(NotAllowed):
        run_campaign(user=mina, theme=theme(consultation))
    with pytest.raises(NotAllowed):
        enter_idea(user=joon, campaign=campaign, idea=idea)
    enter_idea(user=mina, campaign=campaign, idea=idea)
    with pytest.raises(Invalid):
        enter_idea(user=mina, campaign=campaign, idea=IdeaFactory(author=mina))


@pytest.mark.parametrize(
    ("changes", "field"), [({"reward": " "}, "reward"), ({"ends_at": timezone.now() - 9 * DAY}, "ends_at")]
)
def test_a_campaign_that_says_nothing_is_refused(suho, consultation, changes, field):
    with pytest.raises(Invalid) as refused:
        run_campaign(user=suho, theme=theme(consultation, **changes))
    assert set(refused.value.errors) == {field}
    assert not Campaign.objects.exists()


def test_hidden_ideas_and_hidden_results_tell_nothing(client, suho, posted, campaign, consultation):
    """S35."""
    Idea.objects.update(hidden_at=timezone.now())
    assert ranking(campaign) == []
    Idea.objects.update(hidden_at=None)
    consultation.stages.update(hides_results=True, ends_at=timezone.now() + DAY)
    fresh = Campaign.objects.get(pk=campaign.pk)
    assert [row.support for row in ranking(fresh)] == [None]


def test_an_official_announces_and_an_author_enters_on_the_pages(client, suho, mina, idea, consultation):
    client.force_login(suho)
    today = timezone.localdate()
    form = {"title": "밤길을 밝게", "text": "찾습니다.", "reward": "버스 표", "consultation": consultation.pk}
    days = {"starts_at": today.isoformat(), "ends_at": today.isoformat()}
    assert client.post("/desk/campaigns/new/", form).status_code == 422
    client.post("/desk/campaigns/new/", form | days)
    campaign = Campaign.objects.get()
    assert campaign.state == "running"
    client.post(f"/desk/campaigns/{campaign.slug}/", form | days | {"reward": "감사패"})
    assert Campaign.objects.get().reward == "감사패"
    client.force_login(mina)
    client.post(f"{campaign.get_absolute_url()}enter/", {"idea": idea.pk})
    assert [row.idea for row in ranking(campaign)] == [idea]


def test_programs_announce_read_and_enter(visitor, token_for, suho, mina, idea, consultation):
    now = timezone.now()
    body = {"title": "밤길", "text": "찾습니다.", "reward": "버스 표", "consultation": consultation.slug,
            "starts": (now - DAY).isoformat(), "ends": (now + DAY).isoformat()}  # fmt: skip
    made = token_for(suho).post("/campaigns", body)
    assert made.status_code == 201, made.content
    slug = made.json()["slug"]
    assert token_for(mina).put(f"/campaigns/{slug}/ideas/{idea.pk}").json()["idea"] == idea.pk
    assert [row["idea"] for row in visitor.get(f"/campaigns/{slug}").json()["ranking"]] == [idea.pk]
    assert visitor.get("/campaigns").json()["count"] == 1
    assert token_for(suho).put(f"/campaigns/{slug}", body | {"reward": "감사패"}).json()["reward"] == "감사패"
    assert token_for(mina).post("/campaigns", body).status_code == 403


def test_the_desk_leads_whoever_may_announce_one_to_the_campaigns(client, suho, campaign):
    client.force_login(suho)
    assert 'href="/campaigns/"' in client.get("/desk/").text.split("<footer")[0]
    form = client.get("/desk/campaigns/new/").text
    assert "마지막 날" in form
    assert "오늘 마감" not in form


def test_campaigns_have_a_feed_that_tells_of_changes(client, suho, campaign, time_machine):
    def feed(**headers):
        return client.get("/feeds/campaigns.atom?lang=ko", headers=headers)

    def entry():
        return ElementTree.fromstring(feed().content).find(f"{ATOM}entry")

    assert "/feeds/campaigns.atom" in client.get("/campaigns/").text
    first = entry()
    assert first.findtext(f"{ATOM}title") == campaign.title
    assert first.find(f"{ATOM}link").get("href").endswith(campaign.get_absolute_url())
    assert "보상: 버스 한 달 표" in first.findtext(f"{ATOM}summary")
    seen = feed().headers["Last-Modified"]
    assert feed(**{"If-Modified-Since": seen}).status_code == 304
    time_machine.move_to(timezone.now() + timedelta(hours=1))
    run_campaign(user=suho, theme=theme(campaign.consultation, reward="감사패"), campaign=campaign)
    assert feed(**{"If-Modified-Since": seen}).status_code == 200
    later = entry()
    assert "감사패" in later.findtext(f"{ATOM}summary")
    assert later.findtext(f"{ATOM}id") == first.findtext(f"{ATOM}id")
    assert later.findtext(f"{ATOM}updated") > first.findtext(f"{ATOM}updated")


def test_the_feed_needs_few_queries(client, suho, consultation, django_assert_max_num_queries):
    for _ in range(4):
        run_campaign(user=suho, theme=theme(consultation))
    client.get("/feeds/campaigns.atom")
    with django_assert_max_num_queries(2):
        assert client.get("/feeds/campaigns.atom").text.count("<entry>") == 4
