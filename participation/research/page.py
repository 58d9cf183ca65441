"""The way from the search's page to the desk. Called once, when the package is ready."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from search import offers
from search.offers import Offer

from .tabs import tabs

NAME = "desk"
FIRST = "research:documents"


def _look_closer(params: QueryDict) -> Offer:
    """The desk's first page, about the same hits."""
    (first,) = (tab for tab in tabs(FIRST, params) if tab["current"])
    return Offer(_("Look closer at the researcher’s desk"), first["url"])


offers.register(NAME, _look_closer)
