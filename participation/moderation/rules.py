"""Who may report, and who decides on it."""

import rules

from participation.accounts.models import User
from participation.accounts.predicates import is_admin, is_moderator, is_official, is_welcome


@rules.predicate
def works_here(user: User, person: User) -> bool:
    """Whom the office must deal with otherwise."""
    return bool(is_moderator(person) or is_official(person) or person.is_staff)


rules.add_perm("moderation.report", is_welcome)
rules.add_perm("moderation.hide", is_moderator)
rules.add_perm("moderation.settle_report", is_moderator)
rules.add_perm("moderation.read_log", is_moderator)
rules.add_perm("moderation.block_person", is_admin | (is_moderator & ~works_here))
