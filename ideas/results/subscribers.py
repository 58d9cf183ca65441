"""What else changes with a result: at once, its place in the search."""

from participation.events.models import Event
from participation.events.registry import subscribe
from search.indexing import index

from .models import Result


@subscribe(
    "result.planned result.changed result.progressed result.done result.stopped",
    name="search.results",
    in_transaction=True,
)
def index_result(event: Event) -> None:
    result = Result.objects.with_names().filter(pk=event.object_id).first()
    if result is not None:
        index(result)
