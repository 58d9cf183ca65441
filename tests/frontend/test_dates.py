"""Dates and times are written as readers of each language write them."""

import datetime as dt

import pytest
from django.utils import translation
from django.utils.formats import date_format

MOMENT = dt.datetime(2026, 11, 3, 16, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("language", "form", "written"),
    [
        ("ko", "DATE_FORMAT", "2026년 11월 3일"),
        ("ko", "DATETIME_FORMAT", "2026년 11월 3일 오후 4:05"),
        ("ko", "SHORT_DATE_FORMAT", "2026. 11. 3."),
        ("ko", "SHORT_DATETIME_FORMAT", "2026. 11. 3. 오후 4:05"),
        ("en", "DATE_FORMAT", "Nov 3, 2026"),
        ("en", "DATETIME_FORMAT", "Nov 3, 2026, 4:05 PM"),
        ("en", "SHORT_DATETIME_FORMAT", "Nov 3, 2026, 4:05 PM"),
    ],
)
def test_a_moment_reads_naturally(language, form, written):
    with translation.override(language):
        assert date_format(MOMENT, form) == written
