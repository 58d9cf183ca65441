"""Who may add to a story: editors, and the officials who are in charge of the idea."""

import rules

from participation.accounts.predicates import is_admin, is_editor, is_official

from ..rules import is_in_charge

rules.add_perm("changes.tell_story", is_admin | is_editor | (is_official & is_in_charge))
