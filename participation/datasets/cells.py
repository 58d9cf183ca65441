"""How single values are written: the same value is the same bytes, and no cell becomes a formula."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

# A spreadsheet takes a cell for a formula by its first sign, some of them after blanks and in full width, too.
_FORMULA = re.compile(r"^['\s]*[=+\-@＝＋－＠]|^['\s]*[\t\r]")
GUARD = "'"


def guarded(text: str) -> str:
    """The text as a spreadsheet shows it and does not run it: a quote in front says that it is text."""
    return GUARD + text if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """What was guarded: one quote less where it could stand for a guard."""
    return cell[1:] if cell.startswith(GUARD) and _FORMULA.match(cell) else cell


def plain(value: Any) -> Any:
    """A value as JSON knows it; moments are in UTC, so that they say the same everywhere."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)


def cell(value: Any) -> str | int | float:
    """A value as it stands in a CSV file."""
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return guarded(value) if isinstance(value, str) else value
