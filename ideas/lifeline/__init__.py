"""An idea's whole life on one line: what happened, who did it, when and why, and what is owed next."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.events.models import Event

from ..models import Idea
from .ahead import to_come
from .happened import TELL
from .points import NEAR_DAYS, Entry, days_in_words, point
from .untold import beginning, untold, word_of_citizens

__all__ = ["NEAR_DAYS", "Entry", "days_in_words", "lifeline"]


def lifeline(idea: Idea, user: User | AnonymousUser) -> list[Entry]:
    """All points in the order of time, in the reader's language; what is to come stands last.

    One query for the events; one more where the idea began with observations, and one where it was confirmed.
    """
    events = list(Event.objects.about(idea).public().in_order().select_related("actor__department"))
    told = {event.verb for event in events}
    points = [said for event in events if (tell := TELL.get(event.verb)) and (said := tell(idea, event)) is not None]
    points += untold(idea, told)
    if idea.is_hidden and (user.has_perm("contributions.view_hidden") or _wrote(user, idea)):
        points.append(point("idea.hidden", _("Hidden"), when=idea.hidden_at, note=idea.hidden_reason))
    points.sort(key=lambda each: each["when"] or idea.created_at)
    return [*beginning(idea), *points, *word_of_citizens(idea), *to_come(idea)]


def _wrote(user: User | AnonymousUser, idea: Idea) -> bool:
    return user.is_authenticated and idea.author_id == user.pk
