"""What a person has left of the votes of a stage, and what is missing before they count."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.accounts.models import IdentityLevel, User
from participation.consultations.models import Stage
from participation.votes.ballots import cast_in
from participation.votes.casting import used_allowance


def votes_left(user: User | AnonymousUser, stage: Stage | None) -> int | None:
    """None where votes are not counted out."""
    if not isinstance(user, User) or stage is None or not stage.votes_per_person:
        return None
    return max(stage.votes_per_person - used_allowance(user, stage), 0)


def votes_text(user: User | AnonymousUser, stage: Stage | None) -> str:
    """What to tell this person of their votes in the stage; nothing where each counts and none runs out."""
    left = votes_left(user, stage)
    left_words = "" if left is None else ngettext("%(left)s vote left.", "%(left)s votes left.", left) % {"left": left}
    return " ".join(filter(None, [left_words, _missing_text(user, stage), _level_text(user, stage)]))


def turns_others(user: User, stage: Stage | None, value: int) -> bool:
    """Whether the vote just cast changed what other ideas show: it was the last one, or made all others count."""
    if stage is None:
        return False
    left = votes_left(user, stage)
    ran_out = left == 0 or (left == 1 and not value)
    minimum = stage.votes_at_least
    return ran_out or bool(minimum and cast_in(user, stage) == (minimum if value else minimum - 1))


def _missing_text(user: User | AnonymousUser, stage: Stage | None) -> str:
    """How many more votes it takes before a person's votes count."""
    if not isinstance(user, User) or stage is None or not stage.votes_at_least:
        return ""
    missing = stage.votes_at_least - cast_in(user, stage)
    if missing <= 0:
        return ""
    return ngettext(
        "Your votes here count once you have cast %(count)s more.",
        "Your votes here count once you have cast %(count)s more.",
        missing,
    ) % {"count": missing}


def _level_text(user: User | AnonymousUser, stage: Stage | None) -> str:
    """Said before somebody presses the button in vain."""
    if not isinstance(user, User) or stage is None or user.identity_level >= stage.identity_level:
        return ""
    return _("To vote here you need: %(level)s.") % {"level": IdentityLevel(stage.identity_level).label}
