"""What stands in a table, said once: files, descriptions and the codebook are made of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.functional import Promise

Words = str | Promise
Kind = Literal["string", "integer", "number", "boolean", "date", "datetime"]
Row = Sequence[Any]


@dataclass(frozen=True)
class Column:
    """One column: the values of ``codes`` are all that may stand in it, each with its meaning."""

    name: str
    kind: Kind
    description: Words
    codes: Mapping[str, Words] = field(default_factory=dict)
    refers: str = ""
    """The table whose ``id`` this is, where it is one."""


@dataclass(frozen=True)
class Table:
    """Rows that anybody may see. ``rows`` gives them in an order that stays, and never holds all of them at once."""

    name: str
    title: Words
    description: Words
    columns: tuple[Column, ...]
    rows: Callable[[], Iterable[Row]]
    key: str = "id"

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]


def coded(choices: Iterable[tuple[Any, Words]]) -> dict[str, Words]:
    """A field's choices as codes."""
    return {str(value): label for value, label in choices}
