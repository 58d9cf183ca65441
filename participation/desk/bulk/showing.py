"""How far a job has come."""

from dataclasses import dataclass

from django.db.models import Count, Q

from ..models import BulkItem, BulkJob


@dataclass(frozen=True)
class Progress:
    total: int
    done: int
    asked: int
    refused: int

    @property
    def settled(self) -> int:
        return self.done + self.asked + self.refused

    @property
    def percent(self) -> int:
        return 100 * self.settled // self.total if self.total else 100


def progress_of(job: BulkJob) -> Progress:
    outcome = BulkItem.Outcome
    counted = job.items.aggregate(
        total=Count("pk"),
        done=Count("pk", filter=Q(outcome=outcome.DONE)),
        asked=Count("pk", filter=Q(outcome=outcome.ASKED)),
        refused=Count("pk", filter=Q(outcome=outcome.REFUSED)),
    )
    return Progress(**counted)
