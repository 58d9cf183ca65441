"""Offers to keep a search, on the page that shows it. Called once, when the package is ready."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from participation.errors import Invalid
from search import offers
from search.offers import Offer

from ..results import read


def _offer(view: str, label: str, params: QueryDict) -> Offer | None:
    try:
        asked = read(params)
    except Invalid:
        return None
    return Offer(label, f"{reverse(view)}?{asked.address}")


offers.register("saved", lambda params: _offer("sets:save", _("Tell me what is new"), params))
offers.register("set", lambda params: _offer("sets:keep", _("Cite these results"), params))
