"""What every vote's request asks first comes in few statements, and says what Django would have said."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.models import Idea
from ideas.votable import votable_idea
from participation.consultations.models import Stage
from tests.factories import ConsultationFactory, IdeaFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staged():
    """An idea whose consultation votes for or against, after a stage that is over."""
    fields = {"hides_results": True, "votes_per_person": 3, "starts_at": timezone.now() - timedelta(days=1)}
    page = ConsultationFactory(stage="vote_both", stage_fields=fields, supporters_at_most=9, oppose_points=2)
    over = timezone.now() - timedelta(days=2)
    Stage.objects.create(page=page, kind="propose", starts_at=over - timedelta(days=5), ends_at=over)
    return IdeaFactory(consultation=page, voting=True, closes_at=timezone.now() + timedelta(days=3))


def known(thing):
    """What is there without asking again."""
    return {name: value for name, value in vars(thing).items() if not name.startswith("_")}


def test_it_is_found_with_its_consultation_and_stages_in_one_statement(staged, django_assert_num_queries):
    with django_assert_num_queries(1):
        idea = votable_idea(staged.pk)
        stages = idea.consultation.all_stages
        assert idea.consultation.stage_at() is stages[1]
        assert (idea.consultation.hides_results(), idea.consultation.live, stages[0].page) == (
            *(True, True),
            idea.consultation,
        )
    assert [stage.kind for stage in stages] == ["propose", "vote_both"]


def test_each_part_says_what_django_says(staged):
    idea = votable_idea(staged.pk)
    page = idea.consultation
    parts = [(idea, Idea.objects.get(pk=idea.pk)), (page, staged.consultation)]
    parts += [(stage, Stage.objects.get(pk=stage.pk)) for stage in page.all_stages]
    for part, whole in parts:
        said = {name: value for name, value in known(part).items() if name != "all_stages"}
        assert said == {name: getattr(whole, name) for name in said}


def test_what_is_left_out_is_read_when_it_is_asked_for(staged):
    assert votable_idea(staged.pk).title == staged.title


def test_a_consultation_without_stages_takes_no_votes(staged):
    Stage.objects.all().delete()
    assert votable_idea(staged.pk).consultation.all_stages == []


@pytest.mark.parametrize("pk", [0, -1, 10**9, 10**40])
def test_what_is_no_idea_is_none(pk, db):
    assert votable_idea(pk) is None
