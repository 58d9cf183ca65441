"""Several proofs of one person at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from participation.accounts.actions import claim_identity
from participation.accounts.models import IdentityKey, IdentityLevel, User
from tests.factories import UserFactory

ACCOUNTS = 4


@pytest.mark.django_db(transaction=True)
def test_accounts_that_prove_the_same_person_at_once_become_one_voter():
    """S39: whoever comes first, all others point straight at that account."""
    users = [UserFactory() for _ in range(ACCOUNTS)]
    together = Barrier(ACCOUNTS)

    def prove(user: User) -> None:
        try:
            together.wait(timeout=30)
            claim_identity(user=user, source="identity:test", secret="hong", level=IdentityLevel.VERIFIED)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(ACCOUNTS) as threads:
        list(threads.map(prove, users))
    voters = {user.voter_id for user in User.objects.filter(pk__in=[user.pk for user in users])}
    assert len(voters) == 1
    assert User.objects.get(pk=voters.pop()).same_person_as_id is None
    assert IdentityKey.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_proofs_that_cross_do_not_block_each_other():
    """Each of two accounts proves what the other one has: both lock both, in one order."""
    users = [UserFactory(), UserFactory()]
    for user, secret in zip(users, ("first", "second"), strict=True):
        claim_identity(user=user, source="identity:test", secret=secret, level=IdentityLevel.VERIFIED)
    together = Barrier(2)

    def prove(user: User, secret: str) -> None:
        try:
            together.wait(timeout=30)
            claim_identity(user=user, source="identity:test", secret=secret, level=IdentityLevel.VERIFIED)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(prove, users, ("second", "first")))
    assert len({user.voter_id for user in User.objects.filter(pk__in=[user.pk for user in users])}) == 1
    assert len(set(IdentityKey.objects.values_list("user", flat=True))) == 1
