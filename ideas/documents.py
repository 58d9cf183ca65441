"""What ideas, observations and official answers are found by."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.db.models import Case, When
from django.utils.translation import gettext_lazy as _

from participation.contributions.text import to_plain
from search.registry import Document, Label, named, register, register_facet, thread_of

from .life import FOLDED, Status, Step
from .models import Answer, Idea, Observation

# By account, and of open ones alone: that several are one person, or what a closed one wrote, is on no page, and two
# counts set against each other would tell it.
PERSON = Case(When(author__closed_at=None, then="author"))


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
        department_id=idea.department_id,
        status=idea.status,
        stage=idea.step,
        author_name=idea.author.public_name if idea.author else idea.source_author,
        source=idea.source_board,
        source_id=idea.source_id,
        source_url=idea.source_url,
        votes=idea.support_count,
        visible=not idea.is_hidden and idea.status not in FOLDED,
    )


def answer_document(answer: Answer) -> Document | None:
    """It is shown under the title of its idea; a prepared answer is found by nobody."""
    if answer.published_at is None:
        return None
    idea = answer.idea
    return Document(
        object_id=answer.pk,
        title=idea.title,
        is_title_borrowed=True,
        url=f"{idea.get_absolute_url()}#answers",
        date=answer.published_at,
        body=to_plain(answer.html),
        topic_id=idea.topic_id,
        place_id=idea.place_id,
        consultation_id=idea.consultation_id,
        department_id=answer.department_id,
        thread=thread_of("idea", idea.pk),
        status=answer.status,
        author_name=answer.department.name if answer.department else "",
        visible=not idea.is_hidden,
    )


def observation_document(observation: Observation) -> Document:
    # What several ideas took up stands with the first of them.
    idea = min((idea.pk for idea in observation.ideas.all()), default=None)
    return Document(
        object_id=observation.pk,
        title=observation.text,
        url=observation.get_absolute_url(),
        date=observation.created_at,
        body=" ".join(filter(None, [observation.spot, observation.photo_alt])),
        topic_id=observation.topic_id,
        place_id=observation.place_id,
        consultation_id=observation.consultation_id,
        thread=thread_of("idea", idea) if idea else "",
        author_name=observation.author.public_name if observation.author else "",
        votes=observation.agree_count,
        visible=not observation.is_hidden,
    )


def answers() -> "models.QuerySet[Answer]":
    """With all that their documents are made of."""
    return Answer.objects.select_related("idea", "department")


def observations() -> "models.QuerySet[Observation]":
    """With all that their documents are made of."""
    found: models.QuerySet[Observation] = Observation.objects.select_related("author").prefetch_related(
        models.Prefetch("ideas", Idea.objects.only("pk"))
    )
    return found


def _register_choices(facet: str, choices: type[models.TextChoices]) -> None:
    def names(values: Iterable[Any]) -> Mapping[Any, Label]:
        known: dict[str, Label] = dict(choices.choices)
        return {value: known.get(value, str(value)) for value in values}

    register_facet(facet, names, named(choices.values, names), lambda: choices.values)


_register_choices("status", Status)
_register_choices("stage", Step)
register(Idea, idea_document, kind="idea", objects=lambda: Idea.objects.select_related("author"), person=PERSON)
register(
    Answer, answer_document, kind="answer", label=_("Answer"), objects=lambda: answers().exclude(published_at=None)
)
register(Observation, observation_document, kind="observation", objects=observations, person=PERSON)
