"""What could disagree about what is owed: an idea's own date is that of its most pressing duty."""

from django.db import transaction
from django.db.models import F, Min

from participation.events.checkup import register_checkup

from ..actions.moving import locked
from ..actions.owing import PRESENT, fulfil_by_answer, name_present
from ..life import Status
from ..models import Duty, Idea


def _suspects() -> list[int]:
    """Ideas with something open that do not say so, or say another day."""
    owing = Duty.objects.open().order_by().values("idea").annotate(first=Min("due_at"))
    wrong = owing.exclude(idea__status=Status.OWED, idea__answer_due_at=F("first"))
    return list(wrong.values_list("idea", flat=True))


def _duties(repair: bool) -> int:
    return sum(_check(pk, repair=repair) for pk in _suspects())


@transaction.atomic
def _check(pk: int, *, repair: bool) -> bool:
    """Compared once more under the row's lock: what is owed changes meanwhile."""
    idea = locked(Idea(pk=pk))
    first = idea.duties.open().aggregate(first=Min("due_at"))["first"]
    if first is None or (idea.status == Status.OWED and idea.answer_due_at == first):
        return False
    if repair and idea.status == Status.OWED:
        name_present(idea)
        idea.save(update_fields=PRESENT)
    elif repair and idea.is_answered and idea.answered_at is not None and not idea.climbs_on:
        fulfil_by_answer(idea, idea.status, idea.answered_at)
    return True


register_checkup("duties", _duties)
