"""Public events as open data, without the story of what was hidden since."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import Capacity
from participation.datasets.columns import Column, Row, Table, coded
from participation.datasets.registry import register
from participation.events.models import Event

from .kinds import content_types

BATCH = 2_000


def public_events() -> Iterator[Row]:
    """What happened, in order. Who did it is told by the role alone."""
    events = Event.objects.public()
    for number, model in content_types().items():
        hidden = model._default_manager.filter(pk=OuterRef("object_id"), hidden_at__isnull=False)
        events = events.exclude(Exists(hidden), content_type_id=number)
    names = dict(ContentType.objects.values_list("pk", "model"))
    columns = ("pk", "verb", "created_at", "capacity", "content_type_id", "object_id")
    for pk, verb, at, capacity, kind, target in events.order_by("pk").values_list(*columns).iterator(chunk_size=BATCH):
        yield pk, verb, at, capacity, names[kind], target


register(
    Table(
        name="events",
        title=_("Public events"),
        description=_("What happened in public, in the order in which it happened."),
        columns=(
            Column("id", "integer", _("number; later ones are greater")),
            Column("verb", "string", _("what happened, to what kind of thing")),
            Column("at", "datetime", _("when")),
            Column(
                "capacity",
                "string",
                _("in which role somebody did it; empty: the site itself"),
                codes=coded(Capacity.choices),
            ),
            Column("target_kind", "string", _("the kind of thing it happened to")),
            Column("target", "integer", _("the number of that thing")),
        ),
        rows=public_events,
    )
)
