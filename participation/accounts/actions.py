"""What people do with their accounts, and what the machinery finds out about them."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.errors import NotAllowed

from .identity import digest_of, key_for, lock_people
from .models import ApiToken, IdentityKey, NotificationChoice, User
from .permissions import require
from .signals import account_changed, account_closed, person_united, person_uniting
from .two_factor import may_work_by_token


def _tell(verb: str, user: User, **payload: object) -> None:
    account_changed.send(sender=User, verb=verb, user=user, actor=user, payload=payload)


@transaction.atomic
def claim_identity(*, user: User, source: str, secret: str, level: int) -> User:
    """Take note of what proves who somebody is; where it belongs to another account too, both become one person.

    ``source`` names who vouches ("social:kakao"), ``secret`` is what is vouched for and is not kept. Repeating it
    changes nothing.
    """
    require(user, "accounts.prove_identity", user)
    digest = digest_of(source, secret)
    key = key_for(digest=digest, owner=_first_account(user), source=source, level=level)
    people = lock_people(user, key.user_id)
    user.refresh_from_db(fields=["same_person_as", "identity_level"])
    mine = people[user.voter_id]
    # Read again under the lock: the key may have moved with an account that was joined meanwhile.
    theirs = people[IdentityKey.objects.get(pk=key.pk).user_id]
    if mine.pk != theirs.pk:
        # Whoever is known from paper alone becomes part of the account: that one can be signed in to and written to.
        kept, joined = (mine, theirs) if theirs.is_on_paper and not mine.is_on_paper else (theirs, mine)
        _unite(kept=kept, joined=joined)
        user.refresh_from_db(fields=["same_person_as"])
    if user.identity_level < level:
        user.identity_level = level
        user.save(update_fields=["identity_level"])
        _tell("account.verified", user, source=source, level=int(level))
    return user


def _first_account(user: User) -> User:
    return user.same_person_as or user


def _unite(*, kept: User, joined: User) -> None:
    """From now on the joined account and those that followed it are further accounts of the kept one."""
    person_uniting.send(sender=User, kept=kept, joined=joined)
    IdentityKey.objects.filter(user=joined).update(user=kept)
    User.objects.filter(same_person_as=joined).update(same_person_as=kept)
    joined.same_person_as = kept
    joined.save(update_fields=["same_person_as"])
    person_united.send(sender=User, kept=kept, joined=joined)
    account_changed.send(sender=User, verb="account.united", user=kept, actor=joined, payload={"joined": joined.pk})


@transaction.atomic
def choose_notifications(*, user: User, paces: dict[str, str]) -> None:
    """Keep how often this person wants to hear of each kind of news."""
    require(user, "accounts.choose_notifications", user)
    for kind, pace in paces.items():
        NotificationChoice.objects.update_or_create(user=user, kind=kind, defaults={"pace": pace})
    _tell("account.notifications_chosen", user, paces=paces)


@transaction.atomic
def change_profile(*, user: User, changes: dict[str, str]) -> User:
    """Change names and language, and nothing else: consents and notification choices stay as they are."""
    require(user, "accounts.change_profile", user)
    for field in ("public_name", "first_name", "last_name", "language"):
        if field in changes:
            setattr(user, field, changes[field])
    user.save(update_fields=["public_name", "first_name", "last_name", "language"])
    _tell("account.profile_changed", user, fields=sorted(changes))
    return user


@transaction.atomic
def issue_token(
    *, user: User, name: str, scopes: list[str], expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """Let a program act for this person. The second value is the token itself, shown this once."""
    require(user, "accounts.issue_token", user)
    if ApiToken.Scope.OFFICE in scopes and not may_work_by_token(user):
        raise NotAllowed
    row, token = ApiToken.issue(user=user, name=name, scopes=scopes)
    if expires_at:
        row.expires_at = expires_at
        row.save(update_fields=["expires_at"])
    _tell("token.issued", user, name=name, scopes=scopes)
    return row, token


@transaction.atomic
def revoke_token(*, user: User, token: ApiToken) -> None:
    """Stop a program from acting for this person."""
    require(user, "accounts.revoke_token", token)
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        _tell("token.revoked", user, name=token.name)


def require_closable(user: User, account: User) -> None:
    """Administrators hand over first: closing the only one's account would lock everybody out."""
    require(user, "accounts.close_account", account)
    if account.is_superuser:
        raise NotAllowed(_("This account runs the site. Please make somebody else administrator first."))


@transaction.atomic
def close_account(*, user: User, account: User) -> None:
    """Take the person out of the account. What they put forward stays without a name, and their votes stay counted.

    The row stays: votes are kept under it, and one person must not vote again by leaving and coming back. For the same
    reason the identity keys stay; they are keyed hashes, from which nobody can be found.
    """
    require_closable(user, account)
    account.email = f"closed-{account.pk}@invalid"
    account.public_name = account.first_name = account.last_name = account.badge = ""
    account.department = None
    account.is_active = account.is_staff = False
    account.last_login = None
    account.blocked_reason = ""
    account.closed_at = timezone.now()
    # A changed password hash ends every session of the account.
    account.set_unusable_password()
    account.save()
    account.groups.clear()
    account.user_permissions.clear()
    for private in (EmailAddress, SocialAccount, Authenticator, NotificationChoice):
        private.objects.filter(user=account).delete()
    account.tokens.filter(revoked_at=None).update(revoked_at=account.closed_at)
    account.tokens.update(name="")
    account_closed.send(sender=User, user=account)
    account_changed.send(sender=User, verb="account.closed", user=account, actor=user, payload={})
