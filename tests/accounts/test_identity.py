"""One person, one voter, whatever the number of accounts."""

import pytest
from django.contrib.contenttypes.models import ContentType
from voting.models import Vote

from participation.accounts.actions import claim_identity
from participation.accounts.identity import digest_of
from participation.accounts.models import IdentityKey, IdentityLevel, User
from participation.accounts.signals import person_united
from participation.errors import NotAllowed
from participation.events.models import Event
from participation.votes.casting import cast_vote
from tests.factories import UserFactory

SECRET = "hong|1990-01-01"


def claim(user: User, secret: str = SECRET, source: str = "identity:test", level: int = IdentityLevel.VERIFIED) -> User:
    return claim_identity(user=user, source=source, secret=secret, level=level)


def test_only_a_keyed_hash_is_kept(mina, settings):
    claim(mina)
    key = IdentityKey.objects.get()
    assert len(key.digest) == 64
    assert SECRET not in str(vars(key))
    settings.IDENTITY_KEY_SECRET = "another"
    assert digest_of("identity:test", SECRET) != key.digest


def test_source_and_secret_cannot_be_mistaken_for_each_other():
    assert digest_of("social:a", "b:c") != digest_of("social:a:b", "c")


def test_a_proof_raises_the_level_and_never_lowers_it(mina):
    claim(mina)
    claim(mina, "uid", "social:kakao", IdentityLevel.SOCIAL)
    mina.refresh_from_db()
    assert mina.identity_level == IdentityLevel.VERIFIED


def test_the_same_proof_twice_changes_nothing(mina):
    claim(mina)
    events = Event.objects.count()
    claim(mina)
    assert (IdentityKey.objects.count(), Event.objects.count()) == (1, events)


def test_a_second_account_of_one_person_becomes_a_further_account_of_the_first(mina, joon):
    claim(mina)
    claim(joon)
    assert joon.voter_id == mina.pk
    assert Event.objects.filter(verb="account.united").count() == 1


def test_different_people_stay_different(mina, joon):
    claim(mina)
    claim(joon, "kim|1991-02-02")
    joon.refresh_from_db()
    assert joon.voter_id == joon.pk


def test_further_accounts_follow_when_their_first_account_joins_another(mina, joon):
    third = UserFactory()
    claim(joon)
    claim(third)
    claim(mina, "uid", "social:kakao", IdentityLevel.SOCIAL)
    claim(joon, "uid", "social:kakao", IdentityLevel.SOCIAL)
    for account in (joon, third):
        account.refresh_from_db()
        assert account.voter_id == mina.pk
    assert set(IdentityKey.objects.values_list("user", flat=True)) == {mina.pk}


def test_a_further_account_brings_its_whole_person_along(mina, joon):
    """Nobody is left pointing at an account that itself points elsewhere."""
    third = UserFactory()
    claim(mina)
    claim(joon)
    claim(third, "uid", "social:kakao", IdentityLevel.SOCIAL)
    claim(joon, "uid", "social:kakao", IdentityLevel.SOCIAL)
    voters = {account.pk: account.voter_id for account in User.objects.filter(pk__in=[mina.pk, joon.pk, third.pk])}
    assert set(voters.values()) == {third.pk}


def test_uniting_accounts_leaves_one_vote_of_two(mina, joon, idea):
    """S39"""
    kind = ContentType.objects.get_for_model(idea)
    type(idea).objects.filter(pk=idea.pk).update(support_count=2)
    for voter in (mina, joon):
        Vote.objects.create(user=voter, content_type=kind, object_id=idea.pk, vote=1)
    claim(mina)
    claim(joon)
    cast_vote(voter=joon, target=idea, value=1)
    assert list(Vote.objects.values_list("user", flat=True)) == [mina.pk]
    idea.refresh_from_db()
    assert idea.support_count == 1


def test_uniting_is_undone_with_the_transaction(mina, joon):
    def fail(**_: object) -> None:
        raise RuntimeError

    claim(mina)
    person_united.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            claim(joon)
    finally:
        person_united.disconnect(fail)
    joon.refresh_from_db()
    assert (joon.voter_id, joon.identity_level) == (joon.pk, IdentityLevel.EMAIL)


def test_a_closed_account_proves_nothing(mina):
    mina.closed_at = mina.date_joined
    with pytest.raises(NotAllowed):
        claim(mina)
