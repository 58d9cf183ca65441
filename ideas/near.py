"""What somebody proposed already, beside what is being written or read."""

from typing import Any

from django.core.cache import cache
from django.utils.translation import get_language

from search.finding import Hit
from search.similarity import similar

from .models import Idea

SECONDS = 300


def near_to(title: str) -> list[Hit]:
    """Ideas near to a title that is being typed; nothing where nothing is near."""
    title = title.replace("\0", "")[:300]
    return similar(title, kinds=("idea",), limit=5) if len(title.strip()) > 1 else []


def near_idea(idea: Idea) -> list[dict[str, Any]]:
    """Other ideas that say something near; asked for once in a few minutes, and without what was hidden since."""
    key = f"ideas.similar:{idea.pk}:{idea.version}:{get_language()}"
    found: list[dict[str, Any]] | None = cache.get(key)
    if found is None:
        hits = similar(idea.title, kinds=("idea",), limit=3, exclude=("idea", idea.pk))
        found = [{"title": hit.title, "url": hit.url, "pk": hit.object_id} for hit in hits]
        cache.set(key, found, SECONDS)
    if not found:
        return []
    shown = set(Idea.objects.published().filter(pk__in=[other["pk"] for other in found]).values_list("pk", flat=True))
    return [other for other in found if other["pk"] in shown]
