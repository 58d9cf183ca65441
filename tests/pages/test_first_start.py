"""What a first installation has before anybody did anything."""

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, Site

from participation.consultations.models import ConsultationPage, Place, Topic
from participation.consultations.stages import Power
from participation.pages.models import HomePage

pytestmark = pytest.mark.django_db


def test_the_site_begins_with_our_page_and_wagtail_s_welcome_is_gone():
    assert isinstance(Site.objects.get(is_default_site=True).root_page.specific, HomePage)
    assert not Page.objects.filter(title__startswith="Welcome").exists()


def test_the_tree_of_pages_is_sound():
    assert Page.find_problems() == ([], [], [], [], [])


def test_the_suggestion_box_takes_ideas_without_end():
    box = ConsultationPage.objects.get(is_suggestion_box=True)
    assert box.slug == "suggestion-box"
    assert box.allows(Power.SUBMIT)
    assert box.allows(Power.SUPPORT)
    assert box.stage_at().ends_at is None
    assert box.department is not None


def test_there_are_topics_of_two_levels_and_the_whole_area():
    assert Topic.objects.filter(parent=None).count() >= 5
    assert Topic.objects.exclude(parent=None).filter(parent__parent=None).exists()
    assert Place.objects.get().translations["en"] == "The whole area"


@pytest.mark.parametrize(
    ("path", "korean", "english"),
    [
        ("/", "정하고, 답을 듣는 곳", "and hear the answer"),
        ("/consultations/", "참여 주제", "Consultations"),
        ("/consultations/suggestion-box/", "언제나 열려 있습니다", "Always open"),
        ("/principles/", "참여 원칙", "Principles"),
        ("/privacy/", "개인정보 처리", "Privacy"),
        ("/accessibility/", "접근성", "Accessibility"),
    ],
)
def test_each_first_page_stands_in_both_languages(client, path, korean, english):
    """S89"""
    assert korean in client.get(path).content.decode()
    page = client.get(f"/en{path}").content.decode()
    assert english in page
    assert '<html lang="en"' in page
    assert "has not been translated" not in page


def test_pages_that_every_page_links_to_have_names(client):
    names = ["home", "consultations", "legal:principles", "legal:privacy", "legal:accessibility"]
    for language in ("ko", "en"):
        with translation.override(language):
            assert [client.get(reverse(name)).status_code for name in names] == [200] * 5
