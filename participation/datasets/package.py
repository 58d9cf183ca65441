"""Describes a folder of files as a Frictionless Data Package (v1), with a codebook and a note for people."""

import csv
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .columns import Column, Table
from .writing import BOM, TYPES, Written, written

DESCRIPTION = "datapackage.json"
CODEBOOK = "codebook.csv"
README = "README.md"
LICENCES = {
    "CC-BY-4.0": ("Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC0-1.0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "KOGL-1": (gettext_lazy("KOGL Type 1: Attribution"), "https://www.kogl.or.kr/info/licenseType1.do"),
}
# The moment that all members of an archive have: the same files make the same archive.
_NEVER = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Licence:
    name: str
    title: str
    path: str


def licence() -> Licence:
    """Under which the site gives away what is public."""
    title, path = LICENCES[settings.OPEN_DATA_LICENCE]
    return Licence(settings.OPEN_DATA_LICENCE, str(title), path)


def resource(table: Table, file: Written) -> dict[str, Any]:
    """One file of a table. The first format of a table has its plain name, the others their format behind it."""
    return {
        "name": table.name if file.format == "csv" else f"{table.name}-{file.format}",
        "path": file.name,
        "title": str(table.title),
        "description": str(table.description),
        "profile": "tabular-data-resource" if file.format == "csv" else "data-resource",
        "format": file.format,
        "mediatype": TYPES[file.format],
        **({"encoding": "utf-8"} if file.format != "parquet" else {}),
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "rows": file.rows,
        **({"dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True}} if file.format == "csv" else {}),
        "schema": schema(table),
        # Readers of tables stumble over lines of which there is none.
        **({"type": "file"} if file.format == "jsonl" and not file.rows else {}),
    }


def schema(table: Table) -> dict[str, Any]:
    return {
        "fields": [_field(column, is_key=column.name == table.key) for column in table.columns],
        "primaryKey": table.key,
        "missingValues": [""],
    }


def _field(column: Column, *, is_key: bool) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True, "unique": True} if is_key else {}
    if column.codes:
        constraints["enum"] = list(column.codes)
    described: dict[str, Any] = {
        "name": column.name,
        "type": column.kind,
        "description": str(column.description),
    }
    if column.kind == "datetime":
        described["format"] = "default"
    if constraints:
        described["constraints"] = constraints
    return described


def codebook_rows(tables: Iterable[Table]) -> Iterator[list[str]]:
    """Table, column, type, what it refers to, and then the meaning in each language of the site; codes below it."""
    for table in tables:
        for column in table.columns:
            yield [table.name, column.name, "", column.kind, column.refers, *_in_every_language(column.description)]
            for code, label in column.codes.items():
                yield [table.name, column.name, code, "", "", *_in_every_language(label)]


def _in_every_language(words: object) -> list[str]:
    said = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said.append(str(words))
    return said


def write_codebook(folder: Path, tables: Iterable[Table]) -> Written:
    path = folder / CODEBOOK
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(BOM)
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(["table", "column", "code", "type", "refers", *(code for code, _name in settings.LANGUAGES)])
        for row in codebook_rows(tables):
            writer.writerow(row)
            count += 1
    return written(path, rows=count)


def codebook_resource(file: Written) -> dict[str, Any]:
    names = ["table", "column", "code", "type", "refers", *(code for code, _name in settings.LANGUAGES)]
    return {
        "name": "codebook",
        "path": file.name,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": TYPES["csv"],
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "rows": file.rows,
        "schema": {"fields": [{"name": name, "type": "string"} for name in names], "missingValues": [""]},
    }


def write_description(
    folder: Path, *, name: str, title: str, description: str, resources: Sequence[dict[str, Any]], **more: Any
) -> Written:
    """The package's own file, the last one to be written: whoever finds it finds all that it names."""
    own = licence()
    described = {
        "profile": "data-package",
        "name": name,
        "title": title,
        "description": description,
        "homepage": settings.BASE_URL,
        "licenses": [{"name": own.name, "title": own.title, "path": own.path}],
        "sources": [{"title": settings.SITE_NAME or "마당", "path": settings.BASE_URL}],
        **more,
        "resources": list(resources),
    }
    path = folder / DESCRIPTION
    path.write_text(json.dumps(described, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return written(path)


def write_note(folder: Path, lines: Mapping[str, str]) -> Written:
    """A note for people, in each language of the site."""
    path = folder / README
    path.write_text("\n\n".join(lines.values()) + "\n", encoding="utf-8")
    return written(path)


def hints() -> list[str]:
    """What people should know of a package, in the present language."""
    own = licence()
    return [
        _("Licence: %(title)s (%(path)s)") % {"title": own.title, "path": own.path},
        _(
            "datapackage.json describes every file as a Frictionless Data Package, with hashes. codebook.csv says what"
            " each column and each code means. removed.csv tells what has to be taken out of older copies."
        ),
        _(
            "In CSV files a quote (') in front of a text that begins with =, +, - or @ keeps spreadsheets from running"
            " it. The JSON Lines files have the texts as they are."
        ),
    ]


def pack(folder: Path, names: Iterable[str], archive: Path) -> Written:
    """All files in one archive; the same files make the same bytes."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(names):
            member = zipfile.ZipInfo(name, _NEVER)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            with (folder / name).open("rb") as source, packed.open(member, "w", force_zip64=True) as target:
                while block := source.read(1 << 20):
                    target.write(block)
    return written(archive)
