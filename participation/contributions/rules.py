"""Who may do what with any contribution."""

import rules

from participation.accounts.predicates import is_moderator

rules.add_perm("contributions.view_hidden", is_moderator)
# Whoever may read a text may have it translated; how often is limited.
rules.add_perm("contributions.translate", rules.always_allow)
