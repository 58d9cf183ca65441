"""What every table and picture says of itself wherever it is taken: the question, the time, the count, the licence."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from participation.datasets.package import licence
from search.conditions import conditions

from .asking import Question

Notes = list[tuple[str, str]]


def notes(questions: Sequence[Question], *, count: int, engine: str, more: Notes | None = None) -> Notes:
    """Labels and values, in the reader's language."""
    now = timezone.localtime()
    said: Notes = []
    for question in questions:
        said.append((_("Words asked for"), question.words or _("any words")))
    if narrowed := conditions(questions[0].filters):
        said.append((pgettext("research", "Filters"), " · ".join(narrowed)))
    said.append((pgettext("research", "Documents"), number_format(count, force_grouping=True)))
    said += more or []
    said.append((_("Counted"), f"{date_format(now, 'DATETIME_FORMAT')} ({engine})"))
    said.append((_("Source and licence"), f"{settings.BASE_URL} · {licence().title}"))
    return said
