"""What the analysing pages have in common: the form, the filters beside it, what is to be said of the query."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from search.conditions import conditions
from search.engines.base import Counts
from search.facets import facets
from search.finding import AWAY, Page
from search.forms import SearchForm
from search.views import NARROWING, address, groups

from ..tabs import tabs
from .asking import Question


def frame(
    view: str,
    params: QueryDict,
    question: Question,
    counts: Counts,
    *,
    engine: str,
    is_away: bool,
    asked_here: Iterable[str] = (),
) -> dict[str, Any]:
    """The context of `research/analysis.html`; `asked_here` names parameters that the page's own fields ask for."""
    asked_there = tuple(SearchForm().fields)
    mine = (*asked_there, *asked_here, "cursor")
    found = Page([], None, counts.total, facets(counts, question.filters), engine)
    return {
        "form": SearchForm.of(params, question.filters),
        "words": question.words,
        "conditions": conditions(question.filters),
        "kept": [(name, value) for name in params if name not in mine for value in params.getlist(name)],
        "page": {"problems": question.query.problems, "notice": _(AWAY) if is_away else ""},
        "dates_open": bool(params.get("from") or params.get("to") or question.filters.exact),
        "groups": groups(params, found),
        "chosen": sum(name in params for name in NARROWING),
        "clear_url": address(QueryDict(mutable=True), q=question.words or None),
        "desk_tabs": tabs(view, params),
        "count": counts.total,
    }
