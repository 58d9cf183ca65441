"""The present ladder of an idea's consultation, as lists keep it: no page asks the database for each idea."""

from participation.consultations.ladder import Rung, usual_rung

from ..actions.owing import rungs_reached
from ..kept import kept
from ..models import Idea


def ladder_of(idea: Idea) -> list[Rung]:
    """All rungs, lowest first."""
    rungs = kept().ladders.get(idea.consultation_id)
    if rungs:
        return list(rungs)
    usual = usual_rung(idea.consultation)
    return [usual] if usual else []


def rung_wanted(idea: Idea) -> Rung | None:
    """The one that the idea climbs now. For an idea's own page: a ladder with shares asks what was reached."""
    ladder = ladder_of(idea)
    if any(rung.per_cent is not None for rung in ladder):
        # The number that was told may differ from what the same rung takes today.
        return next(iter(ladder[rungs_reached(idea) :]), None)
    need = idea.threshold or 0
    return next((rung for rung in ladder if rung.supporters >= need), None)
