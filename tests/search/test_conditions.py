"""The filters of a list in words."""

import datetime as dt

import pytest
from django.utils import translation

from search.conditions import conditions
from search.query import Filters
from tests.factories import TopicFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "ko",
            [
                "종류: 제안", "주제: 교통", "온전한 낱말만", "게시판: decide.madrid.es", "글쓴이: 미나",
                "2024년 3월 1일부터", "2025년 1월 31일까지",
            ],
        ),
        (
            "en",
            [
                "Kind: Idea", "Topic: Getting around", "whole words only", "Board: decide.madrid.es", "Author: 미나",
                "from Mar 1, 2024", "until Jan 31, 2025",
            ],
        ),
    ],
)  # fmt: skip
def test_filters_are_told_in_the_readers_words(language: str, said: list[str]) -> None:
    topic = TopicFactory(name="교통", translations={"en": "Getting around"})
    filters = Filters(
        kinds=("idea",),
        topics=(topic.pk,),
        sources=("decide.madrid.es",),
        author="미나",
        exact=True,
        date_from=dt.date(2024, 3, 1),
        date_to=dt.date(2025, 1, 31),
    )
    with translation.override(language):
        assert conditions(filters) == said


def test_no_filter_is_no_condition() -> None:
    assert conditions(Filters()) == []
