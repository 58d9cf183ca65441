"""When two accounts turn out to be one person, their votes become one person's votes."""

from django.db.models import Q
from django.dispatch import receiver
from voting.models import Vote

from participation.accounts.models import User
from participation.accounts.signals import person_united

from .signals import votes_withdrawn


@receiver(person_united)
def unite_votes(sender: object, *, kept: User, joined: User, **_: object) -> None:
    """Move the joined account's votes to the one that is kept; where both voted, the kept account's vote stands."""
    doubled = []
    for vote in Vote.objects.filter(user=joined).select_related("content_type"):
        same = Q(user=kept, content_type=vote.content_type, object_id=vote.object_id)
        if Vote.objects.filter(same).exists():
            doubled.append(vote)
        else:
            Vote.objects.filter(pk=vote.pk).update(user=kept)
    Vote.objects.filter(pk__in=[vote.pk for vote in doubled]).delete()
    for vote in doubled:
        votes_withdrawn.send(sender=Vote, content_type=vote.content_type, object_id=vote.object_id, value=vote.vote)
