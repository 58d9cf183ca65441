"""The words of a set: having them counted, how far that is, and the tables as files."""

from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from participation.accounts.models import User
from participation.datasets.package import licence
from participation.limits import key_of, limit

from ..analysis.stamping import Notes
from ..analysis.tables import Table, csv_response, shown
from ..analysis.words import Told, measure
from ..tabs import tabs
from .actions import count_words_of
from .counting import told_of
from .models import ResultSet, WordCount

SHOWN = 60
SHOWN_OF_A_PERIOD = 10


@never_cache
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """What was counted, how far it is, or how to have it counted."""
    kept = get_object_or_404(ResultSet.objects.defer("ids", "differences"), code=code)
    row = WordCount.objects.filter(kept=kept).first()
    context = {
        "desk_tabs": tabs("sets:mine", request.GET),
        "kept": kept,
        "row": row,
        "progress": row and _("%(done)s of %(total)s") % {"done": f"{row.done:,}", "total": f"{row.total:,}"},
        **(_answer(row) if row and row.counted_at else {}),
    }
    template = "sets/_words.html" if request.headers.get("HX-Request") else "sets/words.html"
    return render(request, template, context)


def _answer(row: WordCount) -> dict[str, object]:
    told = told_of(row)
    table, periods = told.table(), told.period_table(most=SHOWN_OF_A_PERIOD)
    return {
        "told": told,
        "columns": table.columns,
        "rows": [[row[0], *(shown(value) for value in row[1:])] for row in table.rows[:SHOWN]],
        "period_columns": periods.columns,
        "period_rows": [[shown(value) for value in row] for row in periods.rows],
    }


@require_POST
@login_required
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Have them counted; asking again leads to the same count."""
    limit("research", key_of(request))
    kept = get_object_or_404(ResultSet.objects.defer("ids", "differences"), code=code)
    return HttpResponseRedirect(count_words_of(user=cast(User, request.user), kept=kept).get_absolute_url())


def _counted(code: str) -> tuple[WordCount, Told]:
    row = WordCount.objects.select_related("kept").filter(kept__code=code, counted_at__isnull=False).first()
    if row is None:
        raise Http404
    return row, told_of(row)


@require_safe
def words_csv(request: HttpRequest, code: str) -> HttpResponse:
    row, told = _counted(code)
    return csv_response(told.table(), _notes(row, told))


@require_safe
def periods_csv(request: HttpRequest, code: str) -> HttpResponse:
    """A row for each word of each period, with all its numbers."""
    row, told = _counted(code)
    columns = [_("Period"), _("Documents read"), *told.table().columns]
    rows = [
        [period.name, period.documents, *numbers]
        for period in told.periods
        for numbers in Told(period.words).table().rows
    ]
    return csv_response(Table("words-by-period", columns, rows), _notes(row, told))


def _notes(row: WordCount, told: Told) -> Notes:
    numbers = {
        "read": number_format(told.read, force_grouping=True),
        "rest": number_format(told.read_of_rest, force_grouping=True),
    }
    counted = date_format(timezone.localtime(row.counted_at), "DATETIME_FORMAT")
    return [
        (_("Result set"), f"{settings.BASE_URL}{reverse('sets:set', args=[row.kept.code])}"),
        (_("SHA-256 of the ids"), row.kept.sha256),
        (_("Documents read"), _("all %(read)s of the set, all %(rest)s others; from end to end") % numbers),
        measure(),
        (_("Counted"), _("%(moment)s (analyser %(version)s)") % {"moment": counted, "version": row.normaliser}),
        (_("Source and licence"), f"{settings.BASE_URL} · {licence().title}"),
    ]
