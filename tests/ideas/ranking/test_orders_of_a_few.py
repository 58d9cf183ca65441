"""Lists of a small consultation beside a large one: none of the large one's ideas are walked through."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.listing import SORTS, Wanted, list_page
from ideas.models import Idea
from ideas.ranking.half_life import half_lives
from tests.factories import ConsultationFactory

pytestmark = pytest.mark.django_db

OWN = {index.name for index in Idea._meta.indexes if index.fields and index.fields[0] == "consultation"}
# Of the foreign key: where few rows are sorted as quickly as they are read in order.
OWN.add("ideas_idea_consultation_id_d300dedd")


@pytest.fixture
def small(mina):
    """Six hundred ideas that hardly anybody supports any more, older than the three thousand of another."""
    large, small = ConsultationFactory(), ConsultationFactory()
    now = timezone.now()
    Idea.objects.bulk_create(written(large, mina, now - timedelta(minutes=n), 50 + n) for n in range(3_000))
    Idea.objects.bulk_create(written(small, mina, now - timedelta(days=900, minutes=n), n % 3) for n in range(600))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return small


def written(page, author, when, support):
    idea = Idea(author=author, consultation=page, title="제안", slug="-", threshold=100, created_at=when)
    idea.support_count, idea.oppose_count = support, support // 2
    half_lives().place(idea)
    return idea


def plan_of(sql):
    with connection.cursor() as cursor:
        cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + sql)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


@pytest.mark.parametrize("sort", [sort for sort in SORTS if sort not in {"needs_answer", "answered"}])
def test_each_order_of_a_small_consultation_touches_its_ideas_alone(small, joon, sort):
    """S32, S33."""
    wanted = Wanted(sort=sort, consultation=small.pk, seed="7" if sort == "random" else "")
    with CaptureQueriesContext(connection) as asked:
        page = list_page(wanted, reader=joon)
    assert len(page.ideas) == 25
    lists = [each["sql"] for each in asked.captured_queries if 'FROM "ideas_idea"' in each["sql"]]
    assert lists
    for sql in lists:
        plan = plan_of(sql)
        walked = set(re.findall(r"(?:INDEX|using|Index Scan on) (idea_\w+|ideas_idea_\w+)", plan))
        assert walked, plan
        assert walked <= OWN, plan
        assert not re.search(r"Seq Scan on ideas_idea|SCAN ideas_idea(?! USING)", plan), plan
