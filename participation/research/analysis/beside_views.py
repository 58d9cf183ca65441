"""Two sets side by side: the page, and its table as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from participation.limits import key_of, limit

from .asking import Question
from .beside import Beside, beside
from .forms import SecondSet
from .frame import frame
from .tables import csv_response, shown


def _answer(request: HttpRequest) -> Beside:
    limit("research", key_of(request))
    return beside(Question.read(request.GET), Question.read(request.GET, "with"))


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Two queries in two columns, what they share and where they differ."""
    found = _answer(request)
    params = request.GET
    context = frame(
        "research:beside",
        params,
        found.left.question,
        found.left.counts,
        engine=found.engine,
        is_away=found.is_away,
        asked_here=["with"],
    )
    table = found.table()
    context |= {
        "more_fields": "research/_with.html",
        "more_form": SecondSet({"with": params.get("with", "")}),
        "found": found,
        "asks_two": bool(found.left.question.words and found.right.question.words),
        "sides": [found.left, found.right],
        "columns": table.columns[1:],
        "rows": [[f"{facet}: {value}", *(shown(each) for each in more)] for facet, value, *more in table.rows],
        "csv_url": f"{reverse('research:beside_csv')}?{params.urlencode()}",
    }
    return render(request, "research/beside.html", context)


@require_safe
def beside_csv(request: HttpRequest) -> HttpResponse:
    found = _answer(request)
    return csv_response(found.table(), found.notes())
