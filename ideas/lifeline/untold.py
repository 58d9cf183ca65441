"""What an idea knows of its life although no event tells it: how it began, what came along, what supporters say."""

from collections.abc import Iterable

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..life import Status
from ..models import Idea, Observation
from .points import Entry, answer_label, point, supporters_reached


def untold(idea: Idea, told: set[str]) -> list[Entry]:
    """What the idea knows of its life although no public event tells it: an import, what happened while hidden."""
    points = []
    if not told & {"idea.submitted", "idea.imported"}:
        name = idea.source_author or (idea.author.public_name if idea.author else "")
        points.append(point("idea.submitted", _("Idea posted"), detail=name, when=idea.created_at, actor=name))
    if idea.threshold_met_at and "idea.threshold_met" not in told:
        points.append(
            point(
                "idea.threshold_met",
                supporters_reached(idea.threshold),
                detail=_("An answer is owed from here on"),
                when=idea.threshold_met_at,
            )
        )
    if idea.is_imported and idea.closes_at and idea.status in {Status.EXPIRED, Status.ANSWERED}:
        points.append(point("idea.expired", _("The time to find support ended"), when=idea.closes_at))
    if idea.answered_at and "idea.answered" not in told:
        office = idea.department.local_name if idea.department else ""
        label = answer_label(idea.status) if idea.is_answered else _("Answer")
        points.append(point("idea.answered", label, detail=office, when=idea.answered_at, actor=office))
    return points


def beginning(idea: Idea) -> list[Entry]:
    """What was noticed before anybody proposed anything."""
    seen = [observation for observation in _observations(idea) if not observation.is_hidden]
    if not seen:
        return []
    label = ngettext("Began with %(count)s observation", "Began with %(count)s observations", len(seen)) % {
        "count": len(seen)
    }
    first = min(seen, key=lambda observation: observation.created_at)
    spots = list(dict.fromkeys(spot for each in seen if (spot := each.spot or str(each.place or ""))))
    detail = spots[0] if spots else ""
    if len(spots) > 1:
        detail = ngettext(
            "%(place)s and %(count)s other place", "%(place)s and %(count)s other places", len(spots) - 1
        ) % {
            "place": spots[0],
            "count": len(spots) - 1,
        }
    return [point("observation.gathered", label, detail=detail, when=first.created_at, url=first.get_absolute_url())]


def _observations(idea: Idea) -> Iterable[Observation]:
    if "observations" in getattr(idea, "_prefetched_objects_cache", {}):
        return idea.observations.all()
    return idea.observations.select_related("place")


def word_of_citizens(idea: Idea) -> list[Entry]:
    """What the supporters say of the work, once somebody has said something."""
    if not idea.confirmed_count and not idea.disputed_count:
        return []
    detail = _("%(done)s say it was done, %(not_done)s say not yet") % {
        "done": intcomma(idea.confirmed_count),
        "not_done": intcomma(idea.disputed_count),
    }
    latest = idea.confirmations.aggregate(latest=Max("created_at"))["latest"]
    return [point("idea.confirmed", _("Word of the citizens"), detail=detail, when=latest)]
