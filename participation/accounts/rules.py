"""Who may do what with an account: its owner, and nobody else."""

import rules

from .models import ApiToken, User
from .predicates import is_admin, is_moderator, is_official, is_signed_in


@rules.predicate
def is_oneself(user: User, account: User) -> bool:
    return user.pk == account.pk


@rules.predicate
def is_token_owner(user: User, token: ApiToken) -> bool:
    return token.user_id == user.pk


@rules.predicate
def is_open(user: User, account: User) -> bool:
    return account.closed_at is None


rules.add_perm("accounts.prove_identity", is_signed_in & is_oneself & is_open)
rules.add_perm("accounts.export_account", is_signed_in & is_oneself)
rules.add_perm("accounts.close_account", is_signed_in & is_open & (is_oneself | is_admin))
rules.add_perm("accounts.issue_token", is_signed_in & is_oneself & is_open)
rules.add_perm("accounts.issue_office_token", is_moderator | is_official)
rules.add_perm("accounts.revoke_token", is_signed_in & is_token_owner)
rules.add_perm("accounts.choose_notifications", is_signed_in & is_oneself & is_open)
rules.add_perm("accounts.change_profile", is_signed_in & is_oneself & is_open)
