"""Checks a folder against the Data Package specification (v1) as far as our packages use it."""

import csv
import hashlib
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

NAME = re.compile(r"^[a-z0-9._-]+$")
PARSERS = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "datetime": lambda text: datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ"),  # noqa: DTZ007  # the format is UTC
}


def described(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def problems(folder: Path) -> list[str]:
    """What a reader of the specification would complain of."""
    package = described(folder)
    found = [f"no {name}" for name in ("name", "resources", "licenses") if not package.get(name)]
    names = [resource["name"] for resource in package["resources"]]
    found += [f"name {name}" for name in [package["name"], *names] if not NAME.match(name)]
    found += ["names are not unique"] if len(names) != len(set(names)) else []
    found += ["a licence needs name or path" for each in package["licenses"] if not ("name" in each or "path" in each)]
    for resource in package["resources"]:
        found += [f"{resource['name']}: {problem}" for problem in _of_resource(folder, resource)]
    return found


def _of_resource(folder: Path, resource: dict[str, Any]) -> list[str]:
    path = folder / resource["path"]
    if resource["path"].startswith(("/", "..")) or not path.is_file():
        return ["its path leads nowhere"]
    content = path.read_bytes()
    found = []
    if len(content) != resource["bytes"]:
        found.append("bytes")
    if f"sha256:{hashlib.sha256(content).hexdigest()}" != resource["hash"]:
        found.append("hash")
    if resource["profile"] == "tabular-data-resource":
        found += _of_table(path, resource)
    return found


def _of_table(path: Path, resource: dict[str, Any]) -> list[str]:
    fields = resource["schema"]["fields"]
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    found = [] if header == [field["name"] for field in fields] else ["header"]
    if len(rows) != resource["rows"]:
        found.append("rows")
    for row in rows:
        found += [
            f"{field['name']}: {value!r}" for field, value in zip(fields, row, strict=True) if _wrong(field, value)
        ]
    key = resource["schema"].get("primaryKey")
    if key:
        keys = [row[header.index(key)] for row in rows]
        found += ["its key is not unique"] if len(keys) != len(set(keys)) else []
    return found


def _wrong(field: dict[str, Any], value: str) -> bool:
    constraints = field.get("constraints", {})
    if value == "":
        return bool(constraints.get("required"))
    try:
        PARSERS[field["type"]](value)
    except (ValueError, KeyError):
        return True
    return "enum" in constraints and value not in constraints["enum"]


def rows_of(folder: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table, from its JSON Lines."""
    lines = (folder / f"{table}.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]
