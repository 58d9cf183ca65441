"""Whether everything that was acknowledged is there, once, and counts, ledger and outbox agree with it."""

import time
from collections import Counter
from dataclasses import dataclass

from .crowd import Told

PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Verdict:
    """How many acknowledged votes are not there, or are there twice; and everything that disagrees, in words."""

    lost: int
    doubled: int
    wrong: list[str]

    @property
    def holds(self) -> bool:
        return not (self.lost or self.doubled or self.wrong)


def settle() -> None:
    """What the worker would still do, or is at: what it holds is awaited, and not taken for missing."""
    from ideas.actions.voting import add_up_votes
    from participation.events.outbox import deliver_due
    from participation.votes.ledger.models import QueuedLeaf
    from participation.votes.ledger.sealing import seal_waiting

    add_up_votes()
    while deliver_due():
        pass
    deadline = time.monotonic() + PATIENCE
    while QueuedLeaf.objects.filter(waits_for=None).exists() and time.monotonic() < deadline:
        if not seal_waiting():
            time.sleep(0.1)


def judge(told: list[Told]) -> Verdict:
    """Of everything since the site was made: what people were told, against rows, events, leaves and counts."""
    from django.db import connections

    from participation.events.models import Event
    from participation.votes.ledger.models import Leaf
    from participation.votes.models import VersionedVote

    connections.close_all()  # the database that they were to may be gone
    settle()
    wrong = [refusal for each in told for refusal in each.refused]
    said = {place: value for each in told for place, value in each.votes.items() if value}
    rows = VersionedVote.objects.values_list("user_id", "object_id", "vote")
    kept = Counter((user, int(thing)) for user, thing, _value in rows)
    values = {(user, int(thing)): value for user, thing, value in rows}
    lost = sum(values.get(place) != value for place, value in said.items())
    doubled = sum(count - 1 for count in kept.values()) + sum(place not in said for place in values)
    changes = sum(each.changes for each in told)
    receipts = {receipt for each in told for receipt in each.receipts}
    sealed = {bytes(receipt).hex() for receipt in Leaf.objects.values_list("receipt", flat=True)}
    lost += len(receipts - sealed)
    for name, count in (("leaves", len(sealed)), ("events", Event.objects.filter(verb__in=VERBS).count())):
        if count != changes:
            wrong.append(f"{changes} votes were acknowledged, and there are {count} {name}")
    return Verdict(lost, doubled, wrong + _disagreeing())


VERBS = ("idea.supported", "idea.opposed", "idea.vote_withdrawn")


def _disagreeing() -> list[str]:
    """What ``doctor`` and ``verify_ledger`` say."""
    from participation.events.checkup import examine
    from participation.votes.ledger.checking import check

    wrong = [f"doctor: {name}: {count}" for name, count in examine(repair=False) if count]
    check(lambda sentence: wrong.append(f"verify_ledger: {sentence}"))
    return wrong
