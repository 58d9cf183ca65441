"""A set of documents by month: how many, which share of all, and two terms beside each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from search.engines import asked
from search.engines.base import Counts, Engine

from .asking import Question
from .charts import Chart, Series
from .stamping import Notes, notes
from .tables import Table, percent


@dataclass(frozen=True)
class Month:
    """One month: all documents under the filters, those with the first term, those with the second."""

    first_day: dt.date
    whole: int
    first: int
    second: int | None = None

    @property
    def last_day(self) -> dt.date:
        return _next(self.first_day) - dt.timedelta(days=1)

    @property
    def first_share(self) -> float | None:
        return percent(self.first, self.whole)

    @property
    def second_share(self) -> float | None:
        return None if self.second is None else percent(self.second, self.whole)


@dataclass(frozen=True)
class OverTime:
    """What the page, the files and the API tell."""

    question: Question
    other: Question | None
    months: Sequence[Month]
    counts: Counts
    other_count: int | None
    engine: str
    is_away: bool

    @property
    def count(self) -> int:
        return self.counts.total

    @property
    def terms(self) -> list[Question]:
        return [self.question, *([self.other] if self.other else [])]

    def notes(self) -> Notes:
        return notes([self.question], count=self.count, engine=self.engine)

    def share_notes(self) -> Notes:
        whole = sum(month.whole for month in self.months)
        more = [(_("Share of"), _("%(count)s documents under the same filters") % {"count": f"{whole:,}"})]
        if self.other:
            more.insert(0, (_("Second term: documents"), f"{self.other_count:,}"))
        return notes(self.terms, count=self.count, engine=self.engine, more=more)

    def histogram(self) -> Chart:
        said = _summary([(month.first_day, month.first) for month in self.months])
        return Chart(
            title=_("Documents by month"),
            months=[month.first_day for month in self.months],
            series=[Series(self.question.words, [month.first for month in self.months])],
            notes=self.notes(),
            summary=said,
        )

    def shares(self) -> Chart:
        series = [Series(self.question.words, [month.first_share for month in self.months])]
        if self.other:
            series.append(Series(self.other.words, [month.second_share for month in self.months]))
        return Chart(
            title=_("Share of all documents of the month"),
            months=[month.first_day for month in self.months],
            series=series,
            notes=self.share_notes(),
            lines=True,
            unit="%",
            summary=_("A line for each term, from month to month. The table beside it has the same numbers."),
        )

    def month_table(self) -> Table:
        return Table(
            "months",
            [pgettext("research", "Month"), pgettext("research", "Documents")],
            [[f"{month.first_day:%Y-%m}", month.first] for month in self.months],
        )

    def share_table(self) -> Table:
        columns = [
            pgettext("research", "Month"),
            _("All documents"),
            self.question.words,
            _("%(term)s, %%") % {"term": self.question.words},
        ]
        if self.other:
            columns += [self.other.words, _("%(term)s, %%") % {"term": self.other.words}]
        rows = [
            [f"{month.first_day:%Y-%m}", month.whole, month.first, month.first_share]
            + ([month.second, month.second_share] if self.other else [])
            for month in self.months
        ]
        return Table("shares", columns, rows)


def over_time(question: Question, other: Question | None) -> OverTime:
    """Four questions to the engine at most, however long the time is. The second term keeps the first one's filters."""
    if other is not None and not (other.has_words and question.has_words):
        other = None

    def ask(on: Engine) -> OverTime:
        if question.is_noise:
            return OverTime(question, None, [], Counts(), None, on.name, False)
        counts = on.count(question.query, question.filters)
        first = on.months(question.query, question.filters)
        whole = on.months(question.without_words().query, question.filters) if question.has_words else first
        second = on.months(other.query, question.filters) if other else None
        return OverTime(
            question,
            other,
            _joined(first, whole, second),
            counts,
            sum(second.values()) if second is not None else None,
            on.name,
            False,
        )

    found, away = asked(ask)
    return replace(found, is_away=away)


def _joined(first: dict[dt.date, int], whole: dict[dt.date, int], second: dict[dt.date, int] | None) -> list[Month]:
    """Every month between the first and the last that has anything, the empty ones among them."""
    if not whole:
        return []
    months = []
    month, last = min(whole), max(whole)
    while month <= last:
        both = None if second is None else second.get(month, 0)
        months.append(Month(month, whole.get(month, 0), first.get(month, 0), both))
        month = _next(month)
    return months


def _next(month: dt.date) -> dt.date:
    return dt.date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _summary(values: Sequence[tuple[dt.date, int]]) -> str:
    if not values:
        return ""
    most = max(values, key=lambda each: each[1])
    return _("From %(first)s to %(last)s; most in %(most)s: %(count)s.") % {
        "first": f"{values[0][0]:%Y-%m}",
        "last": f"{values[-1][0]:%Y-%m}",
        "most": f"{most[0]:%Y-%m}",
        "count": f"{most[1]:,}",
    }
