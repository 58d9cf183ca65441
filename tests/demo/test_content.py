"""What the demo says is fit to be said, it moves no clock but its own, and it stays away from real people."""

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from ideas.actions.posting import Proposal
from participation.accounts.models import User
from participation.consultations.models import ConsultationPage
from participation.demo import clock, stories
from participation.demo.chronicle import Chronicle
from participation.events.models import Event
from tests.factories import IdeaFactory, UserFactory


def paragraphs(text: str) -> list[str]:
    return [line for line in re.split(r"\n+", text) if not line.startswith("#")]


def test_no_idea_repeats_another_one():
    seen: dict[str, str] = {}
    for story in stories.ideas():
        for line in [story.title, *paragraphs(story.body)]:
            for start in range(len(line) - 19):
                run = line[start : start + 20]
                assert seen.setdefault(run, story.key) == story.key, run


def test_every_text_is_fit_to_post():
    for story in stories.ideas():
        Proposal.cleaned(title=story.title, body=story.body, consultation=ConsultationPage()).check()


def test_names_of_topics_places_and_departments_are_in_english_too():
    city = stories.read("city")
    assert len(city["department"]) >= 10
    assert len(city["place"]) >= 10
    assert all(entry["english"] for kind in ("department", "topic", "place") for entry in city[kind])


@pytest.mark.django_db
def test_it_is_refused_where_real_people_take_part():
    with patch.object(settings, "DEMO_ALLOWED", False), pytest.raises(CommandError, match="public installation"):
        call_command("load_demo", verbosity=0)
    assert not User.objects.filter(email="citizen@example.org").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("made", [lambda: UserFactory(email="admin@example.org"), IdeaFactory])
def test_it_is_refused_where_somebody_else_is_already(made):
    made()
    with pytest.raises(CommandError):
        call_command("load_demo", verbosity=0)
    assert not Event.objects.filter(verb="demo.loaded").exists()


def test_the_clock_is_moved_for_defaults_of_models_and_put_back():
    moment = timezone.now() - timedelta(days=40)
    with clock.moved_to(moment):
        assert Event().created_at == moment
        assert timezone.localtime() == moment
    assert Event().created_at > moment


@pytest.mark.django_db
def test_an_interrupted_load_leaves_nothing_behind():
    with patch.object(Chronicle, "perform", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        call_command("load_demo", verbosity=0)
    assert not User.objects.filter(email="citizen@example.org").exists()
    assert not ConsultationPage.objects.filter(slug="vacant-houses").exists()
