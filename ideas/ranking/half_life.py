"""How old an idea is for the order "popular": its age in half-lives, under the rule of the list that it stands in."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from django.db.models import ExpressionWrapper, F, FloatField, Func, Value
from django.db.models.expressions import Combinable, Expression

from ..kept import kept
from ..models import Idea, PopularityRule

DAY = timedelta(days=1).total_seconds()
# Beneath every idea that somebody supported lately, newest first: what nobody has supported yet.
NEVER_ROSE = 40.0


@dataclass(frozen=True)
class HalfLife:
    """In how many days support loses half its weight, and from where the age is counted.

    Popularity is log2((1 + support) · 2^(-age)). Between two ideas of one list it differs by an amount that time does
    not change, so that it is kept with the age of the moment of posting, and needs no refreshing.
    """

    days: int
    since: datetime
    offset: float

    def age_at(self, moment: datetime) -> float:
        """Half-lives up to a moment; the later, the more."""
        return self.offset + (moment - self.since).total_seconds() / (self.days * DAY)

    def changed(self, days: int, at: datetime) -> Self:
        """The rule from a moment on: what is posted at that very moment has the same age under both."""
        return type(self)(days, at, self.age_at(at))

    def heat(self) -> Expression:
        """The popularity of a row, worked out by the database."""
        seconds = self.since.timestamp()
        age = (Epoch(F("created_at")) - Value(seconds)) / Value(float(self.days * DAY)) + Value(self.offset)
        return ExpressionWrapper(age + Log2(F("support_count") + Value(1)), output_field=FloatField())


class Epoch(Func):
    """Seconds since 1970 of a column with a moment."""

    output_field = FloatField()
    template = "CAST(EXTRACT(EPOCH FROM %(expressions)s) AS double precision)"

    def as_sqlite(self, compiler, connection, **more):  # type: ignore[no-untyped-def]  # as in Django
        template = "((julianday(%(expressions)s) - 2440587.5) * 86400.0)"
        return self.as_sql(compiler, connection, template=template, **more)


class Log2(Func):
    """The logarithm to the base of two."""

    output_field = FloatField()
    template = "(ln(CAST(%(expressions)s AS double precision)) / ln(CAST(2 AS double precision)))"

    def __init__(self, expression: Combinable) -> None:
        super().__init__(expression)


DEFAULT = HalfLife(7, datetime.fromtimestamp(0, UTC), 0.0)


@dataclass(frozen=True)
class HalfLives:
    """All rules in force, by consultation; None is the site's."""

    rules: Mapping[int | None, HalfLife]

    @property
    def site(self) -> HalfLife:
        return self.rules.get(None, DEFAULT)

    def of(self, consultation_id: int | None) -> HalfLife:
        return self.rules.get(consultation_id, self.site)

    def place(self, idea: Idea) -> None:
        """Give an idea its place in the orders that are kept, as a new one or as one whose count was wrong."""
        support = math.log2(1 + idea.support_count)
        idea.heat = self.site.age_at(idea.created_at) + support
        idea.local_heat = self.of(idea.consultation_id).age_at(idea.created_at) + support
        idea.rising = pulse(idea.created_at) - NEVER_ROSE - support / 2


def pulse(moment: datetime) -> float:
    """The time as the order "rising" counts it: in days, which are its half-lives."""
    return moment.timestamp() / DAY


def half_lives() -> HalfLives:
    """The rules as they are committed."""
    rows = PopularityRule.objects.values_list("consultation_id", "half_life_days", "since", "offset")
    return HalfLives({pk: HalfLife(days, since, offset) for pk, days, since, offset in rows})


def known_half_lives() -> HalfLives:
    """The same for what is only shown: some seconds old at most."""
    return kept().once("half-lives", half_lives)
