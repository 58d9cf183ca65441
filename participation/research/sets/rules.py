"""Who may keep searches: whoever is signed in, and each looks after their own."""

import rules

from participation.accounts.models import User
from participation.accounts.predicates import is_signed_in

from .models import SavedSearch


@rules.predicate
def is_owner(user: User, saved: SavedSearch) -> bool:
    return saved.user_id == user.pk


rules.add_perm("sets.save_search", is_signed_in)
rules.add_perm("sets.change_saved_search", is_signed_in & is_owner)
rules.add_perm("sets.keep_set", is_signed_in)
rules.add_perm("sets.count_words_of", is_signed_in)
