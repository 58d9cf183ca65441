"""Which words of citizens and of the office can be read in another language."""

from django.utils.html import strip_tags

from participation.contributions.machine_translation import Source
from participation.contributions.reading import language_of

from .models import Answer, Idea, Observation, ProgressNote


def source_of_idea(idea: Idea) -> Source:
    return Source(idea, idea.language, title=idea.title, html=idea.html)


def source_of_observation(observation: Observation) -> Source:
    return Source(observation, observation.language or language_of(observation.text), title=observation.text)


def source_of_voice(said: Answer | ProgressNote) -> Source:
    """What the office said: an answer, or how far the work has come."""
    return Source(said, said.language or language_of(strip_tags(said.html)), html=said.html)


def sources_on_page(idea: Idea) -> list[Source]:
    """All that an idea's page shows of it, the idea first."""
    answers = idea.answers.filter(published_at__isnull=False)
    voices: list[Answer | ProgressNote] = [*answers, *idea.progress_notes.all()]
    return [source_of_idea(idea), *(source_of_voice(said) for said in voices)]
