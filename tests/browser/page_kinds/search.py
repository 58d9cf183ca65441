"""The search."""

from search.indexing import index
from tests.factories import (
    ObservationFactory,
    TopicFactory,
)

from .table import Site, Visit, kind, plain

plain("search", "/search/")
plain("search-nothing", "/search/?q=우주선")
plain("search-tries", "/search/?q=제안함 우주선&exact=on")


@kind("search-results")
def search_results(site: Site) -> Visit:
    index(site.idea(topic=TopicFactory(name="교통")))
    index(ObservationFactory(author=site.mina, consultation=site.consultation))
    return Visit("/search/?q=버스")
