"""The demo reads like a real city's site, is sound inside, and is loaded once."""

import io
from collections import Counter

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from voting.models import Vote

from ideas import counts
from ideas.changes.models import Story
from ideas.life import Status
from ideas.lifeline import lifeline
from ideas.models import Answer, Draft, Idea, IdeaVersion, Observation
from ideas.paper.actions import totals_of
from ideas.paper.models import SignatureSheet
from ideas.paper.showing import paper_support
from ideas.results.models import Result
from participation.accounts.desk import sections_of
from participation.accounts.models import User
from participation.consultations.models import ConsultationPage
from participation.demo import stories
from participation.demo.people import PASSWORD, roles
from participation.events.models import Delivery, Event
from participation.moderation.models import Report
from participation.notifications.mailing import send_due_mail
from participation.research.sets.counting import count_waiting_words, told_of
from participation.research.sets.models import WordCount
from participation.votes.patterns.models import Pattern
from participation.votes.patterns.showing import share_for
from search.models import SearchDoc

# One load tells half a year: on a busy machine that takes a while.
pytestmark = pytest.mark.timeout(300)


def load() -> str:
    said = io.StringIO()
    call_command("load_demo", stdout=said, verbosity=0)
    return said.getvalue()


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo, loaded once for all tests of this file and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load()
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db):
    return loaded


def test_each_account_of_the_cast_is_named_with_its_password(demo):
    lines = demo.splitlines()
    for role in ("citizen", "citizen2", "official", "moderator", "admin"):
        assert f"{role}: {role}@example.org / {PASSWORD}" in lines
    for account in roles():
        assert User.objects.get(email=account.email).check_password(PASSWORD)
        assert EmailAddress.objects.filter(email=account.email, verified=True, primary=True).exists()


def test_ideas_are_in_every_state_that_something_written_here_can_have(demo):
    assert Idea.objects.count() >= 66
    found = Counter(Idea.objects.values_list("status", flat=True))
    assert set(found) == set(Status.values) - {Status.ANSWERED}
    assert Idea.objects.exclude(hidden_at=None).count() == 1
    assert Idea.objects.filter(language="en").count() >= 8


def test_the_words_of_what_the_citizen_cites_are_counted_by_the_worker(demo):
    assert count_waiting_words() == 1
    told = told_of(WordCount.objects.get(kept__owner__email="citizen@example.org"))
    assert told.words
    assert told.periods


def test_one_answer_is_due_in_four_days_and_one_is_late(demo):
    days = [idea.days_to_answer for idea in Idea.objects.owed()]
    assert 4 in days
    assert any(idea.is_overdue for idea in Idea.objects.owed())


def test_tallies_are_the_votes(demo):
    kind = ContentType.objects.get_for_model(Idea)
    cast = Counter(Vote.objects.filter(content_type=kind).values_list("object_id", "vote"))
    for idea in Idea.objects.all():
        assert (idea.support_count, idea.oppose_count) == (cast[str(idea.pk), 1], cast[str(idea.pk), -1]), idea.title
    kind = ContentType.objects.get_for_model(Observation)
    agreed = Counter(Vote.objects.filter(content_type=kind).values_list("object_id", flat=True))
    for observation in Observation.objects.all():
        assert observation.agree_count == agreed[str(observation.pk)]


def test_every_story_got_the_support_it_tells_of(demo):
    rush = stories.read("rush")
    came = {rush["idea"]: len(rush["names"])}
    told = {story.title: (story.support + came.get(story.key, 0), story.oppose) for story in stories.ideas()}
    one = Idea.objects.get(holds_others=True)
    assert one.support_count > told.pop(one.title)[0], "others came along with a merged idea"
    clicked = Idea.objects.filter(split_from=None, at_counter=None).exclude(pk=one.pk)
    assert told == {idea.title: (idea.support_count - paper_support(idea), idea.oppose_count) for idea in clicked}


def test_of_the_sheet_that_was_checked_those_who_had_voted_are_not_counted_again(demo):
    """S45."""
    counted = SignatureSheet.objects.get(state="counted")
    assert {name: count for name, count in totals_of(counted).items() if count} == {
        "added": 11,
        "already": 3,
        "unreadable": 1,
    }


def test_results_and_stories_are_told(demo):
    """S53."""
    shared = Result.objects.annotate(count=Count("ideas")).get(count=2)
    assert {(idea.status, idea.progress) for idea in shared.ideas.all()} == {("in_progress", shared.percent)}
    assert any(report.is_correction for report in shared.reports.all())
    official = User.objects.get(email="official@example.org")
    waiting = {section.name: section.count for section in sections_of(official)}
    assert waiting["results"] == "1", "a step that is late waits at the desk"
    assert Story.objects.filter(published_at__isnull=False).count() == 3
    assert Story.objects.exclude(photo="").exclude(photo_alt="").count() == 2


def test_the_counts_of_lists_are_right(demo):
    assert counts.recount() == 0


def test_every_idea_has_a_life_in_order_and_in_the_past(demo):
    assert not Event.objects.filter(created_at__gt=timezone.now()).exists()
    moments = list(Event.objects.order_by("pk").values_list("created_at", flat=True))
    assert moments == sorted(moments)
    for idea in Idea.objects.all():
        assert lifeline(idea, AnonymousUser())


def test_versions_and_answers_carry_the_moment_of_the_story(demo):
    for version in IdeaVersion.objects.filter(number=1).select_related("idea"):
        assert version.created_at == version.idea.created_at
    answer = Answer.objects.published().order_by("published_at").first()
    assert answer.published_at.date() == answer.created_at.date() < timezone.localdate()
    assert IdeaVersion.objects.filter(number__gt=1).exists()


def test_consultations_are_in_different_stages_and_in_both_languages(demo):
    pages = ConsultationPage.objects.live()
    kinds = {stage.kind if (stage := page.stage_at()) else "" for page in pages}
    assert {"observe", "propose", "open", "vote", ""} <= kinds
    assert all(page.words.filter(language="en").count() == 1 for page in pages)


def test_observations_are_there_some_with_pictures_and_words_for_them(demo):
    assert Observation.objects.count() >= 30
    pictured = Observation.objects.exclude(photo="")
    assert pictured.count() >= 5
    assert all(observation.photo_alt and observation.thumbnail for observation in pictured)
    assert Idea.objects.exclude(observations=None).exists()


def test_moderators_and_the_citizen_have_something_to_do(demo):
    assert Report.objects.open().count() == 2
    assert Draft.objects.filter(author__email="citizen@example.org", idea=None).count() == 1


def test_officials_see_which_votes_came_in_an_unusual_way_and_the_public_does_not(demo):
    idea = Idea.objects.get(title=next(story.title for story in stories.ideas() if story.key == "skate-corner"))
    official = User.objects.get(email="official@example.org")
    share = share_for(official, idea)
    assert (share.unusual, share.support) == (14, 30)
    assert share_for(AnonymousUser(), idea) is None
    assert Pattern.objects.filter(unusual__gt=0).count() == 1, "all others came as votes usually do"


def test_nobody_is_mailed_about_the_invented_past(demo, mailoutbox):
    assert not Delivery.objects.exists()
    assert send_due_mail() == 0
    assert mailoutbox == []


def test_the_search_knows_every_idea_and_its_votes(demo):
    known = dict(SearchDoc.objects.filter(kind="idea").values_list("object_id", "votes"))
    assert known == dict(Idea.objects.values_list("pk", "support_count"))


def test_loading_again_changes_nothing_and_names_the_accounts(demo):
    before = Event.objects.count()
    assert load() == demo
    assert Event.objects.count() == before


def test_the_official_finds_work_of_every_kind_at_the_desk(demo):
    official = User.objects.get(email="official@example.org")
    waiting = {section.name: section.number for section in sections_of(official)}
    kinds = ("ideas_owed", "ideas_assigned", "ideas_approval", "ideas_prepared", "absences")
    assert {kind: waiting[kind] for kind in kinds if not waiting[kind]} == {}
    expert = User.objects.get(email="expert@example.org")
    assert [section.name for section in sections_of(expert)] == ["evaluations"]
