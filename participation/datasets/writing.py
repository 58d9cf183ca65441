"""Writes rows into files, row by row: however many there are, only one is in memory."""

import csv
import hashlib
import importlib.util
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from .cells import cell, plain
from .columns import Column, Row

# Excel reads a file as UTF-8 only with this in front.
BOM = "\ufeff"
FORMATS = ("csv", "jsonl", "parquet")
TYPES = {
    "csv": "text/csv",
    "jsonl": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "md": "text/markdown",
    "zip": "application/zip",
}
_GROUP = 10_000


def parquet_is_here() -> bool:
    """Whether the optional library is installed."""
    return importlib.util.find_spec("pyarrow") is not None


def formats_here() -> list[str]:
    return [name for name in FORMATS if name != "parquet" or parquet_is_here()]


@dataclass(frozen=True)
class Written:
    """A file that stands: its name, how long it is, its hash, and how many rows are in it."""

    name: str
    format: str
    size: int
    sha256: str
    rows: int


class Writer(Protocol):
    def row(self, row: Row) -> None: ...

    def close(self) -> None: ...


class CsvWriter:
    """CSV as RFC 4180 has it, with what Excel needs to read Korean."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        self._file: IO[str] = path.open("w", encoding="utf-8", newline="")
        self._file.write(BOM)
        self._csv = csv.writer(self._file, lineterminator="\r\n")
        self._csv.writerow([column.name for column in columns])

    def row(self, row: Row) -> None:
        self._csv.writerow([cell(value) for value in row])

    def close(self) -> None:
        self._file.close()


class JsonLinesWriter:
    """One JSON object a line."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        self._file: IO[str] = path.open("w", encoding="utf-8", newline="\n")
        self._names = [column.name for column in columns]

    def row(self, row: Row) -> None:
        line = {name: plain(value) for name, value in zip(self._names, row, strict=True)}
        self._file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")

    def close(self) -> None:
        self._file.close()


class ParquetWriter:
    """Parquet in groups of rows."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        kinds: dict[str, Any] = {
            "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "date": pa.date32(),
            "datetime": pa.timestamp("us", tz="UTC"),
        }  # fmt: skip
        self._arrow = pa
        self._schema = pa.schema([(column.name, kinds.get(column.kind, pa.string())) for column in columns])
        self._writer = pq.ParquetWriter(path, self._schema)
        self._waiting: list[Row] = []

    def row(self, row: Row) -> None:
        self._waiting.append(row)
        if len(self._waiting) >= _GROUP:
            self._write()

    def _write(self) -> None:
        columns = zip(*self._waiting, strict=True) if self._waiting else [[] for _ in self._schema]
        arrays = [
            self._arrow.array(list(values), each.type) for values, each in zip(columns, self._schema, strict=True)
        ]
        self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))
        self._waiting.clear()

    def close(self) -> None:
        if self._waiting:
            self._write()
        self._writer.close()


WRITERS: dict[str, Callable[[Path, Sequence[Column]], Writer]] = {
    "csv": CsvWriter,
    "jsonl": JsonLinesWriter,
    "parquet": ParquetWriter,
}


def write(
    folder: Path,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Row],
    *,
    formats: Sequence[str] = ("csv", "jsonl"),
    progress: Callable[[int], object] | None = None,
) -> list[Written]:
    """Write the rows once into a file of each format."""
    paths = {each: folder / f"{name}.{each}" for each in formats}
    writers = [WRITERS[each](path, columns) for each, path in paths.items()]
    count = 0
    try:
        for row in rows:
            for writer in writers:
                writer.row(row)
            count += 1
            if progress is not None:
                progress(1)
    finally:
        for writer in writers:
            writer.close()
    return [written(path, rows=count) for path in paths.values()]


def written(path: Path, *, rows: int = 0) -> Written:
    """What is to be said of a file that stands."""
    return Written(path.name, path.suffix[1:], path.stat().st_size, sha256_of(path), rows)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
