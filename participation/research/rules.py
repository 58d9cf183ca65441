"""Who may ask the desk for more work than a visitor may."""

import rules

rules.add_perm("research.read_many", rules.is_authenticated)
