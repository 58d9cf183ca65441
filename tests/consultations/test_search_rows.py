"""Consultations in the search: while they are live and open to everybody, in each language that they are said in."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.models import PageViewRestriction

from participation.consultations import names
from participation.consultations.models import ConsultationTranslation
from search.finding import find
from search.indexing import rebuild
from search.models import SearchDoc
from tests.factories import ConsultationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def crossing(transport):
    page = ConsultationFactory(title="건널목 조사", intro="위험한 건널목을 찾습니다.", department=transport)
    page.words.add(ConsultationTranslation(language="en", title="Crossing survey", intro="Where is it dangerous?"))
    page.save()
    return page


def found(words: str) -> list[str]:
    return [hit.title for hit in find(words).hits if hit.kind == "consultation"]


def test_a_consultation_is_found_by_its_title_its_text_and_its_department(crossing):
    assert found("건널목") == found("위험한") == found("부서:교통과 조사") == ["건널목 조사"]
    (hit,) = find("종류:consultation 건널목").hits
    assert (hit.url, hit.consultation_id) == (crossing.url, crossing.pk)


def test_it_is_found_by_the_words_of_each_language_and_shown_in_the_readers(crossing):
    """S89."""
    assert found("crossing") == ["건널목 조사"]
    with override("en"):
        (hit,) = find("dangerous").hits
        assert (hit.title, hit.snippet) == ("Crossing survey", "Where is it <mark>dangerous</mark>?")


def test_a_draft_and_a_change_not_yet_published_are_not_found(crossing):
    """S73."""
    crossing.title = "비밀 계획"
    crossing.save_revision()
    assert found("비밀") == []
    crossing.get_latest_revision().publish()
    assert found("비밀") == ["비밀 계획"]
    ConsultationFactory(title="아직 초안", live=False)
    assert found("초안") == []


def test_what_is_unpublished_deleted_or_behind_a_password_is_not_found(crossing):
    """S73."""
    crossing.unpublish()
    assert found("건널목") == []
    crossing.save_revision().publish()
    assert found("건널목") == ["건널목 조사"]
    restriction = PageViewRestriction.objects.create(
        page=crossing.get_parent(), restriction_type=PageViewRestriction.LOGIN
    )
    assert found("건널목") == []
    restriction.delete()
    assert found("건널목") == ["건널목 조사"]
    crossing.delete()
    assert found("건널목") == []


def test_a_new_site_finds_its_suggestion_box():
    assert found("제안함") == ["제안함"]


def test_the_names_of_departments_are_read_once_for_many_pages(crossing, transport):
    transport.translations = {"en": "Transport"}
    transport.save()
    first = find("건널목")
    with CaptureQueriesContext(connection) as statements:
        again = find("건널목")
    assert [facet.label for facet in again.facets["department"]] == ["교통과"]
    assert again.facets == first.facets
    assert not [each["sql"] for each in statements if "accounts_department" in each["sql"]]
    with override("en"):
        assert [facet.label for facet in find("건널목").facets["department"]] == ["Transport"]


def test_a_new_name_shows_within_seconds(crossing, transport):
    find("건널목")
    transport.name = "보행과"
    transport.save()
    cache.delete(names.EPOCH)
    assert [facet.label for facet in find("건널목").facets["department"]] == ["보행과"]


def test_a_rebuild_writes_the_same_rows(crossing):
    def rows():
        return list(SearchDoc.objects.order_by("kind", "object_id").values_list("kind", "object_id", "title_terms"))

    rebuild()
    before = rows()
    rebuild()
    assert rows() == before
    assert ("consultation", crossing.pk) in {row[:2] for row in before}
