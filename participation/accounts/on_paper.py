"""People who take part on paper or at a counter: somebody to keep votes under, without an account to sign in to."""

import secrets

from django.db import transaction

from .identity import key_for, lock_people
from .models import IdentityKey, User


def person_on_paper(*, name: str = "", language: str = "ko") -> User:
    """A new person without an address or a password: nobody can sign in as them, and no mail goes to them."""
    person = User(
        email=f"paper-{secrets.token_hex(12)}@invalid", public_name=name[:40], language=language, is_on_paper=True
    )
    person.set_unusable_password()
    person.save()
    return person


@transaction.atomic
def person_behind(*, digest: str, source: str, level: int) -> tuple[IdentityKey, User]:
    """Whose key this is, and the account under which that person acts now; made where nobody had the key before.

    Whoever has an account already is found by the key that it was verified with. Where all accounts of a person are
    closed, a new one without a sign-in joins them, so that the votes stay those of one person.
    """
    key = IdentityKey.objects.select_related("user").filter(digest=digest).first()
    if key is None:
        key = key_for(digest=digest, owner=person_on_paper(), source=source, level=level)
    lock_people(key.user_id)
    key = IdentityKey.objects.select_related("user").get(pk=key.pk)
    first = key.user
    if first.is_active:
        return key, _at_level(first, key.level)
    open_one = User.objects.filter(same_person_as=first, is_active=True).order_by("pk").first()
    if open_one is None:
        open_one = person_on_paper()
        open_one.same_person_as = first
        open_one.save(update_fields=["same_person_as"])
    return key, _at_level(open_one, key.level)


def _at_level(person: User, level: int) -> User:
    """What the sheet proves holds for what is done with it; the account itself is not raised."""
    person.identity_level = max(person.identity_level, level)
    return person
