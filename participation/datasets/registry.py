"""What the open data consists of: packages register their tables in ``open_data`` modules, and what was taken away."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from .columns import Column, Table, Words

_tables: dict[str, Table] = {}
_removals: dict[str, Callable[[], Iterable["Removal"]]] = {}

HIDDEN = "hidden"
RETIRED = "retired"
MERGED = "merged"
DIVIDED = "divided"
ERASED = "erased"
WHY: dict[str, Words] = {
    HIDDEN: _("hidden by a moderator, or until one has looked"),
    RETIRED: _("taken back by its author"),
    MERGED: _("put together with another one"),
    DIVIDED: _("divided into several"),
    ERASED: _("erased by its author"),
}


@dataclass(frozen=True)
class Removal:
    """That something is gone which anybody could see before: never what it said."""

    kind: str
    id: int
    at: datetime | None
    why: str
    rule: str = ""
    instead: int | None = None


def register(table: Table) -> None:
    """Make a table a part of the open data."""
    if table.name in _tables or table.name == REMOVED:
        raise ValueError(f"There is already a table named {table.name}.")
    _tables[table.name] = table


def register_removals(name: str, function: Callable[[], Iterable[Removal]]) -> None:
    """Tell what is gone of one kind, in the order of its numbers."""
    if name in _removals:
        raise ValueError(f"There is already somebody who tells what is gone of {name}.")
    _removals[name] = function


def removals(kind: str = "") -> Iterator[Removal]:
    """All that is gone, kind by kind."""
    for name, function in sorted(_removals.items()):
        if not kind or kind == name:
            yield from function()


REMOVED = "removed"


def tables() -> list[Table]:
    """Every table, by name, and what was taken away as the last one."""
    return [*(_tables[name] for name in sorted(_tables)), removed_table()]


def removed_table(chosen: Callable[[], Iterable[Removal]] = removals) -> Table:
    """What whoever has an older copy has to take out of it."""
    return Table(
        name=REMOVED,
        title=_("What was removed"),
        description=_(
            "What could be seen before and is gone, or is there only as a sign. Take it out of older copies."
        ),
        columns=(
            Column("id", "string", _("kind and number together")),
            Column("kind", "string", _("what it is")),
            Column("number", "integer", _("its number")),
            Column("removed_at", "datetime", _("since when it is gone")),
            Column("why", "string", _("why it is gone"), codes=WHY),
            Column("rule", "string", _("the rule of the house it broke, where a moderator said so")),
            Column("instead", "integer", _("the number of the one that stands for it, of the same kind")),
        ),
        rows=lambda: (
            (f"{each.kind}/{each.id}", each.kind, each.id, each.at, each.why, each.rule, each.instead)
            for each in chosen()
        ),
    )
