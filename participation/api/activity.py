"""What happened in public, without anything that was hidden since."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet

from ideas.models import Idea, Observation
from participation.events.models import Event, EventQuerySet

KINDS = (Idea, Observation)
# Nobody needs to know how many million events there are: beyond this the count stands still.
MOST_COUNTED = 10_000


def public_events() -> EventQuerySet:
    """Public events; whoever hid a thing hid its story with it."""
    events = Event.objects.public()
    for model in KINDS:
        hidden = model._default_manager.filter(pk=OuterRef("object_id"), hidden_at__isnull=False)
        kind = ContentType.objects.get_for_model(model)
        events = events.exclude(Exists(hidden), content_type=kind)
    return events


def counted(events: "QuerySet[Event]") -> int:
    return events.order_by("pk")[:MOST_COUNTED].count()
