"""The words of a set: the page, and its tables as files."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from participation.accounts.models import User
from participation.limits import key_of, limit
from search.views import address

from .asking import Question
from .frame import frame
from .tables import csv_response, shown
from .words import FOR_EVERYBODY, FOR_MEMBERS, Sizes, Words, words_of


def sizes_for(user: User | AnonymousUser) -> Sizes:
    """Reading takes time: whoever signed in may have more of it."""
    return FOR_MEMBERS if user.has_perm("research.read_many") else FOR_EVERYBODY


def _answer(request: HttpRequest) -> Words:
    limit("research", key_of(request))
    return words_of(Question.read(request.GET), sizes_for(request.user))


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Which words set these documents apart, and how that changed."""
    found = _answer(request)
    params = request.GET
    query = f"?{params.urlencode()}"
    context = frame("research:words", params, found.question, found.counts, engine=found.engine, is_away=found.is_away)
    told = found.told
    table, periods = told.table(), told.period_table()
    context |= {
        "found": found,
        "told": told,
        "columns": table.columns,
        "rows": [[_with_word(found, params, str(row[0])), *(shown(value) for value in row[1:])] for row in table.rows],
        "period_columns": periods.columns,
        "period_rows": [[shown(value) for value in row] for row in periods.rows],
        "words_url": reverse("research:words_csv") + query,
        "periods_url": reverse("research:periods_csv") + query,
        "keep_url": "" if found.question.asks_nothing else reverse("sets:keep") + query,
        "may_read_many": request.user.has_perm("research.read_many"),
    }
    return render(request, "research/words.html", context)


def _with_word(found: Words, params: QueryDict, word: str) -> SafeString:
    """A word leads to those of the documents that have it."""
    query = address(params, q=f"{found.question.words} {word}".strip())
    return format_html('<a href="{}{}">{}</a>', reverse("research:documents"), query, word)


@require_safe
def words_csv(request: HttpRequest) -> HttpResponse:
    found = _answer(request)
    return csv_response(found.told.table(), found.notes())


@require_safe
def periods_csv(request: HttpRequest) -> HttpResponse:
    found = _answer(request)
    return csv_response(found.told.period_table(), found.notes())
