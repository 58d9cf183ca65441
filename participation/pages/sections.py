"""Parts of the first page that other packages fill, such as the ideas that gain strength.

Packages register in their ``AppConfig.ready``; the pages know none of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise


@dataclass(frozen=True)
class Section:
    """A part of the first page: a heading, a link to all of it, and a template with its context."""

    title: str | Promise
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    url: str = ""
    url_label: str | Promise = ""


ToSection = Callable[[HttpRequest], Section | None]

_sections: dict[str, ToSection] = {}


def register(name: str, function: ToSection) -> None:
    """Add a part to the first page. Registering a name again replaces it."""
    _sections[name] = function


def home_sections(request: HttpRequest) -> list[Section]:
    """The parts in the order of their registration; a part with nothing to show returns None."""
    made = (function(request) for function in _sections.values())
    return [section for section in made if section is not None]
