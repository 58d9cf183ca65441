"""How the server holds its database: opening it costs as much as a vote, so it stays open between requests."""

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.db.backends.signals import connection_created
from django.test import RequestFactory


@pytest.fixture
def opened():
    """A growing list with one entry for each time that the database is opened."""
    times = []

    def note(**_):
        times.append(1)

    connection_created.connect(note)
    yield times
    connection_created.disconnect(note)


@pytest.mark.django_db(transaction=True)
def test_the_database_stays_open_between_requests(opened):
    site = get_wsgi_application()

    def begin(*_):
        """Takes the head of an answer and is told nothing by it."""

    def ask():
        environment = RequestFactory().get("/ideas/", headers={"host": "testserver"}).environ
        answer = site(environment, begin)
        b"".join(answer)
        answer.close()

    connection.close()
    for _ in range(3):
        ask()
    assert len(opened) == 1
