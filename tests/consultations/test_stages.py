"""What a stage allows, and when."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from participation.consultations.dates import span, time_left
from participation.consultations.models import Stage
from participation.consultations.stages import ALLOWS, Power, StageKind
from tests.factories import ConsultationFactory

SEOUL = ZoneInfo("Asia/Seoul")
NOON = datetime(2026, 11, 20, 12, tzinfo=SEOUL)


def stage_from(starts: datetime, ends: datetime | None, kind: str = StageKind.OPEN) -> Stage:
    return Stage(kind=kind, starts_at=starts, ends_at=ends)


@pytest.mark.parametrize(
    ("kind", "powers"),
    [
        (StageKind.OBSERVE, {Power.OBSERVE}),
        (StageKind.PROPOSE, {Power.OBSERVE, Power.SUBMIT, Power.EDIT}),
        (StageKind.OPEN, {Power.OBSERVE, Power.SUBMIT, Power.EDIT, Power.SUPPORT}),
        (StageKind.VOTE, {Power.SUPPORT}),
        (StageKind.VOTE_BOTH, {Power.SUPPORT, Power.OPPOSE}),
        (StageKind.ANSWER, set()),
    ],
)
def test_the_kind_of_a_stage_says_what_it_allows(kind, powers):
    assert stage_from(NOON, None, kind).powers == powers


def test_every_kind_of_stage_says_what_it_allows():
    assert set(ALLOWS) == set(StageKind.values)


def test_a_stage_opens_at_its_first_moment_and_is_closed_at_its_last():
    """S22"""
    stage = stage_from(NOON, NOON + timedelta(hours=1))
    assert not stage.is_open_at(NOON - timedelta(microseconds=1))
    assert stage.is_open_at(NOON)
    assert stage.is_open_at(NOON + timedelta(minutes=59, seconds=59))
    assert not stage.is_open_at(NOON + timedelta(hours=1))
    assert stage.is_over_at(NOON + timedelta(hours=1))


@pytest.mark.parametrize(
    ("ends", "days"),
    [
        (datetime(2026, 11, 21, 0, 0, tzinfo=SEOUL), 0),  # midnight: today is the last day
        (datetime(2026, 11, 20, 12, 1, tzinfo=SEOUL), 0),
        (datetime(2026, 11, 21, 0, 1, tzinfo=SEOUL), 1),
        (datetime(2026, 11, 22, 0, 0, tzinfo=SEOUL), 1),
        (datetime(2026, 11, 21, 15, 0, tzinfo=UTC), 1),  # midnight in Seoul, said in another zone
        (datetime(2026, 11, 19, 12, 0, tzinfo=SEOUL), 0),  # over: never below nothing
        (None, None),
    ],
)
def test_days_left_are_calendar_days_where_the_site_is(ends, days):
    with time_machine.travel(NOON, tick=False):
        assert stage_from(NOON - timedelta(days=3), ends).days_left == days


def test_days_left_turn_at_the_site_s_midnight_not_at_utc_s():
    stage = stage_from(NOON - timedelta(days=3), datetime(2026, 11, 22, 0, 0, tzinfo=SEOUL))
    with time_machine.travel(datetime(2026, 11, 20, 14, 59, tzinfo=UTC), tick=False):  # 23:59 in Seoul
        assert stage.days_left == 1
    with time_machine.travel(datetime(2026, 11, 20, 15, 0, tzinfo=UTC), tick=False):  # midnight in Seoul
        assert stage.days_left == 0


@pytest.mark.parametrize(
    ("days", "korean", "english"),
    [(0, "오늘 마감", "Last day"), (1, "내일 마감", "Closes tomorrow"), (9, "9일 남음", "9 days left")],
)
def test_the_time_left_is_said_in_the_reader_s_language(days, korean, english):
    with time_machine.travel(NOON, tick=False):
        stage = stage_from(NOON - timedelta(days=3), NOON + timedelta(days=days, hours=1))
        with translation.override("ko"):
            assert time_left(stage) == korean
        with translation.override("en"):
            assert time_left(stage) == english


def test_a_stage_that_ends_at_midnight_shows_the_day_before():
    with time_machine.travel(NOON, tick=False), translation.override("ko"):
        stage = stage_from(datetime(2026, 10, 28, tzinfo=SEOUL), datetime(2026, 12, 2, tzinfo=SEOUL))
        assert span(stage) == "10.28–12.01"


@pytest.mark.parametrize(("language", "said"), [("ko", "2027.01.08–02.06"), ("en", "Jan 8–Feb 6, 2027")])
def test_a_year_that_both_days_share_is_said_once(language, said):
    stage = stage_from(datetime(2027, 1, 8, tzinfo=SEOUL), datetime(2027, 2, 7, tzinfo=SEOUL))
    with time_machine.travel(NOON, tick=False), translation.override(language):
        assert span(stage) == said


def test_a_stage_over_the_turn_of_the_year_names_the_other_year():
    stage = stage_from(datetime(2026, 12, 16, tzinfo=SEOUL), datetime(2027, 1, 7, tzinfo=SEOUL))
    with time_machine.travel(NOON, tick=False), translation.override("ko"):
        assert span(stage) == "12.16–2027.01.06"


def test_a_stage_without_end_says_only_from_when():
    with time_machine.travel(NOON, tick=False), translation.override("ko"):
        assert span(stage_from(datetime(2026, 10, 28, tzinfo=SEOUL), None)) == "10.28부터"


@pytest.fixture
def three_stages(db):
    """Ideas until now, a vote from now on, the answer later."""
    now = timezone.now()
    page = ConsultationFactory(stage=None)
    page.stages.add(Stage(kind="propose", starts_at=now - timedelta(days=9), ends_at=now + timedelta(days=1)))
    page.stages.add(Stage(kind="vote", starts_at=now - timedelta(hours=1), ends_at=now + timedelta(days=5)))
    page.stages.add(Stage(kind="answer", starts_at=now + timedelta(days=6), ends_at=None))
    page.save()
    return type(page).objects.get(pk=page.pk)


def test_where_two_stages_overlap_the_later_begun_one_counts(three_stages):
    assert three_stages.stage_at().kind == "vote"
    assert three_stages.allows(Power.SUPPORT)
    assert not three_stages.allows(Power.SUBMIT)


def test_between_two_stages_nothing_is_allowed(three_stages):
    gap = timezone.now() + timedelta(days=5, hours=12)
    assert three_stages.stage_at(gap) is None
    assert not three_stages.allows(Power.SUPPORT, gap)
    with time_machine.travel(gap, tick=False):
        assert three_stages.next_stage().kind == "answer"


def test_the_stage_that_allows_something_is_the_present_or_the_next_one(three_stages):
    assert three_stages.stage_that_allows(Power.SUPPORT).kind == "vote"
    assert three_stages.stage_that_allows(Power.OPPOSE) is None


def test_a_draft_allows_nothing(three_stages):
    three_stages.live = False
    assert not three_stages.allows(Power.SUPPORT)


def test_a_stage_cannot_end_before_it_starts(db):
    with pytest.raises(ValidationError):
        stage_from(NOON, NOON - timedelta(days=1)).full_clean(exclude=["page"], validate_unique=False)


def test_a_stage_is_named_by_its_kind_until_somebody_names_it():
    stage = stage_from(NOON, None, StageKind.VOTE)
    with translation.override("en"):
        assert stage.local_title == "Vote"
        stage.title, stage.translations = "네 구간 가운데 둘", {"en": "Two of four"}
        assert stage.local_title == "Two of four"
    with translation.override("ko"):
        assert stage.local_title == "네 구간 가운데 둘"
