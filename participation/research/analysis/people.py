"""Who contributed how often, without names: by groups of people, none of which is smaller than five."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from django.utils.crypto import salted_hmac
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from search.engines import asked, database
from search.engines.base import Counts, Engine
from search.engines.measuring_sql import MeasuringSqlEngine

from .asking import Question
from .stamping import Notes, notes
from .tables import Table, percent

FEWEST = 5
"""Fewer people than these are not shown: one of them would know the others, and a reader one of them."""
MOST_NAMED = 100
_BEGINNINGS = (1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1_000)


@dataclass(frozen=True)
class Group:
    """People who contributed about as often. `most` is None for those who contributed most of all."""

    least: int
    most: int | None
    people: int
    documents: int
    people_share: float
    documents_share: float

    @property
    def tells_nothing(self) -> bool:
        return self.least == 1 and self.most is None and self.documents > self.people

    @property
    def name(self) -> str:
        if self.documents == self.least * self.people:
            return str(self.least)
        if self.most is None:
            return _("any number") if self.tells_nothing else _("%(least)s or more") % {"least": self.least}
        return str(self.least) if self.least == self.most else f"{self.least}–{self.most}"


@dataclass(frozen=True)
class Contributors:
    """What the page, the file and the API tell. Without groups there are fewer than five people."""

    question: Question
    groups: Sequence[Group]
    pseudonyms: Sequence[tuple[str, str]]
    people: int
    documents: int
    counts: Counts
    engine: str
    is_away: bool = False

    @property
    def is_undivided(self) -> bool:
        """Whether one group holds all, those who contributed once and those who did more often."""
        return len(self.groups) == 1 and self.groups[0].tells_nothing

    @property
    def of_nobody(self) -> int:
        """Documents of which no person is known: of offices, or from other boards."""
        return max(self.counts.total - self.documents, 0)

    def notes(self) -> Notes:
        more = [(_("Number of people"), number_format(self.people, force_grouping=True))] if self.groups else []
        return notes([self.question], count=self.counts.total, engine=self.engine, more=more)

    def table(self) -> Table:
        columns = [
            _("Number of contributions"), _("Number of people"), _("Of the people, %"),
            pgettext("research", "Documents"), _("Of the documents, %"),
        ]  # fmt: skip
        rows = [
            [group.name, group.people, group.people_share, group.documents, group.documents_share]
            for group in self.groups
        ]
        return Table("contributors", columns, rows)

    def named_table(self) -> Table:
        return Table("people", [_("Person"), _("Number of contributions")], self.pseudonyms)


def contributors(question: Question) -> Contributors:
    """One count of the engine, and one statement of the database for each kind that people write."""

    def ask(on: Engine) -> tuple[Counts, str]:
        return (Counts() if question.is_noise else on.count(question.query, question.filters)), on.name

    (counts, name), away = asked(ask)
    # Whose a document is stands in the database alone.
    inside = cast(MeasuringSqlEngine, database())
    wrote = Counter() if question.is_noise else inside.people(question.query, question.filters)
    if len(wrote) < FEWEST:
        return Contributors(question, [], [], 0, 0, counts, name, away)
    groups = list(_grouped(Counter(wrote.values())))
    total = sum(wrote.values())
    groups = [
        replace(
            group,
            people_share=percent(group.people, len(wrote)) or 0.0,
            documents_share=percent(group.documents, total) or 0.0,
        )
        for group in groups
    ]
    return Contributors(question, groups, _named(question, wrote, groups), len(wrote), total, counts, name, away)


def _grouped(people_by_times: Mapping[int, int]) -> Iterator[Group]:
    """From those who contributed most down to once; a group too small takes in the one below it."""
    waiting: dict[int, int] = {}
    groups: list[Group] = []
    most: int | None = None
    for beginning in reversed(_BEGINNINGS):
        waiting |= {times: people for times, people in people_by_times.items() if times >= beginning}
        waiting = {times: people for times, people in waiting.items() if most is None or times <= most}
        if sum(waiting.values()) >= FEWEST:
            groups.append(_group(beginning, most, waiting))
            most, waiting = beginning - 1, {}
    if waiting and groups:
        # Too few are left at the lower end: the group above takes them in.
        last = groups.pop()
        lower = _group(1, None, waiting)
        groups.append(
            replace(last, least=1, people=last.people + lower.people, documents=last.documents + lower.documents)
        )
    yield from reversed(groups)


def _group(least: int, most: int | None, people_by_times: Mapping[int, int]) -> Group:
    documents = sum(times * people for times, people in people_by_times.items())
    return Group(least, most, sum(people_by_times.values()), documents, 0.0, 0.0)


def _named(question: Question, wrote: Mapping[int, int], groups: Sequence[Group]) -> list[tuple[str, str]]:
    """Pseudonyms of the most active. Another set gives the same person another one: nobody is followed between sets."""
    secret = f"{question.query.text}|{question.filters!r}"
    named: list[tuple[str, str]] = []
    # The many who contributed least are told by their number alone.
    for group in reversed(groups[1:]):
        members = [
            person for person, times in wrote.items() if group.least <= times <= (group.most or max(wrote.values()))
        ]
        said = sorted(salted_hmac("research.people", f"{secret}|{person}").hexdigest()[:8] for person in members)
        named += [(pseudonym, group.name) for pseudonym in said]
        if len(named) >= MOST_NAMED:
            break
    return named[:MOST_NAMED]
