"""What an idea waits for, and by when."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.consultations.ladder import Obligation

from ..life import Status
from ..models import Idea
from .points import NEAR_DAYS, Entry, days_in_words, point, support


def to_come(idea: Idea) -> list[Entry]:
    """What the idea waits for; nothing where its life is over."""
    if idea.status in {Status.POSTED, Status.VOTING}:
        return [_wanted_support(idea)]
    if idea.status == Status.OWED:
        return [_owed_answer(idea)]
    if idea.status in {Status.ACCEPTED, Status.PARTLY, Status.IN_PROGRESS}:
        so_far = _("%(percent)s%% done") % {"percent": idea.progress} if idea.progress else ""
        return [point("idea.done", _("Carried out"), detail=so_far, state="next")]
    if idea.status == Status.DONE and not idea.confirmed_count and not idea.disputed_count:
        return [point("idea.confirmed", _("Supporters say whether it was done"), state="next")]
    return []


def _wanted_support(idea: Idea) -> Entry:
    label = _supporters_wanted(idea.threshold) if idea.threshold else _("Finding support")
    detail = "" if idea.consultation.hides_results() else support(idea)
    if idea.closes_at is not None and idea.closes_at > timezone.now():
        left = days_in_words((timezone.localdate(idea.closes_at) - timezone.localdate()).days)
        detail = f"{detail} · {left}" if detail else left
    return point("idea.threshold_met", label, detail=detail, when=idea.closes_at, state="next")


def _supporters_wanted(threshold: int) -> str:
    return ngettext("%(count)s supporter needed", "%(count)s supporters needed", threshold) % {
        "count": intcomma(threshold)
    }


def _owed_answer(idea: Idea) -> Entry:
    days = idea.days_to_answer
    office = idea.department.local_name if idea.department else ""
    detail = " · ".join(part for part in (office, "" if days is None else days_in_words(days)) if part)
    return point(
        "idea.answered",
        _("Answer due")
        if idea.obliges == Obligation.ANSWER
        else _("Due: %(what)s") % {"what": Obligation(idea.obliges).label},
        detail=detail,
        when=idea.answer_due_at,
        state="overdue" if idea.is_overdue else "next",
        near=days is not None and days <= NEAR_DAYS,
        actor=office,
    )
