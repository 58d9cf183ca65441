"""What every test may ask for: the databases, the cast, and the worker's deliveries."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase
from django.utils import translation

from tests.cast import *  # noqa: F403  # fixtures are found by their names here
from tests.databases import own_database


def pytest_configure(config: pytest.Config) -> None:
    """Each process of a parallel run has a Redis database of its own; static files come from their sources."""
    from django.conf import settings

    # Each test client would read the whole folder of a demo beside it.
    settings.STATIC_ROOT = ""
    # Tests of the search ask for it by name; all others search in the database.
    settings.ELASTICSEARCH_URL = ""
    if settings.REDIS_URL:
        number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
        settings.REDIS_URL = f"{settings.REDIS_URL.rsplit('/', 1)[0]}/{number}"
        settings.CACHES["default"]["LOCATION"] = settings.REDIS_URL


@pytest.fixture(autouse=True)
def nothing_left_over() -> Iterator[None]:
    """What one test counted or kept, and the language of its last page, is nothing to the next."""
    yield
    cache.clear()
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """A copy of the migrated template, for this process alone."""
    database = own_database()

    def restore(case: TransactionTestCase) -> None:
        # Django would empty every table, also of what the migrations put there (root page, groups, locale).
        database.restore()

    with django_db_blocker.unblock():
        database.create()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", restore)
        yield
    with django_db_blocker.unblock():
        database.drop()


@pytest.fixture
def deliver_all(db: None) -> Callable[[], int]:
    """Do what the worker would: deliver every event that is due, and those that this brings about."""
    from participation.events.outbox import deliver_due

    def deliver() -> int:
        delivered = 0
        while count := deliver_due():
            delivered += count
        return delivered

    return deliver
