"""What changed because of citizens, as open data: the stories that everybody may read."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from participation.datasets.columns import Column, Row, Table
from participation.datasets.masking import without_addresses
from participation.datasets.registry import register

from ..models import Idea
from .finding import changes
from .models import Story
from .showing import story_url

BATCH = 500


def stories() -> Iterator[Row]:
    """Those of the list, also where nobody added words to what the idea's own life tells."""
    told = Prefetch("story", Story.objects.filter(published_at__isnull=False).defer("html"))
    rows = changes().only("pk", "slug", "answered_at").prefetch_related(told).order_by("pk")
    for idea in rows.iterator(chunk_size=BATCH):
        story = _added(idea)
        yield (
            idea.pk,
            without_addresses(story.words) if story else None,
            story.language if story else None,
            without_addresses(story.photo_alt) if story else None,
            story.published_at if story else None,
            idea.answered_at,
            settings.BASE_URL + story_url(idea),
        )


def _added(idea: Idea) -> Story | None:
    try:
        return idea.story
    except Story.DoesNotExist:
        return None


register(
    Table(
        name="stories",
        title=_("What changed because of you"),
        description=_("The ideas that changed something, with the words that somebody added to each."),
        columns=(
            Column("idea", "integer", _("the idea that changed something"), refers="ideas"),
            Column(
                "words", "string", _("what changed, in the office’s words; empty: the idea’s own life tells it alone")
            ),
            Column("language", "string", _("language of the text, where it is known")),
            Column("photo_alt", "string", _("what the photo shows, in words")),
            Column("published_at", "datetime", _("when the words were published")),
            Column("answered_at", "datetime", _("when the idea was answered")),
            Column("url", "string", _("its page")),
        ),
        rows=stories,
        key="idea",
    )
)
