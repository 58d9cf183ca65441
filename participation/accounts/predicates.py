"""Small questions about a person that every package's rules are composed of."""

import rules

from .models import Capacity, User

MODERATORS = "Moderators"
OFFICIALS = "Officials"
EDITORS = "Editors"
EVALUATORS = "Evaluators"


def group_names(user: User) -> frozenset[str]:
    """Names of the person's groups, asked once per request."""
    known: frozenset[str] | None = getattr(user, "_group_names", None)
    if known is None:
        known = frozenset(user.groups.values_list("name", flat=True))
        user._group_names = known  # type: ignore[attr-defined]  # lives as long as the request's user
    return known


@rules.predicate
def is_signed_in(user: User) -> bool:
    return bool(user.is_authenticated and user.is_active)


@rules.predicate
def is_welcome(user: User) -> bool:
    """Signed in, and not blocked: who may put something forward. Votes are everybody's right and ask only who it is."""
    return bool(user.is_authenticated and user.is_active and not user.is_blocked)


@rules.predicate
def is_admin(user: User) -> bool:
    return bool(user.is_authenticated and user.is_active and user.is_superuser)


@rules.predicate
def is_moderator(user: User) -> bool:
    if not (user.is_authenticated and user.is_active):
        return False
    return user.is_superuser or MODERATORS in group_names(user)


@rules.predicate
def is_official(user: User) -> bool:
    if not (user.is_authenticated and user.is_active):
        return False
    return user.is_superuser or user.capacity == Capacity.OFFICIAL


@rules.predicate
def is_editor(user: User) -> bool:
    if not (user.is_authenticated and user.is_active):
        return False
    return user.is_superuser or EDITORS in group_names(user)
