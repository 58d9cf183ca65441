"""Whether the consultation's stage allows something now, and words for why not."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from participation.accounts.models import IdentityLevel, User
from participation.consultations.models import ConsultationPage, Stage
from participation.consultations.stages import Power
from participation.errors import StageClosed, VerificationNeeded

from .life import Status
from .models import Idea


def require_stage(consultation: ConsultationPage, power: Power) -> Stage:
    """The stage now open, where it allows this.

    Raises StageClosed with when it will be possible, or that it is over.
    """
    stage = consultation.stage_at() if consultation.live else None
    if stage is not None and power in stage.powers:
        return stage
    raise StageClosed(why_closed(consultation, power))


def why_closed(consultation: ConsultationPage, power: Power) -> str:
    """A sentence for people: not yet (from when), or no more."""
    coming = consultation.stage_that_allows(power) if consultation.live else None
    if coming is None:
        return _("This consultation no longer allows it.")
    return _("This will be possible from %(date)s.") % {
        "date": date_format(timezone.localtime(coming.starts_at), "DATETIME_FORMAT")
    }


def require_vote(user: User, idea: Idea, value: int) -> Stage:
    """The stage in which this person may now change their vote on the idea.

    Raises StageClosed, or VerificationNeeded with the level asked for.
    """
    power = Power.OPPOSE if value < 0 else Power.SUPPORT
    stage = require_stage(idea.consultation, power)
    if (reason := why_not_votable(idea)) is not None:
        raise StageClosed(reason)
    if value and user.identity_level < stage.identity_level:
        raise VerificationNeeded(level=IdentityLevel(stage.identity_level).name.lower())
    return stage


def limit_of(idea: Idea) -> int | None:
    """How many may support the idea; None where there is no limit, or where reaching it would tell what is hidden."""
    consultation = idea.consultation
    if consultation.takes_more or consultation.hides_results():
        return None
    return consultation.supporters_at_most


def why_not_votable(idea: Idea) -> str | None:
    """Why the idea takes no votes although its consultation does; None where it takes them."""
    if idea.status == Status.MERGED:
        return _("This idea was merged into another one, which can be supported instead.")
    if idea.status == Status.SPLIT:
        return _("This idea was divided. Its parts can be supported instead.")
    if idea.status not in {Status.POSTED, Status.VOTING, Status.OWED} and not idea.climbs_on:
        return _("Voting on this idea is over.")
    # What reached a rung in time goes on gathering support until it is answered.
    may_end = idea.status != Status.OWED or idea.ran_out
    if may_end and idea.closes_at is not None and idea.closes_at <= timezone.now():
        return _("The time to find support for this idea is over.")
    return None
