"""The search as the API asks it: names for numbers, and a cursor that makes no sense is said to."""

from django.db import models
from django.utils.translation import gettext as _

from participation.accounts.models import Department
from participation.consultations.models import Place, Topic
from participation.errors import Invalid
from search.engines.base import SORTS
from search.finding import Cursor
from search.query import Filters

from .asked import SetAsked
from .lookup import number_of, public_consultations


def filters_of(asked: SetAsked) -> Filters:
    """The filters out of an address. Raises Invalid naming the field whose choice does not exist."""
    if asked.date_from and asked.date_to and asked.date_from > asked.date_to:
        raise Invalid(errors={"to": _("This day lies before the first one.")})
    return Filters.from_params(
        {
            "kind": asked.kind,
            "topic": _numbers(Topic.objects.all(), asked.topic, "topic"),
            "place": _numbers(Place.objects.all(), asked.place, "place"),
            "department": _numbers(Department.objects.all(), asked.department, "department"),
            "thread": asked.thread,
            "exact": asked.exact,
            "consultation": _numbers(public_consultations(), asked.consultation, "consultation"),
            "status": asked.status,
            "stage": asked.stage,
            "board": asked.board,
            "author": asked.author,
            "from": asked.date_from,
            "to": asked.date_to,
        }
    )


def _numbers(queryset: "models.QuerySet[models.Model]", said: str, field: str) -> str:
    """Several choices are separated by commas."""
    refs = [ref for ref in said.split(",")[:20] if ref.strip()]
    return ",".join(number_of(queryset, ref, field) for ref in refs)


def check_search_cursor(cursor: str) -> None:
    """Raises Invalid where the search would begin at the beginning because it cannot read the cursor."""
    if not cursor or cursor == Cursor().written():
        return
    if all(Cursor.read(cursor, sort) == Cursor() for sort in SORTS):
        raise Invalid(errors={"cursor": _("This page of the list cannot be found. Go back to its beginning.")})
