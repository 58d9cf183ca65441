"""Draws a chart as SVG on the server: readable without scripts, and the same wherever it is taken.

Colours stand in attributes, because a file has no style sheet; the classes let the page's own colours win.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .stamping import Notes

WIDTH = 760
LEFT, RIGHT, TOP = 56, 12, 64
PLOT_HEIGHT = 220
_NOTE_LINE = 17
_COLOURS = ("#0b6353", "#6d2f73")
_DASHES = ("", "7 4")
_TEXT, _SUBTLE, _GRID, _GROUND = "#17211e", "#4a5652", "#dde2dc", "#ffffff"
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
_MOST_LABELS = 9
_LONGEST_LINE = 96


@dataclass(frozen=True)
class Series:
    """One row of marks; None where there is nothing to say."""

    label: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Chart:
    """Values by month, as bars or as lines."""

    title: str
    months: Sequence[dt.date]
    series: Sequence[Series]
    notes: Notes
    lines: bool = False
    unit: str = ""
    summary: str = field(default="")

    @property
    def plot(self) -> dict[str, float]:
        """Where the marks stand, for whoever selects a span on the picture."""
        return {"left": LEFT, "width": WIDTH - LEFT - RIGHT, "top": TOP, "height": PLOT_HEIGHT}


def drawn(chart: Chart, *, name: str) -> SafeString:
    """The chart as an SVG element; `name` makes its ids unique on a page."""
    top = _top([value for series in chart.series for value in series.values if value is not None])
    bottom = TOP + PLOT_HEIGHT
    height = bottom + 40 + _NOTE_LINE * len(chart.notes)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"',
        f' role="img" aria-labelledby="{name}-title {name}-summary" font-family="sans-serif" class="chart__drawing">',
        f'<title id="{name}-title">{escape(chart.title)}</title>',
        f'<desc id="{name}-summary">{escape(chart.summary)}</desc>',
        f'<rect class="chart__ground" width="{WIDTH}" height="{height}" fill="{_GROUND}"/>',
        _text(LEFT, 22, _short(chart.title, 60), size=16, weight="bold", fill=_TEXT),
        *_legend(chart),
        *_grid(chart, top),
        *_months(chart),
        *(_lines(chart, top) if chart.lines else _bars(chart, top)),
        f'<path class="chart__axis" d="M{LEFT} {bottom}H{WIDTH - RIGHT}" stroke="{_SUBTLE}"/>',
        *(
            _text(LEFT, bottom + 46 + _NOTE_LINE * line, _short(f"{label}: {value}", _LONGEST_LINE), size=12)
            for line, (label, value) in enumerate(chart.notes)
        ),
        "</svg>",
    ]
    return mark_safe("".join(parts))  # noqa: S308  # every text in it was escaped


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _text(
    x: float, y: float, text: str, *, size: int, weight: str = "", fill: str = _SUBTLE, anchor: str = "start"
) -> str:
    heavy = f' font-weight="{weight}"' if weight else ""
    kind = "chart__title" if weight else "chart__text"
    return (
        f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}"'
        f' fill="{fill}"{heavy}>{escape(text)}</text>'
    )


def _top(values: Sequence[float]) -> float:
    """The end of the scale: the next round number above the largest value."""
    largest = max(values, default=0) or 1
    size = 10.0 ** math.floor(math.log10(largest))
    found: float = next(size * step for step in (1, 2, 4, 6, 8, 10) if size * step >= largest)
    return found


def _height(value: float, top: float) -> float:
    return PLOT_HEIGHT * value / top


def _grid(chart: Chart, top: float) -> Iterator[str]:
    for quarter in range(5):
        value = top * quarter / 4
        y = TOP + PLOT_HEIGHT - _height(value, top)
        if not chart.unit and value != int(value):
            continue
        digits = next(digits for digits in range(4) if round(value, digits) == value or digits == 3)
        label = number_format(value, digits, force_grouping=True) + chart.unit
        yield f'<path class="chart__grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{_GRID}"/>'
        yield _text(LEFT - 6, y + 4, label, size=12, anchor="end")


def _slot(chart: Chart) -> float:
    return (WIDTH - LEFT - RIGHT) / max(len(chart.months), 1)


def _middle(chart: Chart, number: int) -> float:
    return LEFT + _slot(chart) * (number + 0.5)


def _months(chart: Chart) -> Iterator[str]:
    """As many names of months as there is room for, beginning with Januaries."""
    count = len(chart.months)
    step = next((step for step in _STEPS if count / step <= _MOST_LABELS), _STEPS[-1])
    for number, month in enumerate(chart.months):
        since = month.year * 12 + month.month - 1
        if since % step == 0:
            x = _middle(chart, number)
            y = TOP + PLOT_HEIGHT
            yield f'<path class="chart__axis" d="M{x:.1f} {y}v4" stroke="{_SUBTLE}"/>'
            yield _text(x, y + 18, f"{month:%Y}" if step >= 12 else f"{month:%Y-%m}", size=12, anchor="middle")


def _bars(chart: Chart, top: float) -> Iterator[str]:
    slot = _slot(chart)
    wide = max(slot * 0.8, 1)
    for number, value in enumerate(chart.series[0].values):
        if value:
            tall = max(_height(value, top), 1)
            yield (
                f'<rect class="chart__mark chart__mark--1" x="{_middle(chart, number) - wide / 2:.2f}"'
                f' y="{TOP + PLOT_HEIGHT - tall:.1f}" width="{wide:.2f}" height="{tall:.1f}" fill="{_COLOURS[0]}"/>'
            )


def _lines(chart: Chart, top: float) -> Iterator[str]:
    for place, series in enumerate(chart.series):
        colour, dash = _COLOURS[place], _DASHES[place]
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        for piece in _pieces(series.values):
            points = [(_middle(chart, number), TOP + PLOT_HEIGHT - _height(value, top)) for number, value in piece]
            if len(points) > 1:
                path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
                yield (
                    f'<path class="chart__line chart__line--{place + 1}" d="M{path}" fill="none" stroke="{colour}"'
                    f' stroke-width="2.5" stroke-linejoin="round"{dashed}/>'
                )
            else:
                yield (
                    f'<circle class="chart__mark chart__mark--{place + 1}" cx="{points[0][0]:.1f}"'
                    f' cy="{points[0][1]:.1f}" r="3" fill="{colour}"/>'
                )


def _pieces(values: Sequence[float | None]) -> Iterator[list[tuple[int, float]]]:
    """The stretches without a gap."""
    piece: list[tuple[int, float]] = []
    for number, value in enumerate(values):
        if value is None:
            if piece:
                yield piece
            piece = []
        else:
            piece.append((number, value))
    if piece:
        yield piece


def _legend(chart: Chart) -> Iterator[str]:
    if not chart.lines:
        return
    x = float(LEFT)
    for place, series in enumerate(chart.series):
        dash = f' stroke-dasharray="{_DASHES[place]}"' if _DASHES[place] else ""
        yield (
            f'<path class="chart__line chart__line--{place + 1}" d="M{x:.0f} 42h28" stroke="{_COLOURS[place]}"'
            f' stroke-width="2.5"{dash}/>'
        )
        label = _short(series.label, 28)
        yield _text(x + 34, 46, label, size=13, fill=_TEXT)
        x += 60 + 13 * len(label)
