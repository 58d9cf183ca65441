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
from dataclasses import dataclass, field, replace

from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from search.engines import asked
from search.engines.base import Counts, Engine
from search.models import SearchDoc
from search.query import Filters, Query
from search.telling import words_of as told_by

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
FEWEST_DOCUMENTS = 3
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
class Told:
    """The words that tell something, and of how many documents they were counted."""

    words: Sequence[KeyWord] = ()
    periods: Sequence[Period] = ()
    read: int = 0
    read_of_rest: int = 0

    def table(self) -> Table:
        columns = [_("Word"), pgettext("research", "Documents"), _("Of the set, %"), _("Of the rest, %"), "G²"]
        rows = [[word.word, word.inside, word.inside_share, word.outside_share, word.keyness] for word in self.words]
        return Table("words", columns, rows)

    def period_table(self, *, most: int = MOST_OF_A_PERIOD) -> Table:
        columns = [_("Period"), _("Documents read"), pgettext("research", "Words")]
        rows = [
            [period.name, period.documents, ", ".join(word.word for word in period.words[:most])]
            for period in self.periods
        ]
        return Table("words-by-period", columns, rows)


def measure() -> tuple[str, str]:
    """The note on how a word's weight is made."""
    return _("Measure"), _("log-likelihood G² over documents (Dunning 1993)")


@dataclass(frozen=True)
class Words:
    """What the page, the file and the API tell."""

    question: Question
    told: Told
    counts: Counts
    engine: str
    is_away: bool = False

    @property
    def is_sample(self) -> bool:
        return self.told.read < self.counts.total

    def notes(self) -> Notes:
        read = _("%(read)s of the set, %(rest)s of all others; the first %(most)s characters of each") % {
            "read": number_format(self.told.read, force_grouping=True),
            "rest": number_format(self.told.read_of_rest, force_grouping=True),
            "most": number_format(READ_OF_A_TEXT, force_grouping=True),
        }
        more = [(_("Documents read"), read), measure()]
        return notes([self.question], count=self.counts.total, engine=self.engine, more=more)


@dataclass
class Tally:
    """How many documents there are, and how many of them have each word."""

    documents: int = 0
    words: Counter[str] = field(default_factory=Counter)

    def add(self, words: Iterable[str]) -> None:
        self.documents += 1
        self.words.update(words)

    def without(self, part: Tally) -> Tally:
        """What is left of the words of a part where the part is taken away."""
        left = Counter({word: self.words[word] - count for word, count in part.words.items()})
        return Tally(self.documents - part.documents, left)


@dataclass
class Months:
    """A set, as a whole and month by month."""

    whole: Tally = field(default_factory=Tally)
    by_month: defaultdict[dt.date, Tally] = field(default_factory=lambda: defaultdict(Tally))

    def add(self, words: set[str], date: dt.datetime) -> None:
        self.whole.add(words)
        self.by_month[timezone.localtime(date).date().replace(day=1)].add(words)

    def told(self, rest: Tally, *, most: int = MOST_WORDS, most_of_a_period: int = MOST_OF_A_PERIOD) -> Told:
        """Against the rest, and each period against the others."""
        words = key_words(self.whole, rest, most=most) if rest.documents else []
        return Told(words, self._periods(most_of_a_period), self.whole.documents, rest.documents)

    def _periods(self, most: int) -> list[Period]:
        if len(self.by_month) < 2:
            return []
        name = _naming(min(self.by_month), max(self.by_month))
        by_name: defaultdict[str, Tally] = defaultdict(Tally)
        for month, tally in self.by_month.items():
            by_name[name(month)].documents += tally.documents
            by_name[name(month)].words.update(tally.words)
        periods = []
        for period, own in sorted(by_name.items()):
            others = self.whole.without(own)
            enough = own.documents >= FEWEST_OF_A_PERIOD and others.documents
            periods.append(Period(period, own.documents, key_words(own, others, most=most) if enough else []))
        return periods


def words_of(question: Question, sizes: Sizes) -> Words:
    """Three questions to the engine and one to the database, however many documents there are."""

    def ask(on: Engine) -> Words:
        if question.is_noise:
            return Words(question, Told(), Counts(), on.name)
        counts = on.count(question.query, question.filters)
        inside = on.sample(question.query, question.filters, size=sizes.of_the_set)
        outside: list[int] = []
        if not question.asks_nothing:
            lot = on.sample(Query(), Filters(), size=sizes.of_the_rest)
            among = on.among(question.query, question.filters, lot)
            outside = [pk for pk in lot if pk not in among]
        return Words(question, _told(inside, outside), counts, on.name)

    found, away = asked(ask)
    return replace(found, is_away=away)


def _told(inside: Sequence[int], outside: Sequence[int]) -> Told:
    rows = (
        SearchDoc.objects.findable()
        .filter(pk__in=[*inside, *outside])
        .annotate(beginning=Substr("body", 1, READ_OF_A_TEXT))
        .values_list("pk", "title", "beginning", "date")
    )
    texts = {pk: (f"{title}\n{beginning}", date) for pk, title, beginning, date in rows}
    mine = [pk for pk in inside if pk in texts]
    others = [pk for pk in outside if pk in texts]
    words = told_by(texts[pk][0] for pk in (*mine, *others))
    months, rest = Months(), Tally()
    for pk, own in zip(mine, words[: len(mine)], strict=True):
        months.add(own, texts[pk][1])
    for theirs in words[len(mine) :]:
        rest.add(theirs)
    return months.told(rest)


def key_words(inside: Tally, outside: Tally, *, most: int) -> list[KeyWord]:
    """The words that stand in more of the one than of the other, the most telling first."""
    n, m = inside.documents, outside.documents
    found = []
    for word, count in inside.words.items():
        other = outside.words[word]
        if count < FEWEST_DOCUMENTS or count * m <= other * n:
            continue
        keyness = log_likelihood(count, n, other, m)
        if keyness >= LEAST_KEYNESS:
            found.append(KeyWord(word, count, percent(count, n) or 0.0, other, percent(other, m), round(keyness, 1)))
    return sorted(found, key=lambda each: (-each.keyness, each.word))[:most]


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


def _naming(first: dt.date, last: dt.date) -> Callable[[dt.date], str]:
    """Months, quarters or years: the shortest of which there are not too many."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months <= _MOST_PERIODS:
        return lambda month: f"{month:%Y-%m}"
    if months <= 3 * _MOST_PERIODS:
        return lambda month: f"{month.year}-Q{(month.month + 2) // 3}"
    return lambda month: f"{month:%Y}"
