"""The offer to take results away, on the page that shows them. Called once, when the package is ready."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from participation.errors import Invalid
from search import offers
from search.offers import Offer

from ..results import read


def _take_away(params: QueryDict) -> Offer | None:
    try:
        asked = read(params)
    except Invalid:
        return None
    return Offer(_("Take these results away"), f"{reverse('exports:new')}?{asked.address}")


offers.register("export", _take_away)
