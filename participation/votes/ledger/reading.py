"""What anybody may ask the ledger."""

import re
from dataclasses import dataclass
from datetime import datetime

import orjson
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.errors import ParticipationError

from .models import Head, Leaf, QueuedLeaf

RECEIPT = re.compile(r"[0-9a-f]{64}")


class NoSuchReceipt(ParticipationError):
    code, status = "not_found", 404
    message = _("No entry of the ledger has this receipt. Copy the receipt whole: it has 64 letters and digits.")


class HiddenUntilTheClose(ParticipationError):
    code, status = "not_sealed_yet", 404
    message = _(
        "This entry is written down. It is sealed when the vote is over, because results are hidden until then."
    )


class NotSealedYet(ParticipationError):
    code, status = "not_sealed_yet", 404
    message = _("This entry is written down and will be sealed in a moment. Ask again in a few seconds.")


@dataclass(frozen=True)
class Entry:
    """A leaf that somebody has the receipt of; without an index while it waits to be sealed."""

    receipt: str
    text: str
    index: int | None
    is_hidden: bool = False


def spelled(receipt: str) -> str:
    """The receipt as it is kept, however it was copied: with spaces, line breaks or in capitals."""
    return "".join(receipt.split()).lower()


def entry_of(receipt: str) -> Entry:
    """Raises NoSuchReceipt."""
    receipt = spelled(receipt)
    if not RECEIPT.fullmatch(receipt):
        raise NoSuchReceipt
    digest = bytes.fromhex(receipt)
    # The queue first: a leaf that is sealed between the two questions is then found by the second.
    queued = QueuedLeaf.objects.filter(receipt=digest).first()
    sealed = Leaf.objects.filter(receipt=digest).first()
    if sealed is not None:
        return Entry(receipt, sealed.text, sealed.index)
    if queued is not None:
        return Entry(receipt, queued.text, None, is_hidden=queued.waits_for is not None)
    raise NoSuchReceipt


def sealed_entry_of(receipt: str) -> tuple[Entry, int]:
    """The entry and its index. Raises NoSuchReceipt, NotSealedYet or HiddenUntilTheClose."""
    entry = entry_of(receipt)
    if entry.index is None:
        raise HiddenUntilTheClose if entry.is_hidden else NotSealedYet
    return entry, entry.index


def size() -> int:
    """How many leaves the latest head covers."""
    head = Head.latest_one()
    return head.size if head else 0


def waiting_seconds() -> float:
    """How long the oldest leaf has waited to be sealed; up to a minute more than it has, since it tells the minute."""
    text = QueuedLeaf.objects.filter(waits_for=None).order_by("id").values_list("text", flat=True).first()
    if text is None:
        return 0.0
    return (timezone.now() - datetime.fromisoformat(orjson.loads(text)["at"])).total_seconds()


def leaves(begin: int, end: int) -> list[tuple[int, str]]:
    """Sealed leaves with their indexes, in order."""
    rows = Leaf.objects.filter(index__gte=begin, index__lt=end).order_by("index")
    return list(rows.values_list("index", "text"))
