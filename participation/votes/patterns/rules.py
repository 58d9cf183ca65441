"""Who sees the share of unusual votes: who works here always, everybody where the site says so."""

import rules
from django.contrib.auth.models import AnonymousUser

from participation.accounts.models import User
from participation.accounts.predicates import is_admin, is_moderator, is_official

from .showing import is_public


@rules.predicate
def everybody_may(user: User | AnonymousUser) -> bool:
    return is_public()


rules.add_perm("patterns.see_share", is_admin | is_official | is_moderator | everybody_may)
