"""The present ladder of an idea's consultation, as lists keep it: no page asks the database for each idea."""

from participation.consultations.ladder import Rung, usual_rung

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
    """The one that the idea climbs now."""
    need = idea.threshold or 0
    return next((rung for rung in ladder_of(idea) if rung.need_in(idea.place) >= need), None)
