"""The one place where actions ask whether somebody may do something."""

from django.contrib.auth.models import AnonymousUser
from django.db import models

from participation.errors import NotAllowed, SignInNeeded

from .blocking import Blocked, told_to
from .models import User


def require(user: User | AnonymousUser, permission: str, target: models.Model | None = None) -> None:
    """Pass where the rule allows it.

    Raises SignInNeeded for visitors, Blocked for those who were blocked and NotAllowed for everybody else.
    """
    if user.has_perm(permission, target):
        return
    if isinstance(user, User) and user.is_blocked:
        raise Blocked(told_to(user))
    raise NotAllowed if user.is_authenticated else SignInNeeded
