"""The share of unusual votes as open data, where the site shows it to everybody."""

from collections.abc import Iterator
from itertools import islice

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from participation.datasets.columns import Column, Row, Table
from participation.datasets.registry import register

from .models import Pattern
from .showing import is_public, shares_for
from .watched import watched

BATCH = 500


def shares() -> Iterator[Row]:
    """As a visitor sees them; nothing where the site keeps them to those who work here."""
    if not is_public():
        return
    model = watched().model
    kind = ContentType.objects.get_for_model(model)
    judged = Pattern.objects.filter(content_type=kind).order_by("object_id").values_list("object_id", flat=True)
    for numbers in _batches(judged.iterator(chunk_size=BATCH)):
        things = model._default_manager.filter(pk__in=numbers, hidden_at=None).order_by("pk")
        for thing, share in shares_for(AnonymousUser(), things).items():
            yield f"{kind.model}/{thing.pk}", kind.model, thing.pk, share.unusual, share.support, share.judged_at


def _batches(numbers: Iterator[int]) -> Iterator[list[int]]:
    while batch := list(islice(numbers, BATCH)):
        yield batch


register(
    Table(
        name="unusual_votes",
        title=_("Unusual votes"),
        description=_(
            "How many votes came in an unusual way, where the site shows it to everybody. They are counted like all"
            " others."
        ),
        columns=(
            Column("id", "string", _("kind and number together")),
            Column("kind", "string", _("what it is")),
            Column("number", "integer", _("its number")),
            Column("unusual", "integer", _("votes that came in an unusual way")),
            Column("support", "integer", _("votes for it")),
            Column("judged_at", "datetime", _("when they were last looked at")),
        ),
        rows=shares,
    )
)
