"""Who may do what with any contribution."""

import rules

from participation.accounts.predicates import is_moderator

rules.add_perm("contributions.view_hidden", is_moderator)
