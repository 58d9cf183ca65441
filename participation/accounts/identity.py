"""One person, one key: a keyed hash of whatever proves a person, and what follows when two accounts share one.

Only the hash is kept, never what was hashed: neither a number nor a birth date can be read back from it. It stays when
a social account is unlinked and when the account is closed; otherwise leaving and coming back would give a second vote.
"""

import hashlib
import hmac

from django.conf import settings
from django.utils.crypto import salted_hmac

from .models import IdentityKey, User


def digest_of(source: str, secret: str) -> str:
    """HMAC-SHA256 under IDENTITY_KEY_SECRET, or under a key derived from SECRET_KEY where none is set."""
    key = (
        settings.IDENTITY_KEY_SECRET.encode()
        or salted_hmac("participation.accounts.identity", "key", algorithm="sha256").digest()
    )
    # The length keeps ("a", "b:c") and ("a:b", "c") apart.
    return hmac.new(key, f"{len(source)}:{source}:{secret}".encode(), hashlib.sha256).hexdigest()


def lock_people(*accounts: User | int) -> dict[int, User]:
    """The first accounts of the people behind these, locked in the order of their keys, by key."""
    wanted = [account.pk if isinstance(account, User) else account for account in accounts]
    while True:
        firsts = {
            first or pk for pk, first in User.objects.filter(pk__in=wanted).values_list("pk", "same_person_as_id")
        }
        locked = {user.pk: user for user in User.objects.select_for_update().filter(pk__in=firsts).order_by("pk")}
        # Somebody may have united one of them with a third account before the lock was ours.
        if all(user.same_person_as_id is None for user in locked.values()):
            return locked


def key_for(*, digest: str, owner: User, source: str, level: int) -> IdentityKey:
    """The key with this digest, made for the owner where there is none yet; two at once get the same one."""
    key, _ = IdentityKey.objects.select_related("user").get_or_create(
        digest=digest, defaults={"user": owner, "source": source, "level": level}
    )
    return key
