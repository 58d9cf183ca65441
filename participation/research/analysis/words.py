"""Which words set a set of documents apart from all others, and one time of it from its other times.

The measure is the log-likelihood ratio G² (Ted Dunning, "Accurate Methods for the Statistics of Surprise and
Coincidence", Computational Linguistics 19(1), 1993), over documents that have a word and documents that do not: one
long text that repeats a word says no more than a short one.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from search.engines import asked
from search.engines.base import Counts, Engine
from search.models import SearchDoc
from search.query import Filters, Query
from search.telling import Lexicon

from .asking import Question
from .stamping import Notes, notes
from .tables import Table, percent

READ_OF_A_TEXT = 2_000
"""So many characters of each text are read."""
MOST_WORDS = 60
MOST_OF_A_PERIOD = 10
FEWEST_OF_A_PERIOD = 5
LEAST_KEYNESS = 6.63
"""From here on a difference comes about by chance in one of a hundred words."""
_FEWEST_DOCUMENTS = 3
_MOST_PERIODS = 14


@dataclass(frozen=True)
class Sizes:
    """How many documents of the set are read, and how many of the rest."""

    of_the_set: int
    of_the_rest: int


FOR_EVERYBODY = Sizes(500, 1_000)
FOR_MEMBERS = Sizes(2_000, 3_000)


@dataclass(frozen=True)
class KeyWord:
    """A word, in how many of the documents read it stands, and how much that tells."""

    word: str
    inside: int
    inside_share: float
    outside: int
    outside_share: float | None
    keyness: float


@dataclass(frozen=True)
class Period:
    """A month, a quarter or a year of the set, and the words that it has more often than the other periods."""

    name: str
    documents: int
    words: Sequence[KeyWord]


@dataclass(frozen=True)
class Words:
    """What the page, the file and the API tell."""

    question: Question
    words: Sequence[KeyWord]
    periods: Sequence[Period]
    counts: Counts
    read: int
    read_of_rest: int
    engine: str
    is_away: bool = False

    @property
    def is_sample(self) -> bool:
        return self.read < self.counts.total

    def notes(self) -> Notes:
        read = _("%(read)s of the set, %(rest)s of all others; the first %(most)s characters of each") % {
            "read": number_format(self.read, force_grouping=True),
            "rest": number_format(self.read_of_rest, force_grouping=True),
            "most": number_format(READ_OF_A_TEXT, force_grouping=True),
        }
        more = [(_("Documents read"), read), (_("Measure"), _("log-likelihood G² over documents (Dunning 1993)"))]
        return notes([self.question], count=self.counts.total, engine=self.engine, more=more)

    def table(self) -> Table:
        columns = [_("Word"), pgettext("research", "Documents"), _("Of the set, %"), _("Of the rest, %"), "G²"]
        rows = [[word.word, word.inside, word.inside_share, word.outside_share, word.keyness] for word in self.words]
        return Table("words", columns, rows)

    def period_table(self) -> Table:
        columns = [_("Period"), _("Documents read"), pgettext("research", "Words")]
        rows = [
            [period.name, period.documents, ", ".join(word.word for word in period.words)] for period in self.periods
        ]
        return Table("words-by-period", columns, rows)


def words_of(question: Question, sizes: Sizes) -> Words:
    """Three questions to the engine and one to the database, however many documents there are."""

    def ask(on: Engine) -> Words:
        if question.is_noise:
            return Words(question, [], [], Counts(), 0, 0, on.name)
        counts = on.count(question.query, question.filters)
        inside = on.sample(question.query, question.filters, size=sizes.of_the_set)
        outside: list[int] = []
        if not question.asks_nothing:
            lot = on.sample(Query(), Filters(), size=sizes.of_the_rest)
            among = on.among(question.query, question.filters, lot)
            outside = [pk for pk in lot if pk not in among]
        return _told(question, counts, inside, outside, on.name)

    found, away = asked(ask)
    return replace(found, is_away=away)


def _told(question: Question, counts: Counts, inside: Sequence[int], outside: Sequence[int], engine: str) -> Words:
    rows = (
        SearchDoc.objects.findable()
        .filter(pk__in=[*inside, *outside])
        .annotate(beginning=Substr("body", 1, READ_OF_A_TEXT))
        .values_list("pk", "title", "beginning", "date")
    )
    texts = {pk: (f"{title}\n{beginning}", date) for pk, title, beginning, date in rows}
    mine = [pk for pk in inside if pk in texts]
    others = [pk for pk in outside if pk in texts]
    words = Lexicon(texts[pk][0] for pk in (*mine, *others)).words()
    own, rest = words[: len(mine)], words[len(mine) :]
    return Words(
        question=question,
        words=key_words(own, rest, most=MOST_WORDS) if rest else [],
        periods=_periods([texts[pk][1] for pk in mine], own),
        counts=counts,
        read=len(mine),
        read_of_rest=len(others),
        engine=engine,
    )


def key_words(inside: Sequence[set[str]], outside: Sequence[set[str]], *, most: int) -> list[KeyWord]:
    """The words that stand in more of the one than of the other, the most telling first."""
    here, there = _counted(inside), _counted(outside)
    n, m = len(inside), len(outside)
    found = []
    for word, count in here.items():
        other = there[word]
        if count < _FEWEST_DOCUMENTS or count * m <= other * n:
            continue
        keyness = log_likelihood(count, n, other, m)
        if keyness >= LEAST_KEYNESS:
            found.append(KeyWord(word, count, percent(count, n) or 0.0, other, percent(other, m), round(keyness, 1)))
    return sorted(found, key=lambda each: (-each.keyness, each.word))[:most]


def _counted(texts: Iterable[set[str]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for words in texts:
        counts.update(words)
    return counts


def log_likelihood(here: int, n: int, there: int, m: int) -> float:
    """Dunning's G² of a word in `here` of n documents and in `there` of m others."""
    both = here + there
    cells = (
        (here, n * both / (n + m)),
        (there, m * both / (n + m)),
        (n - here, n * (n + m - both) / (n + m)),
        (m - there, m * (n + m - both) / (n + m)),
    )
    return 2 * sum(seen * math.log(seen / expected) for seen, expected in cells if seen)


def _periods(dates: Sequence[dt.datetime], words: Sequence[set[str]]) -> list[Period]:
    """The periods of the set, each against its others."""
    months = [timezone.localtime(date).date().replace(day=1) for date in dates]
    if not months or min(months) == max(months):
        return []
    name = _naming(min(months), max(months))
    by_name: dict[str, list[set[str]]] = defaultdict(list)
    for month, found in zip(months, words, strict=True):
        by_name[name(month)].append(found)
    periods = []
    for period in sorted(by_name):
        own = by_name[period]
        others = [found for other, several in by_name.items() if other != period for found in several]
        enough = len(own) >= FEWEST_OF_A_PERIOD and others
        periods.append(Period(period, len(own), key_words(own, others, most=MOST_OF_A_PERIOD) if enough else []))
    return periods


def _naming(first: dt.date, last: dt.date) -> Callable[[dt.date], str]:
    """Months, quarters or years: the shortest of which there are not too many."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months <= _MOST_PERIODS:
        return lambda month: f"{month:%Y-%m}"
    if months <= 3 * _MOST_PERIODS:
        return lambda month: f"{month.year}-Q{(month.month + 2) // 3}"
    return lambda month: f"{month:%Y}"
