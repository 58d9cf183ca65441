"""Who runs campaigns, and who lets an idea take part."""

import rules

from participation.accounts.predicates import is_admin, is_editor, is_official, is_welcome

from ..rules import is_author

runs_campaigns = is_admin | is_editor | is_official
rules.add_perm("campaigns.run_campaign", runs_campaigns)
rules.add_perm("campaigns.enter_idea", runs_campaigns | (is_author & is_welcome))
