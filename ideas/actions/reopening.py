"""Another chance for an idea that expired or was declined, by the rule of its consultation."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.consultations.models import Reopening
from participation.consultations.stages import Power
from participation.contributions.text import clean_text
from participation.errors import LimitReached, NotAllowed, ReasonNeeded, StageClosed

from ..life import Status
from ..models import Idea, closing_time
from ..stages import why_closed
from .moving import locked, move_idea
from .owing import next_rung, rungs_reached, waiting_status

REOPENABLE = frozenset({Status.EXPIRED, Status.DECLINED, Status.NOT_OURS})


def why_not_reopenable(idea: Idea) -> str | None:
    """Why nobody can open this idea again; None where it can be done."""
    page = idea.consultation
    if idea.status not in REOPENABLE:
        return _("Only ideas that expired or were declined can be opened again.")
    if page.reopening == Reopening.NEVER:
        return _("In this consultation, ideas that ended are not opened again.")
    if idea.reopened_count >= page.reopenings_at_most:
        return _("This idea was opened again as often as the rules allow.")
    if not page.allows(Power.SUPPORT):
        return why_closed(page, Power.SUPPORT)
    closes_at = closing_time(page, timezone.now())
    if closes_at is not None and closes_at <= timezone.now():
        return _("No time is left in which it could find support.")
    return None


@transaction.atomic
def reopen_idea(*, user: User, idea: Idea, reason: str) -> Idea:
    """Let an idea look for support again; those who supported it need not do so anew.

    What was declined needs as many more supporters as its last rung took, or those of the next rung where there is
    one. Raises NotAllowed, LimitReached, StageClosed or ReasonNeeded.
    """
    require(user, "ideas.reopen_idea", idea)
    idea = locked(idea)
    if (refusal := why_not_reopenable(idea)) is not None:
        if idea.reopened_count >= idea.consultation.reopenings_at_most and idea.status in REOPENABLE:
            raise LimitReached(refusal)
        raise StageClosed(refusal) if idea.status in REOPENABLE else NotAllowed(refusal)
    if not clean_text(reason):
        raise ReasonNeeded(_("Say why it should be looked at again."))
    idea.closes_at = closing_time(idea.consultation, timezone.now())
    idea.reopened_count += 1
    idea.answer_due_at = idea.owner = None
    idea.ran_out = False
    _set_rung(idea)
    move_idea(
        idea,
        waiting_status(idea),
        verb="idea.reopened",
        actor=user,
        save=("closes_at", "reopened_count", "answer_due_at", "owner", "threshold", "ran_out"),
        by_rule=True,
        reason=clean_text(reason)[:1000],
        threshold=idea.threshold,
    )
    return idea


def _set_rung(idea: Idea) -> None:
    if idea.threshold_met is None or idea.has_next_rung:
        return
    following = next_rung(idea, rungs_reached(idea))
    if following is not None:
        idea.threshold = following.need_in(idea.place)
    elif ladder := idea.consultation.ladder:
        idea.threshold = max(idea.support_count, idea.threshold_met) + ladder[-1].need_in(idea.place)
