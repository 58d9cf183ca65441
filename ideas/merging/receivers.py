"""Carried votes follow when accounts become one person, and when votes on a merged idea begin or cease to count."""

from django.dispatch import receiver

from participation.accounts.models import User
from participation.accounts.signals import person_united, person_uniting

from ..actions.voting import carry_votes
from ..models import CarriedVote, Idea, Merge
from .rows import State, change, merge_of
from .settling import settle
from .signals import merged_vote_turned


@receiver(merged_vote_turned)
def carry_turned(idea: Idea, voter_id: int, **_: object) -> None:
    if (merge := merge_of(idea)) is not None:
        settle(merge.target, [voter_id])


@receiver(person_uniting)
def let_go(kept: User, joined: User, **_: object) -> None:
    """Carried votes are worked out anew for the one person; only own words may be moved from account to account."""
    for voter in (kept, joined):
        rows = CarriedVote.objects.filter(voter=voter, state=State.CARRIED).select_related(
            "merge__target__consultation"
        )
        for row in {row.merge.target_id: row for row in rows}.values():
            carry_votes(voters={voter.pk: row.merge.source_id}, idea=row.merge.target, value=0)
        CarriedVote.objects.filter(voter=voter, state=State.CARRIED).update(state=State.HELD)


@receiver(person_united)
def carry_for_the_person(kept: User, joined: User, **_: object) -> None:
    """What one of the two accounts took back stays so; all else follows from their votes, which are one's now."""
    own = {row.merge_id: row for row in CarriedVote.objects.filter(voter=kept)}
    theirs = list(CarriedVote.objects.filter(voter=joined))
    for row in theirs:
        if (same := own.get(row.merge_id)) is None:
            CarriedVote.objects.filter(pk=row.pk).update(voter=kept)
            continue
        if row.state == State.LEFT:
            change([(same, State.LEFT)])
        row.delete()
    merges = own.keys() | {row.merge_id for row in theirs}
    targets = Merge.objects.standing().filter(pk__in=merges).values_list("target_id", flat=True)
    for idea in Idea.objects.filter(pk__in=targets).select_related("consultation").order_by("pk"):
        settle(idea, [kept.pk])
