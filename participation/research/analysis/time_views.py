"""Over time: the page, and its pictures and tables as files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from participation.limits import key_of, limit
from search.views import address

from .asking import Question
from .charts import drawn
from .forms import SecondTerm
from .frame import frame
from .over_time import Month, OverTime, over_time
from .tables import csv_response, shown, svg_response


def _answer(request: HttpRequest) -> OverTime:
    limit("research", key_of(request))
    second = Question.read(request.GET, "with")
    return over_time(Question.read(request.GET), second if second.has_words else None)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """How many documents there are of each month, and which share of all that is."""
    found = _answer(request)
    params = request.GET
    query = f"?{params.urlencode()}"
    context = frame(
        "research:time",
        params,
        found.question,
        found.counts,
        engine=found.engine,
        is_away=found.is_away,
        asked_here=["with"],
    )
    context |= {
        "more_fields": "research/_with.html",
        "more_form": SecondTerm({"with": params.get("with", "")}),
        "over_time": found,
        "has_span": "from" in params or "to" in params,
    }
    if found.count:
        context["figures"] = [_histogram(found, params, query)]
        if found.question.has_words:
            context["figures"].append(_shares(found, query))
    if context["has_span"]:
        context["whole_time_url"] = address(params, **{"from": None, "to": None})
    return render(request, "research/time.html", context)


def _histogram(found: OverTime, params: QueryDict, query: str) -> dict[str, Any]:
    chart, table = found.histogram(), found.month_table()
    linked = [[_month_link(month, params), f"{month.first:,}"] for month in found.months]
    return {
        "name": "months",
        "chart": drawn(chart, name="months"),
        "title": chart.title,
        "summary": chart.summary,
        "columns": table.columns,
        "rows": linked,
        "svg_url": reverse("research:months_svg") + query,
        "csv_url": reverse("research:months_csv") + query,
        "plot": chart.plot,
        "months": [f"{month.first_day:%Y-%m}" for month in found.months],
        "can_select": True,
    }


def _month_link(month: Month, params: QueryDict) -> SafeString:
    """A month in the table leads to its own documents, with or without a mouse."""
    days = {"from": f"{month.first_day:%Y-%m-%d}", "to": f"{month.last_day:%Y-%m-%d}"}
    return format_html('<a href="{}">{}</a>', address(params, **days), f"{month.first_day:%Y-%m}")


def _shares(found: OverTime, query: str) -> dict[str, Any]:
    chart, table = found.shares(), found.share_table()
    return {
        "name": "shares",
        "chart": drawn(chart, name="shares"),
        "title": chart.title,
        "summary": chart.summary,
        "columns": table.columns,
        "rows": [[shown(value) for value in row] for row in table.rows],
        "svg_url": reverse("research:shares_svg") + query,
        "csv_url": reverse("research:shares_csv") + query,
    }


@require_safe
def months_svg(request: HttpRequest) -> HttpResponse:
    return svg_response("months", drawn(_answer(request).histogram(), name="months"))


@require_safe
def months_csv(request: HttpRequest) -> HttpResponse:
    found = _answer(request)
    return csv_response(found.month_table(), found.notes())


@require_safe
def shares_svg(request: HttpRequest) -> HttpResponse:
    return svg_response("shares", drawn(_answer(request).shares(), name="shares"))


@require_safe
def shares_csv(request: HttpRequest) -> HttpResponse:
    found = _answer(request)
    return csv_response(found.share_table(), found.share_notes())
