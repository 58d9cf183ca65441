"""What consultations are found by, and how the search calls topics, places and departments."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.html import strip_tags

from participation.accounts.models import Department, Named
from search.registry import Document, Label, named, register, register_facet

from . import names
from .models import ConsultationPage, ConsultationTranslation, Place, Topic


def _text(words: ConsultationPage | ConsultationTranslation) -> str:
    """All that a page says beneath its title."""
    blocks: Any = words.body
    said = blocks.stream_block.get_searchable_content(blocks)
    return "\n".join([words.intro, *(strip_tags(str(each)) for each in said)])


def consultation_document(page: ConsultationPage) -> Document | None:
    """A page that is no longer or not yet live, or stands behind a password, is not found at all."""
    url = page.url
    if not page.live or not url or page.get_view_restrictions().exists():
        return None
    return Document(
        object_id=page.pk,
        title=page.title,
        url=url,
        date=page.first_published_at or page.latest_revision_created_at or timezone.now(),
        body=_text(page),
        topic_id=page.topic_id,
        place_id=page.place_id,
        consultation_id=page.pk,
        department_id=page.department_id,
        translations={words.language: (words.title, _text(words)) for words in page.words.all()},
    )


def consultations() -> "models.QuerySet[ConsultationPage]":
    """What a rebuild reads."""
    pages: models.QuerySet[ConsultationPage] = ConsultationPage.objects.prefetch_related("words")
    return pages


def _register(facet: str, model: type[Named]) -> None:
    def labels(values: Iterable[Any]) -> Mapping[Any, Label]:
        return {pk: thing.local_name for pk, thing in names.kept(model, values).items()}

    def find(typed: str) -> list[Any]:
        """By number, by address, or by the name in any language."""
        rows: list[Any] = list(model._default_manager.all())
        by_name = named([row.pk for row in rows], labels)(typed)
        return list(dict.fromkeys([*(row.pk for row in rows if row.slug == typed), *by_name]))

    def values() -> list[Any]:
        return list(model._default_manager.values_list("pk", flat=True))

    register_facet(facet, labels, find, values)


_register("topic", Topic)
_register("place", Place)
_register("department", Department)
register(ConsultationPage, consultation_document, kind="consultation", objects=consultations)
