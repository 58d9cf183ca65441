"""What people see of signatures on paper, and the report of a sheet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.events.models import Event
from participation.votes.casting import supporting

from ..models import Idea
from .actions import totals_of
from .models import CounterIdea, SheetRow, SignatureSheet

Outcome = SheetRow.Outcome


def paper_support(idea: Idea) -> int:
    """How many of the votes that stand came on paper."""
    rows = SheetRow.objects.filter(sheet__idea=idea, sheet__state=SignatureSheet.State.COUNTED, outcome=Outcome.ADDED)
    people = list(rows.values_list("key__user", flat=True))
    return len(supporting(idea, people)) if people else 0


def paper_text(idea: Idea) -> str:
    """Said beside the count, where counts may be known; nothing where nobody signed on paper."""
    if idea.consultation.hides_results():
        return ""
    count = paper_support(idea)
    return (
        ngettext("of which %(count)s on paper", "of which %(count)s on paper", count) % {"count": count}
        if count
        else ""
    )


def counter_text(idea: Idea) -> str:
    """That an official wrote the idea down for somebody; nothing where its author did."""
    entered = CounterIdea.objects.select_related("department").filter(idea=idea).first()
    if entered is None:
        return ""
    office = entered.department.local_name if entered.department else _("The office")
    return _("Told at a counter and written down by %(department)s.") % {"department": office}


@dataclass(frozen=True)
class Said:
    """One line of a sheet's log."""

    verb: str
    by: str
    at: datetime
    reason: str

    @property
    def label(self) -> str:
        return _("Asked to take it back") if self.verb == "sheet.undo_asked" else _("It goes on counting")


def logs_of(sheets: Iterable[SignatureSheet]) -> Mapping[int, list[Said]]:
    """By sheet: who wanted to take it back, who did not agree, and why."""
    told = Event.objects.filter(
        content_type=ContentType.objects.get_for_model(SignatureSheet),
        object_id__in=[sheet.pk for sheet in sheets],
        verb__in=["sheet.undo_asked", "sheet.kept"],
    )
    logs: dict[int, list[Said]] = defaultdict(list)
    for event in told.in_order().select_related("actor"):
        by = event.actor.public_name if event.actor else ""
        logs[event.object_id].append(Said(event.verb, by, event.created_at, event.payload["reason"]))
    return logs


def report(sheet: SignatureSheet) -> dict[str, Any]:
    """The sheet's lines with what became of each; who signed is nowhere in it."""
    totals = totals_of(sheet)
    kinds = [(Outcome(name).label, count) for name, count in totals.items() if count]
    rows = [
        [row.position, Outcome(row.outcome).label, row.reason]
        for row in sheet.rows.only("position", "outcome", "reason", "sheet_id")
    ]
    return {"totals": kinds, "rows": rows, "columns": [_("Line"), _("Outcome"), _("Reason")]}
