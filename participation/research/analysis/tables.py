"""A table as a file: opens right in Excel, says where it comes from, and starts no formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone

from participation.datasets.cells import cell
from participation.datasets.writing import BOM

from .stamping import Notes


@dataclass(frozen=True)
class Table:
    """Columns and rows as they are shown; the first column says what a row is about."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]


def csv_text(table: Table, notes: Notes) -> str:
    """The notes as lines that begin with #, the head, the rows."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for label, value in notes:
        writer.writerow([f"# {label}: {value}"])
    writer.writerows([cell(value) for value in row] for row in (table.columns, *table.rows))
    return BOM + out.getvalue()


def csv_response(table: Table, notes: Notes) -> HttpResponse:
    return _file(csv_text(table, notes), "text/csv; charset=utf-8", f"{table.name}.csv")


def svg_response(name: str, drawing: str) -> HttpResponse:
    return _file(drawing, "image/svg+xml; charset=utf-8", f"{name}.svg")


def _file(text: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{timezone.localdate():%Y%m%d}-{name}"'
    return response


def percent(part: int, whole: int) -> float | None:
    """The share in per cent, with two digits; None of nothing."""
    return round(100 * part / whole, 2) if whole else None


def shown(value: object) -> str:
    """A cell as people read it."""
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int | float) else str(value)
