"""When two accounts turn out to be one person, their votes become one person's votes."""

from django.db.models import Q
from django.dispatch import receiver
from voting.models import Vote

from participation.accounts.models import User
from participation.accounts.signals import person_united

from .ledger.agreeing import move_words
from .ledger.subjects import subject
from .models import Ballot, VersionedVote
from .signals import votes_withdrawn


@receiver(person_united)
def unite_votes(sender: object, *, kept: User, joined: User, **_: object) -> None:
    """Move the joined account's votes to the one that is kept; where both voted, the kept account's vote stands."""
    doubled, ideas = [], []
    uncounted = set(Ballot.objects.filter(voter=joined, is_counted=False).values_list("content_type_id", "object_id"))
    for vote in VersionedVote.objects.filter(user=joined).select_related("content_type"):
        if vote.content_type.model_class() is subject().model:
            ideas.append(int(vote.object_id))
        same = Q(user=kept, content_type=vote.content_type, object_id=vote.object_id)
        if Vote.objects.filter(same).exists():
            doubled.append(vote)
        else:
            Vote.objects.filter(pk=vote.pk).update(user=kept)
    move_words(joined_id=joined.pk, kept_id=kept.pk, ideas=ideas)
    Vote.objects.filter(pk__in=[vote.pk for vote in doubled]).delete()
    for vote in doubled:
        key = {"content_type_id": vote.content_type_id, "object_id": int(vote.object_id)}
        Ballot.objects.filter(voter=joined, **key).delete()
        if tuple(key.values()) in uncounted:
            continue
        votes_withdrawn.send(
            sender=Vote,
            content_type=vote.content_type,
            object_id=vote.object_id,
            value=vote.vote,
            version=vote.version,
        )
    Ballot.objects.filter(voter=joined).update(voter=kept)
