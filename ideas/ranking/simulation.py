"""What a changed half-life would do to the first page, before anybody decides on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from ..kept import kept
from ..models import Idea, IdeaQuerySet
from .half_life import HalfLife, half_lives

FIRST_PAGE = 25


@dataclass(frozen=True)
class Place:
    """An idea on one of the two pages; ``other`` is its place on the other one, None where it is not on it."""

    idea: Idea
    number: int
    other: int | None
    is_hidden: bool


@dataclass(frozen=True)
class Simulation:
    """The first page as it is and as it would be, each in its order."""

    days_now: int
    days: int
    before: list[Place]
    after: list[Place]

    @property
    def moved(self) -> int:
        """How many places of the page would hold another idea."""
        return sum(place.other != place.number for place in self.after)


def simulate(consultation_id: int | None, days: int) -> Simulation:
    """The two first pages of one consultation's list, or of the site's.

    The one query that orders ideas by something that is not kept: only who may change the order asks it.
    """
    rule = half_lives().of(consultation_id)
    ideas = Idea.objects.published().only("title", "slug", "language", "support_count", "created_at", "consultation_id")
    if consultation_id is not None:
        ideas = ideas.filter(consultation=consultation_id)
    before = list(ideas.order_by(_column(consultation_id), "-pk")[:FIRST_PAGE])
    after = _under(ideas, rule.changed(days, timezone.now()))
    return Simulation(rule.days, days, _places(before, after), _places(after, before))


def _column(consultation_id: int | None) -> str:
    return "-heat" if consultation_id is None else "-local_heat"


def _under(ideas: IdeaQuerySet, rule: HalfLife) -> list[Idea]:
    return list(ideas.order_by(rule.heat().desc(), "-pk")[:FIRST_PAGE])


def _places(page: Sequence[Idea], other: Sequence[Idea]) -> list[Place]:
    there = {idea.pk: number for number, idea in enumerate(other, 1)}
    hidden = kept().hidden
    return [
        Place(idea, number, there.get(idea.pk), idea.consultation_id in hidden) for number, idea in enumerate(page, 1)
    ]
