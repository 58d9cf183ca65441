"""Dates of stages in the words of the reader: how long it goes on, and from when to when."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

if TYPE_CHECKING:
    from .models import Stage

# From this many days on, the end is near enough to be shown in the colour of urgency.
SOON = 1


def last_moment(stage: "Stage") -> datetime | None:
    """The last second that belongs to the stage: an end at midnight means the day before."""
    return stage.ends_at - timedelta(seconds=1) if stage.ends_at else None


def time_left(stage: "Stage") -> str:
    """How long the stage stays open: "9 days left", "closes tomorrow", "always open"."""
    days = stage.days_left
    if days is None:
        return _("Always open")
    if days == 0:
        return _("Last day")
    if days == 1:
        return _("Closes tomorrow")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def is_nearly_over(stage: "Stage") -> bool:
    return stage.days_left is not None and stage.days_left <= SOON


def short_day(moment: datetime, *, with_year: bool = True) -> str:
    """The day as a stage strip shows it; with its year where that is not the present one."""
    day = timezone.localtime(moment)
    if not with_year or day.year == timezone.localdate().year:
        return date_format(day, pgettext("short date, as in PHP's date()", "M j"))
    return date_format(day, _day_with_year())


def _day_with_year() -> str:
    return pgettext("short date with year, as in PHP's date()", "M j, Y")


def long_day(moment: datetime) -> str:
    """The day in a sentence."""
    return date_format(timezone.localtime(moment), pgettext("day in a sentence, as in PHP's date()", "F j"))


def span(stage: "Stage") -> str:
    """From when to when: "Oct 14 – Oct 27", "from Oct 14"."""
    last = last_moment(stage)
    if last is None:
        return _("from %(day)s") % {"day": short_day(stage.starts_at)}
    first, end = short_day(stage.starts_at), short_day(last)
    if first == end:
        return first
    if timezone.localtime(stage.starts_at).year == timezone.localtime(last).year:
        # A year that both share is said once, where the language puts it: 2027.01.08–02.06, Jan 8–Feb 6, 2027.
        leads = _day_with_year().startswith("Y")
        first, end = short_day(stage.starts_at, with_year=leads), short_day(last, with_year=not leads)
    return f"{first}–{end}"
