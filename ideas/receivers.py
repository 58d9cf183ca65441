"""Ideas keep their counts right when something below them changes."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.dispatch import receiver
from wagtail.signals import page_published

from participation.consultations.models import ConsultationPage
from participation.contributions.signals import visibility_changed
from participation.votes.signals import votes_withdrawn

from . import counts
from .actions.clockwork import reset_closing_times
from .models import Idea, Observation
from .tallies import count_change


@receiver(visibility_changed, sender=Idea)
def count_visibility(contribution: Idea, was_hidden: bool, **_: object) -> None:
    cell = counts.Cell(
        contribution.consultation_id,
        contribution.status,
        contribution.topic_id,
        contribution.place_id,
        contribution.source_board,
    )
    counts.count_many([(cell, 1 if was_hidden else -1)])


@receiver(votes_withdrawn)
def take_vote_from_tally(content_type: ContentType, object_id: str, value: int, version: int, **_: object) -> None:
    """Two accounts that voted turned out to be one person: one vote goes."""
    kind = content_type.model_class()
    if kind is Idea and (idea := Idea.objects.filter(pk=int(object_id)).first()):
        count_change(idea, support=-(value == 1), oppose=-(value == -1), version=version)
    elif kind is Observation:
        Observation.objects.filter(pk=int(object_id), agree_count__gt=0).update(agree_count=F("agree_count") - 1)


@receiver(page_published, sender=ConsultationPage)
def follow_new_dates(instance: ConsultationPage, **_: object) -> None:
    """An editor may have moved the end of the stage in which ideas look for support."""
    reset_closing_times(ConsultationPage.objects.get(pk=instance.pk))
