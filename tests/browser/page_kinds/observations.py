"""Observations."""

from django.core.files.base import ContentFile

from tests.factories import (
    ObservationFactory,
    PlaceFactory,
    TopicFactory,
)

from .table import Site, Visit, kind, plain, png

plain("observations-empty", "/observations/")
plain("observation-new", "/observations/new/")
plain("observation-new-with-errors", "/observations/new/", person="mina", press=("보내기", "Send"), status=422)


@kind("observations")
def observations(site: Site) -> Visit:
    seen = ObservationFactory(author=site.mina, consultation=site.consultation, topic=TopicFactory(name="교통"))
    ObservationFactory(author=site.joon, consultation=site.consultation, place=PlaceFactory(name="은행동"))
    site.idea().observations.add(seen)
    return Visit("/observations/", site.joon)


@kind("observation")
def observation(site: Site) -> Visit:
    seen = ObservationFactory(
        author=site.mina, consultation=site.consultation, spot="3번 출구", photo_alt="꺼진 신호등"
    )
    seen.photo.save("seen.png", ContentFile(png()))
    site.idea().observations.add(seen)
    return Visit(seen.get_absolute_url(), site.joon)
