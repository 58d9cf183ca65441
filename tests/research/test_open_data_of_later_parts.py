"""Campaigns, stories, paper, evaluations and unusual votes as open data: what their pages show, no more."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageViewRestriction

from ideas.actions.answering import prepare_answer, publish_answer
from ideas.campaigns.actions import Theme, run_campaign
from ideas.campaigns.models import CampaignEntry
from ideas.changes.models import Story
from ideas.life import Status
from ideas.models import Idea
from ideas.paper.actions import check_sheet, enter_sheet
from ideas.paper.showing import paper_support
from ideas.ranking.actions import change_half_life
from participation.accounts.models import Capacity
from participation.datasets.registry import tables
from participation.desk.evaluations.actions import ask_evaluation, evaluate
from participation.desk.models import Evaluation
from participation.moderation.actions import hide
from participation.votes.patterns.models import CountingSettings, Pattern
from tests.datasets.packages import problems, rows_of
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SIGNED = [f"사람{number} 1990-01-{number:02}" for number in range(1, 5)]


def rows(name):
    (table,) = (table for table in tables() if table.name == name)
    return [dict(zip(table.names, row, strict=True)) for row in table.rows()]


@pytest.fixture
def campaign(suho, consultation):
    now = timezone.now()
    theme = Theme.cleaned(
        title="밤길을 밝게", text="문의는 office@example.org로", reward="버스 한 달 표", consultation=consultation,
        starts_at=now - DAY, ends_at=now + DAY,
    )  # fmt: skip
    return run_campaign(user=suho, theme=theme)


def answered(suho, idea):
    publish_answer(user=suho, answer=prepare_answer(user=suho, idea=idea, status=Status.ACCEPTED, reason="합니다."))


def test_campaigns_and_their_rewards_are_in_it(client, suho, hana, campaign, idea):
    """S85"""
    CampaignEntry.objects.create(campaign=campaign, idea=idea)
    answered(suho, idea)
    (told,) = rows("campaigns")
    assert (told["id"], told["title"]) == (campaign.pk, "밤길을 밝게")
    assert "office@" not in told["text"]
    assert client.get("/api/v1/campaigns").json()["count"] == len(rows("campaigns"))
    (entry,) = rows("campaign_ideas")
    assert (entry["campaign"], entry["idea"], entry["reward"]) == (campaign.pk, idea.pk, "버스 한 달 표")
    assert entry["rewarded_at"]
    hide(user=hana, target=idea, reason="광고")
    assert rows("campaign_ideas") == []


def test_stories_are_those_of_their_list(client, suho, idea, hana):
    """S85"""
    answered(suho, idea)
    draft = Story.objects.create(idea=idea, words="아직 쓰는 글")
    assert rows("stories") == []
    Idea.objects.filter(pk=idea.pk).update(status=Status.DONE)
    (told,) = rows("stories")
    assert (told["idea"], told["words"], told["published_at"]) == (idea.pk, None, None)
    Story.objects.filter(pk=draft.pk).update(
        words="등을 달았습니다.", html="<p>등을 달았습니다.</p>", published_at=timezone.now()
    )
    (told,) = rows("stories")
    assert told["words"] == "등을 달았습니다."
    assert "등을 달았습니다." in client.get(urlsplit(told["url"]).path).text
    hide(user=hana, target=idea, reason="광고")
    assert rows("stories") == []


def test_stories_need_a_constant_number_of_queries(django_assert_max_num_queries):
    for _ in range(5):
        IdeaFactory(status=Status.DONE, answered_at=timezone.now())
    with django_assert_max_num_queries(3):
        assert len(rows("stories")) == 5


def test_signatures_on_paper_are_numbers_alone(suho, transport, idea, consultation, tmp_path):
    """S45, S85"""
    sheet = enter_sheet(user=suho, idea=idea, number="가-1", lines=SIGNED)
    assert rows("signature_sheets") == []
    check_sheet(user=UserFactory(official=True, department=transport), sheet=sheet)
    assert rows("signature_sheets") == [{"idea": idea.pk, "sheets": 1, "support": 4}]
    assert paper_support(Idea.objects.get(pk=idea.pk)) == 4
    consultation.stages.update(hides_results=True, ends_at=timezone.now() + DAY)
    assert rows("signature_sheets") == [{"idea": idea.pk, "sheets": 1, "support": None}]
    call_command("export_open_data", str(tmp_path), verbosity=0)
    for path in tmp_path.glob("*.*"):
        assert b"1990-01-" not in path.read_bytes(), path.name
        assert "사람1".encode() not in path.read_bytes(), path.name


@pytest.mark.parametrize("goes_public", [True, False])
def test_evaluations_are_in_it_once_they_are_published_with_an_answer(client, suho, transport, mina, goes_public):
    """S52, S85"""
    idea = IdeaFactory(author=mina, department=transport, owed=True)
    expert = UserFactory(capacity=Capacity.EXPERT, public_name="누리")
    due = timezone.localdate() + 7 * DAY
    ask_evaluation(user=suho, idea=idea, people=[expert], due_on=due, goes_public=goes_public)
    evaluate(user=expert, evaluation=Evaluation.objects.get(), scores=[5, 4, 3, 0], words="밖에 말하지 않는 말")
    assert rows("evaluations") == []
    answered(suho, idea)
    told = rows("evaluations")
    shown = client.get(f"/api/v1/ideas/{idea.pk}/evaluations").json()["items"]
    assert [(row["criterion"], row["mean"], row["scores"]) for row in told] == [
        (each["name"], each["mean"], each["scores"]) for item in shown for each in item["means"]
    ]
    assert [row["mean"] for row in told] == ([5.0, 4.0, 3.0, None] if goes_public else [])
    assert "누리" not in str(told)
    assert "말하지 않는" not in str(told)


def test_unusual_votes_are_in_it_where_the_site_shows_them(idea, hana):
    """S35, S85"""
    Idea.objects.filter(pk=idea.pk).update(support_count=20)
    Pattern.objects.create(content_type=ContentType.objects.get_for_model(Idea), object_id=idea.pk, unusual=12)
    assert rows("unusual_votes") == []
    CountingSettings.objects.create(is_public=True)
    (told,) = rows("unusual_votes")
    assert (told["id"], told["number"], told["unusual"], told["support"]) == (f"idea/{idea.pk}", idea.pk, 12, 20)
    hide(user=hana, target=idea, reason="광고")
    assert rows("unusual_votes") == []


def test_unusual_votes_are_told_of_nobody_while_results_are_hidden(idea, consultation):
    """S35"""
    Pattern.objects.create(content_type=ContentType.objects.get_for_model(Idea), object_id=idea.pk, unusual=12)
    CountingSettings.objects.create(is_public=True)
    consultation.stages.update(hides_results=True, ends_at=timezone.now() + DAY)
    assert rows("unusual_votes") == []


def test_how_many_support_the_present_text_is_in_it(idea):
    Idea.objects.filter(pk=idea.pk).update(support_count=7, earlier_support=2)
    (row,) = rows("ideas")
    assert (row["support"], row["present"]) == (7, 5)


def test_all_of_it_is_a_valid_package(suho, campaign, idea, transport, tmp_path):
    CampaignEntry.objects.create(campaign=campaign, idea=idea)
    sheet = enter_sheet(user=suho, idea=idea, number="가-1", lines=SIGNED)
    check_sheet(user=UserFactory(official=True, department=transport), sheet=sheet)
    call_command("export_open_data", str(tmp_path), verbosity=0)
    assert problems(tmp_path) == []
    assert len(rows_of(tmp_path, "campaign_ideas")) == len(rows_of(tmp_path, "signature_sheets")) == 1


def test_changes_of_half_lives_are_told_of_what_everybody_sees(client, admin, consultation):
    """S33, S85: the log on the page and the table agree, and a consultation behind a sign-in is in neither."""
    behind = ConsultationFactory()
    for page, days in ((None, 9), (consultation, 30), (behind, 40)):
        change_half_life(user=admin, consultation=page, days=days, reason="한 주로는 짧습니다.")
    PageViewRestriction.objects.create(page=behind, restriction_type=PageViewRestriction.LOGIN)
    told = [(row["consultation"], row["before"], row["after"]) for row in rows("half_life_changes")]
    assert told == [(None, 7, 9), (consultation.pk, 9, 30)]
    assert len(client.get("/api/v1/orders").json()["changes"]) == 2
    assert behind.title not in client.get("/ideas/orders/").text


def test_the_rules_of_votes_are_in_it():
    page = ConsultationFactory(
        supporters_at_most=100, oppose_points=2, stage_fields={"votes_per_person": 10, "votes_at_least": 3}
    )
    [told] = [row for row in rows("consultations") if row["id"] == page.pk]
    assert (told["supporters_at_most"], told["takes_more"], told["oppose_points"]) == (100, False, 2)
    limited = [
        (row["votes_per_person"], row["votes_at_least"]) for row in rows("stages") if row["consultation"] == page.pk
    ]
    assert (10, 3) in limited
