"""What people who may not see a hidden contribution are told instead."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import User
from participation.contributions.models import Contribution
from participation.errors import ParticipationError


class Hidden(ParticipationError):
    """There was something here. Neither its words nor the reason are told to those who may not see it."""

    code, status = "hidden", 410
    message = _("A moderator has hidden this contribution, or is looking at reports about it.")


def may_see(user: User | AnonymousUser, contribution: Contribution) -> bool:
    """Everybody sees what is public; what is hidden only its author and the moderators."""
    if not contribution.is_hidden or user.has_perm("contributions.view_hidden"):
        return True
    return user.is_authenticated and contribution.author_id == user.pk


def require_visible(user: User | AnonymousUser, contribution: Contribution) -> None:
    """Pass where this person may see it. Raises Hidden."""
    if not may_see(user, contribution):
        raise Hidden
