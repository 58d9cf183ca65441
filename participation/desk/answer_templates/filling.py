"""The words between braces of a template, filled in from an idea."""

import re
from collections.abc import Callable

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ideas.models import Idea
from ideas.showing import hidden_text
from ideas.wording import language_written

from ..models import AnswerTemplate

_PLACE = re.compile(r"\{(\w+)\}")


def _supporters(idea: Idea) -> str:
    """Nobody tells a count that the consultation still hides."""
    return "–" if hidden_text(idea) else intcomma(idea.support_count)


PLACES: dict[str, tuple[str | Promise, Callable[[Idea], str]]] = {
    "title": (_("title of the idea"), lambda idea: idea.title),
    "code": (_("reference code"), lambda idea: idea.code),
    "supporters": (_("number of supporters"), _supporters),
    "department": (
        _("department in charge"),
        lambda idea: idea.department.local_name if idea.department else "",
    ),
    "author": (_("public name of the author"), lambda idea: idea.author.display_name if idea.author else ""),
    "date": (_("today"), lambda idea: date_format(timezone.localdate(), "DATE_FORMAT")),
}


def fill(template: AnswerTemplate, idea: Idea) -> str:
    """The text with every known place filled in, in its own language; others stay as they are, to be seen."""

    def put(match: "re.Match[str]") -> str:
        known = PLACES.get(match[1])
        return known[1](idea) if known else match[0]

    with override(language_written(template.text)):
        return _PLACE.sub(put, template.text)


def unknown_places(text: str) -> list[str]:
    """Places that nothing fills in."""
    return sorted({name for name in _PLACE.findall(text) if name not in PLACES})
