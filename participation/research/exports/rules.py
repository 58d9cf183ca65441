"""Who may take results away: whoever is signed in. The file is its owner's, and whose they hand its address on to."""

import rules

from participation.accounts.models import User
from participation.accounts.predicates import is_signed_in

from .models import Export


@rules.predicate
def is_owner(user: User, export: Export) -> bool:
    return export.owner_id == user.pk


rules.add_perm("exports.ask_for_export", is_signed_in)
rules.add_perm("exports.cancel_export", is_signed_in & is_owner)
