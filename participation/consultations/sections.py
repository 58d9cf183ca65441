"""What other packages show on consultations: a tab with a count on the page, a word on the card.

Packages register in their ``AppConfig.ready``; consultations know none of them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.functional import Promise

if TYPE_CHECKING:
    from .models import ConsultationPage

Text = str | Promise


@dataclass(frozen=True)
class Section:
    """A tab beside the text. With a template it is also drawn in the page, below the text."""

    label: Text
    url: str
    count: int | None = None
    # What the stage strip says of it ("84 ideas"), at stages of these kinds.
    note: Text = ""
    kinds: frozenset[str] = frozenset()
    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)


ToSection = Callable[[HttpRequest, "ConsultationPage"], Section | None]
# Words for the cards of many consultations at once, by the consultation's key: {12: "84 ideas"}.
ToNotes = Callable[[Sequence[int]], Mapping[int, Text]]

_sections: dict[str, ToSection] = {}
_notes: dict[str, ToNotes] = {}


def register(name: str, function: ToSection) -> None:
    """Add a tab to every consultation. Registering a name again replaces it."""
    _sections[name] = function


def register_notes(name: str, function: ToNotes) -> None:
    """Add a word to the cards of consultations."""
    _notes[name] = function


def sections_of(request: HttpRequest, page: "ConsultationPage") -> list[Section]:
    """The tabs of this page, in the order of their registration."""
    made = (function(request, page) for function in _sections.values())
    return [section for section in made if section is not None]


def notes_for(consultation_ids: Iterable[int]) -> dict[int, str]:
    """The words for each of these cards; nothing for those of which nothing is to be said."""
    ids = list(consultation_ids)
    found: dict[int, list[str]] = {}
    for function in _notes.values() if ids else ():
        for key, note in function(ids).items():
            found.setdefault(key, []).append(str(note))
    return {key: " · ".join(notes) for key, notes in found.items()}
