"""Questions to the engine itself: the one inside the test database (the suite runs on both), and Elasticsearch."""

from search import finding
from search.engines import engine
from search.finding import Page


def find(query: str, **asked: object) -> Page:
    """Asked of the engine itself: a database that helps out would hide what it cannot do."""
    page = finding.find(query, **asked)  # type: ignore[arg-type]  # each test gives what it means
    assert page.engine == engine().name
    assert page.notice == ""
    return page


def numbers(page: Page) -> list[int]:
    return [hit.object_id for hit in page.hits]


def found(query: str, **asked: object) -> list[int]:
    return numbers(find(query, **asked))
