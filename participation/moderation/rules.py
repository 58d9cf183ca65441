"""Who may report, and who decides on it."""

import rules

from participation.accounts.predicates import is_moderator, is_signed_in

rules.add_perm("moderation.report", is_signed_in)
rules.add_perm("moderation.hide", is_moderator)
rules.add_perm("moderation.settle_report", is_moderator)
rules.add_perm("moderation.read_log", is_moderator)
