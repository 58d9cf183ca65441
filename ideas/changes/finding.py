"""Which ideas changed something, and for whom."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from participation.accounts.models import User
from participation.votes.casting import supported_by

from ..keysets import Keyset
from ..life import Status
from ..models import Idea, IdeaQuerySet, Observation
from .models import Story

#: What is done tells its story by itself; what is on its way needs somebody who tells it.
TOLD_BY_ITSELF = (Status.DONE,)
ON_ITS_WAY = (Status.ACCEPTED, Status.PARTLY, Status.IN_PROGRESS)
LATEST = Keyset("answered_at", datetime, descending=True)
PAGE = 25


def is_change(idea: Idea) -> bool:
    return idea.status in {*TOLD_BY_ITSELF, *ON_ITS_WAY}


def changes() -> IdeaQuerySet:
    """The public ideas whose story everybody may read."""
    told = Story.objects.filter(idea=OuterRef("pk"), published_at__isnull=False)
    ideas: IdeaQuerySet = Idea.objects.published().native().filter(answered_at__isnull=False)
    return ideas.filter(Q(status__in=TOLD_BY_ITSELF) | Q(Exists(told), status__in=ON_ITS_WAY))


def because_of(user: User) -> IdeaQuerySet:
    """Those that this person wrote, supported, or noticed first."""
    seen = Observation.objects.filter(author=user, ideas=OuterRef("pk"))
    supported = supported_by(user, Idea)
    return changes().filter(Q(author=user) | Q(pk__in=supported) | Q(Exists(seen)))
