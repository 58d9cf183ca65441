"""What ideas and observations are found by."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from participation.contributions.text import to_plain
from search.registry import Document, Label, named, register, register_facet

from .life import Status, Step
from .models import Idea, Observation


def idea_document(idea: Idea) -> Document:
    return Document(
        object_id=idea.pk,
        title=idea.title,
        url=idea.get_absolute_url(),
        date=idea.created_at,
        body=to_plain(idea.html),
        code=idea.code,
        topic_id=idea.topic_id,
        place_id=idea.place_id,
        consultation_id=idea.consultation_id,
        status=idea.status,
        stage=idea.step,
        author_name=idea.author.public_name if idea.author else idea.source_author,
        source=idea.source_board,
        source_id=idea.source_id,
        source_url=idea.source_url,
        votes=idea.support_count,
        visible=not idea.is_hidden,
    )


def observation_document(observation: Observation) -> Document:
    return Document(
        object_id=observation.pk,
        title=observation.text,
        url=observation.get_absolute_url(),
        date=observation.created_at,
        body=" ".join(filter(None, [observation.spot, observation.photo_alt])),
        topic_id=observation.topic_id,
        place_id=observation.place_id,
        consultation_id=observation.consultation_id,
        author_name=observation.author.public_name if observation.author else "",
        votes=observation.agree_count,
        visible=not observation.is_hidden,
    )


def _register_choices(facet: str, choices: type[models.TextChoices]) -> None:
    def names(values: Iterable[Any]) -> Mapping[Any, Label]:
        known: dict[str, Label] = dict(choices.choices)
        return {value: known.get(value, str(value)) for value in values}

    register_facet(facet, names, named(choices.values, names))


_register_choices("status", Status)
_register_choices("stage", Step)
register(Idea, idea_document, kind="idea", objects=lambda: Idea.objects.select_related("author"))
register(
    Observation, observation_document, kind="observation", objects=lambda: Observation.objects.select_related("author")
)
