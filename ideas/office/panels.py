"""Parts of an idea's page at the desk that other packages fill, such as notes or evaluations.

Packages register in their ``AppConfig.ready``; the desk knows none of them. A form that was sent and refused is handed
to the panels under the name that ``carry_out`` was given: a panel draws its forms anew, or as they came.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from ..models import Idea
from ..refusals import RefusedForm


@dataclass(frozen=True)
class Panel:
    """A template with its context; ``aside`` stands beside the idea, the others below it."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    aside: bool = False


ToPanel = Callable[[HttpRequest, Idea, Mapping[str, RefusedForm]], Panel | None]

ToPublicPanel = Callable[[HttpRequest, Idea], Panel | None]

_panels: dict[str, ToPanel] = {}
_public: dict[str, ToPublicPanel] = {}


def register(name: str, function: ToPanel) -> None:
    """Add a part to the page. Registering a name again replaces it."""
    _panels[name] = function


def panels_of(request: HttpRequest, idea: Idea, sent: Mapping[str, RefusedForm]) -> list[Panel]:
    """The parts in the order of their registration; one with nothing to show returns None."""
    made = (function(request, idea, sent) for function in _panels.values())
    return [panel for panel in made if panel is not None]


def register_public(name: str, function: ToPublicPanel) -> None:
    """Add a part that everybody sees below the answers, once an idea has one."""
    _public[name] = function


def public_panels_of(request: HttpRequest, idea: Idea) -> list[Panel]:
    """Nothing is asked for while there is no answer."""
    if not idea.is_answered:
        return []
    made = (function(request, idea) for function in _public.values())
    return [panel for panel in made if panel is not None]
