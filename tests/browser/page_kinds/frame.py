"""The first page, plain pages and the API's page."""

from tests.factories import (
    ObservationFactory,
    PlaceFactory,
    TopicFactory,
)

from .table import Site, Visit, kind, plain

plain("principles", "/principles/")
plain("privacy", "/privacy/")
plain("accessibility", "/accessibility/")
plain("not-found", "/nothing/here/", status=404)
plain("not-allowed", "/desk/", person="mina", status=403)
plain("bad-address", "/ideas/?sort=nonsense", status=400)


@kind("home")
def home(site: Site) -> Visit:
    site.idea(voting=True, topic=TopicFactory(name="교통"), place=PlaceFactory(name="은행동"))
    site.idea(owed=True, department=site.transport)
    site.idea(done=True)
    ObservationFactory(author=site.mina, consultation=site.consultation)
    return Visit("/")


@kind("home-member")
def home_of_a_member(site: Site) -> Visit:
    site.idea(voting=True)
    return Visit("/", site.joon)


@kind("api")
def api(site: Site) -> Visit:
    return Visit("/api/v1/docs")
