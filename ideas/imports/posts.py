"""What a reader makes of one entry of another board, and what is said of a file afterwards."""

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.utils.functional import Promise

from participation.contributions.text import Markup

from ..life import Status


class UnreadableError(ValueError):
    """An entry that cannot be taken; the text says why."""


@dataclass(frozen=True)
class Post:
    """One entry of another board. ``support`` is that board's own total: never votes of people here."""

    source_id: str
    title: str
    body: str
    created_at: datetime
    status: Status
    url: str = ""
    author: str = ""
    category: str = ""
    markup: Markup = Markup.PLAIN
    support: int | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True)
class Board:
    """Another platform's board: its short name is kept with every idea that came from it."""

    name: str
    title: dict[str, str]
    intro: dict[str, str]
    label: str | Promise
    read: Callable[[dict[str, Any]], Post]


@dataclass
class Report:
    """What became of each entry of a file."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: list[tuple[int, str]] = field(default_factory=list)
    flags: Counter[str] = field(default_factory=Counter)

    def lines(self) -> Iterator[str]:
        yield (
            f"read {self.read}, created {self.created}, updated {self.updated},"
            f" unchanged {self.unchanged}, skipped {len(self.skipped)}"
        )
        yield from (f"  kept, but flagged: {reason}: {count}" for reason, count in self.flags.most_common())
        for reason, count in Counter(reason for _, reason in self.skipped).most_common():
            lines = [line for line, why in self.skipped if why == reason]
            shown = ", ".join(map(str, lines[:10])) + (" …" if len(lines) > 10 else "")
            yield f"  skipped: {reason}: {count} (line {shown})"


def entries(path: Path) -> Iterator[tuple[int, str]]:
    """Line numbers and lines of a JSON Lines file, plain or gzipped; of a folder, those of the file in it."""
    with _opened(path) as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield number, line


def parsed(line: str) -> dict[str, Any]:
    """One entry of a JSON Lines file. Raises UnreadableError."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("not valid JSON") from error
    if not isinstance(row, dict):
        raise UnreadableError("not a JSON object")
    return row


def _opened(path: Path) -> IO[str]:
    if path.is_dir():
        found = sorted([*path.glob("*.jsonl"), *path.glob("*.jsonl.gz")])
        if len(found) != 1:
            raise FileNotFoundError(f"{path} should hold one .jsonl or .jsonl.gz file; it holds {len(found)}.")
        path = found[0]
    opener = gzip.open if path.suffix == ".gz" else open
    return opener(path, "rt", encoding="utf-8-sig", errors="replace")
