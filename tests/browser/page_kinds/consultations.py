"""Consultations."""

from tests.factories import (
    ConsultationFactory,
    ObservationFactory,
)

from .table import Site, Visit, kind


@kind("consultations")
def consultations(site: Site) -> Visit:
    ConsultationFactory(stage="vote")
    ConsultationFactory(stage="answer")
    ConsultationFactory(is_suggestion_box=True)
    return Visit("/consultations/")


@kind("consultation")
def consultation(site: Site) -> Visit:
    site.idea(voting=True)
    ObservationFactory(author=site.mina, consultation=site.consultation)
    return Visit(str(site.consultation.get_url()))
