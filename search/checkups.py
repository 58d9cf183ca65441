"""Whether the index holds just what it should."""

from participation.events.checkup import register_checkup

from .engines import engine
from .indexing import rebuild
from .models import SearchDoc
from .registry import searchables


def _index(repair: bool) -> int:
    """Objects without a document, and documents without an object."""
    wrong = 0
    for found in searchables():
        kept = set(SearchDoc.objects.filter(kind=found.kind).values_list("object_id", flat=True))
        things = {thing.pk for thing in found.objects().iterator(chunk_size=2000) if found.to_document(thing)}
        wrong += len(kept ^ things)
    if wrong and repair:
        rebuild()
        return wrong
    return wrong + engine().wrong(repair=repair)


register_checkup("index", _index)
