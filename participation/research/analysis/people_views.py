"""Who contributed how often: the page, and its table as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from participation.limits import key_of, limit

from .asking import Question
from .frame import frame
from .people import FEWEST, Contributors, contributors
from .tables import csv_response, shown


def _answer(request: HttpRequest) -> Contributors:
    limit("research", key_of(request))
    return contributors(Question.read(request.GET))


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Groups of people by how often they contributed to the set."""
    found = _answer(request)
    params = request.GET
    context = frame("research:people", params, found.question, found.counts, engine=found.engine, is_away=found.is_away)
    table, named = found.table(), found.named_table()
    context |= {
        "found": found,
        "fewest": FEWEST,
        "columns": table.columns,
        "rows": [[shown(value) for value in row] for row in table.rows],
        "named_columns": named.columns,
        "named_rows": named.rows,
        "csv_url": f"{reverse('research:people_csv')}?{params.urlencode()}",
    }
    return render(request, "research/people.html", context)


@require_safe
def people_csv(request: HttpRequest) -> HttpResponse:
    found = _answer(request)
    return csv_response(found.table(), found.notes())
