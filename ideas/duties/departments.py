"""The public pages of departments: what they owe now, and how they have kept their dates."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from participation.accounts.models import Department
from participation.errors import Invalid

from ..keysets import Keyset, read_cursor, take, written_cursor
from ..lifeline import days_in_words
from ..models import DepartmentFigures, Duty, DutyQuerySet
from ..rows import short_day

PAGE = 20
PRESSING = Keyset("due_at", datetime, descending=False)
COLUMNS = (
    *("department", "name", "owed", "overdue", "due", "in_time", "in_time_percent", "answered", "median_days"),
    *("shortest_days", "longest_days", "decided", "adopted", "adopted_percent", "made_at"),
)


def share(part: int, whole: int) -> int | None:
    """Per cent; None of nothing."""
    return round(100 * part / whole) if whole else None


def all_departments() -> list[tuple[Department, DepartmentFigures]]:
    """Every department with its figures, whoever is overdue first; one that owed nothing yet has empty ones."""
    departments = list(Department.objects.select_related("figures"))
    rows = [(each, figures_of(each)) for each in departments]
    return sorted(rows, key=lambda row: (-row[1].overdue, -row[1].owed, -row[1].due, row[0].local_name))


def figures_of(department: Department) -> DepartmentFigures:
    found: DepartmentFigures | None = getattr(department, "figures", None)
    return found or DepartmentFigures(department=department)


@require_safe
def departments(request: HttpRequest) -> HttpResponse:
    """All departments side by side. There are dozens: one page holds them."""
    rows = [
        {
            "name": department.local_name,
            "url": reverse("departments:one", args=[department.slug]),
            "owed": intcomma(figures.owed),
            "overdue": figures.overdue,
            "median": days_in_number(figures.median_days),
            "in_time": percent_in_words(share(figures.in_time, figures.due)),
            "adopted": percent_in_words(share(figures.adopted, figures.decided)),
        }
        for department, figures in all_departments()
    ]
    context = {"section": "answers", "rows": rows, "definitions": definitions(), "crumbs": _crumbs()[:0]}
    return render(request, "duties/departments.html", context)


@require_safe
def department(request: HttpRequest, slug: str) -> HttpResponse:
    """One department: its figures with a year of months, and what it owes, whatever is overdue first."""
    found = get_object_or_404(Department.objects.select_related("figures"), slug=slug)
    name = f"department {found.pk}"
    try:
        page = take(owed_by(found), PRESSING, PAGE, read_cursor(request.GET.get("cursor", ""), name))
    except Invalid as error:
        detail = " ".join(str(message) for message in error.errors.values())
        context: dict[str, Any] = {"status": 400, "title": _("This address does not lead to a list"), "detail": detail}
        return render(request, "errors/error.html", context, status=400)
    figures = figures_of(found)
    here = reverse("departments:one", args=[slug])
    context = {
        "section": "answers",
        "department": found,
        "figures": figures,
        "facts": facts(figures),
        "definitions": definitions(),
        "owed": [owed_row(duty) for duty in page.items],
        "chart": chart(figures),
        "columns": [_("Month"), _("Done"), _("By its date"), _("Usual days")],
        "months": [month_row(month) for month in figures.months],
        "next_url": f"{here}?cursor={written_cursor(page.after, name)}" if page.after else "",
        "first_url": here if request.GET.get("cursor") else "",
        "crumbs": _crumbs(),
    }
    return render(request, "duties/department.html", context)


def owed_by(department: Department) -> DutyQuerySet:
    """What everybody may see that it owes."""
    rows: DutyQuerySet = Duty.objects.open().public().filter(department=department)
    return rows.select_related("idea").defer("idea__body", "idea__html")


def owed_row(duty: Duty) -> dict[str, Any]:
    return {
        "idea": duty.idea,
        "title": duty.local_title,
        "day": short_day(duty.due_at),
        "left": days_in_words(duty.days_left),
        "is_overdue": duty.is_overdue,
    }


def _crumbs() -> list[dict[str, str]]:
    return [{"label": _("Departments"), "url": reverse("departments:list")}]


def facts(figures: DepartmentFigures) -> list[dict[str, str]]:
    """The figures in words, in the order of the definitions."""
    shortest, longest = days_in_number(figures.shortest_days), days_in_number(figures.longest_days)
    spread = ""
    if shortest != longest:  # of a single answer, or none, there is nothing between
        spread = _("from %(shortest)s to %(longest)s days") % {"shortest": shortest, "longest": longest}
    return [
        {"label": _("Owed now"), "value": intcomma(figures.owed), "note": ""},
        {"label": _("Overdue"), "value": intcomma(figures.overdue), "note": ""},
        {"label": _("Usual days to answer"), "value": days_in_number(figures.median_days), "note": spread},
        {
            "label": _("Done by its date"),
            "value": percent_in_words(share(figures.in_time, figures.due)),
            "note": _of(figures.in_time, figures.due),
        },
        {
            "label": _("Adopted"),
            "value": percent_in_words(share(figures.adopted, figures.decided)),
            "note": _of(figures.adopted, figures.decided),
        },
    ]


def _of(part: int, whole: int) -> str:
    return _("%(part)s of %(whole)s") % {"part": intcomma(part), "whole": intcomma(whole)} if whole else ""


def definitions() -> list[dict[str, str]]:
    """What each figure means, so that nobody has to guess."""
    return [
        {"name": _("Owed now"), "text": _("What ideas obliged the department to and is not done yet.")},
        {"name": _("Overdue"), "text": _("The part of it whose date has passed.")},
        {
            "name": _("Usual days to answer"),
            "text": _(
                "From the day on which the threshold was met to the day on which it was done: half took less, half took"
                " more. Beside it the shortest and the longest. Of the last twelve months."
            ),
        },
        {
            "name": _("Done by its date"),
            "text": _(
                "Of all that was done or became overdue in the last twelve months, the share that was done by its date."
                " Where a date was put off, the new date counts; the idea's page tells of both."
            ),
        },
        {
            "name": _("Adopted"),
            "text": _(
                "Of the ideas decided in the last twelve months, the share that was accepted, wholly or in part."
            ),
        },
    ]


def days_in_number(days: float | None) -> str:
    return "–" if days is None else number_format(round(days, 1), decimal_pos=0 if days >= 10 else 1)


def percent_in_words(value: int | None) -> str:
    return "–" if value is None else f"{value}%"


def month_row(month: dict[str, Any]) -> list[str]:
    return [
        month_name(month["month"]),
        intcomma(month["answered"]),
        intcomma(month["in_time"]),
        days_in_number(month["median_days"]),
    ]


def month_name(month: str) -> str:
    year, number = (int(part) for part in month.split("-"))
    return date_format(date(year, number, 1), pgettext("month of a year, as in PHP's date()", "M Y"))


@dataclass(frozen=True)
class Bar:
    """One month of the chart, in the units of its drawing."""

    x: int
    y: int
    height: int
    late_y: int
    late_height: int
    label: str
    label_x: int


HEIGHT, STEP, WIDTH = 100, 40, 24


def chart(figures: DepartmentFigures) -> dict[str, Any] | None:
    """Bars of what was done in each month, the late part on top; nothing where nothing was done."""
    most = max((month["answered"] for month in figures.months), default=0)
    if not most:
        return None
    bars = []
    for number, month in enumerate(figures.months):
        in_time = round(HEIGHT * month["in_time"] / most)
        late = round(HEIGHT * month["answered"] / most) - in_time
        x = number * STEP + (STEP - WIDTH) // 2
        _year, of_year = month["month"].split("-")
        bars.append(
            Bar(
                x=x,
                y=HEIGHT - in_time,
                height=in_time,
                late_y=HEIGHT - in_time - late,
                late_height=late,
                label=str(int(of_year)),
                label_x=number * STEP + STEP // 2,
            )
        )
    return {"bars": bars, "width": STEP * len(bars), "height": HEIGHT, "bar": WIDTH, "most": most}


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """All figures as CSV, for whoever wants to count anew."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="departments.csv"'
    response.write("\ufeff")  # spreadsheets take it for another encoding without
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    writer.writerows(_csv_rows())
    return response


def _csv_rows() -> Iterable[list[Any]]:
    for department, figures in all_departments():
        known = as_numbers(figures) | {"department": department.slug, "name": _plain(department.local_name)}
        yield ["" if known[column] is None else known[column] for column in COLUMNS]


def _plain(text: str) -> str:
    """No spreadsheet runs a name as a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


def as_numbers(figures: DepartmentFigures) -> dict[str, Any]:
    """The figures for machines; names as in the API."""
    return {
        "owed": figures.owed,
        "overdue": figures.overdue,
        "due": figures.due,
        "in_time": figures.in_time,
        "in_time_percent": share(figures.in_time, figures.due),
        "answered": figures.answered,
        "median_days": _rounded(figures.median_days),
        "shortest_days": _rounded(figures.shortest_days),
        "longest_days": _rounded(figures.longest_days),
        "decided": figures.decided,
        "adopted": figures.adopted,
        "adopted_percent": share(figures.adopted, figures.decided),
        "made_at": figures.made_at.isoformat() if figures.pk else None,
    }


def _rounded(days: float | None) -> float | None:
    return None if days is None else round(days, 1)
