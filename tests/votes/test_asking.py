"""A vote's statements are planned once for each connection, where that is possible and wanted."""

import pytest
from django.db import connection

from ideas.actions.voting import vote_on_idea
from ideas.models import Idea
from tests.factories import UserFactory

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="planned by PostgreSQL alone")


def prepared():
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return sum("INSERT INTO votes" in statement for (statement,) in cursor.fetchall())


@on_postgresql
@pytest.mark.django_db
@pytest.mark.parametrize("wanted", [False, True])
def test_planned_once_where_it_is_wanted(wanted, idea, settings):
    settings.PREPARED_STATEMENTS = wanted
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    connection.connection._prepared.clear()
    for person in UserFactory.create_batch(3):
        vote_on_idea(user=person, idea=Idea.objects.select_related("consultation").get(pk=idea.pk), value=1)
    assert Idea.objects.get(pk=idea.pk).support_count == 3
    assert prepared() == int(wanted)
