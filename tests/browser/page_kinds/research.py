"""The researcher's desk."""

from datetime import timedelta

from django.utils import timezone

from search.indexing import index
from tests.factories import (
    IdeaFactory,
    ObservationFactory,
    UserFactory,
)

from .table import Site, Visit, kind, plain

plain("research", "/research/")
plain("research-alike-nothing", "/research/alike/")
plain("research-people-few", "/research/people/")
plain("research-beside-nothing", "/research/beside/")
plain("research-time-nothing", "/research/time/?q=우주선")


@kind("research-time")
def research_time(site: Site) -> Visit:
    for number in range(3):
        index(site.idea(title=f"버스 {number}", created_at=timezone.now() - timedelta(days=40 * number)))
    return Visit("/research/time/?q=버스&with=제안")


@kind("research-words")
def research_words(site: Site) -> Visit:
    for number in range(6):
        index(site.idea(title=f"버스 정류장 {number}"))
        index(
            site.idea(
                title=f"공원 의자 {number}", body="앉을 곳이 없습니다.", created_at=timezone.now() - timedelta(days=60)
            )
        )
    return Visit("/research/words/?q=버스 OR 공원")


@kind("research-people")
def research_people(site: Site) -> Visit:
    for times in (1, 2) * 5:
        _posted(site, times)
    return Visit("/research/people/?q=버스")


@kind("research-people-as-one")
def research_people_as_one(site: Site) -> Visit:
    for times in (1, 1, 1, 2, 7):
        _posted(site, times)
    return Visit("/research/people/?q=버스")


def _posted(site: Site, times: int) -> None:
    author = UserFactory()
    for _ in range(times):
        index(IdeaFactory(title="버스", author=author, consultation=site.consultation))


@kind("research-beside")
def research_beside(site: Site) -> Visit:
    index(site.idea(title="버스 요금"))
    index(ObservationFactory(text="지하철 버스", author=site.mina, consultation=site.consultation))
    return Visit("/research/beside/?q=버스&with=지하철")


@kind("research-alike")
def research_alike(site: Site) -> Visit:
    ideas = [site.idea(title=f"심야버스 정류장 {word}") for word in ("의자", "지붕")]
    for idea in ideas:
        index(idea)
    return Visit(f"/research/alike/?like=idea:{ideas[0].pk}")


@kind("research-documents")
def research_documents(site: Site) -> Visit:
    index(site.idea())
    return Visit("/research/?q=버스")
