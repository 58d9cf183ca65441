"""The few words under a title in a list."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from ideas.models import Idea
from ideas.rows import rows_for

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("body", "beginning"),
    [
        (
            "## 무엇이 문제인가요\n\n골목이 어둡습니다.\n\n## 이렇게 바꾸면 좋겠습니다\n\n등을 답니다.",
            "골목이 어둡습니다. 등을 답니다.",
        ),
        ("골목이 어둡습니다.", "골목이 어둡습니다."),
        ("## 제목뿐입니다", "제목뿐입니다"),
    ],
)
def test_a_beginning_leaves_out_headings_that_many_share(body, beginning):
    idea = Idea()
    idea.write(title="골목에 등을 달아 주세요", body=body)
    assert idea.summary == beginning


@pytest.mark.parametrize(("days", "said"), [(4, "까지 답합니다"), (-4, "답변이 늦었습니다")])
def test_a_row_says_whether_the_answer_is_late(idea, transport, days, said):
    idea.status, idea.department = "owed", transport
    idea.answer_due_at = timezone.now() + timedelta(days=days)
    [row] = rows_for([idea], AnonymousUser())
    assert said in row.body
