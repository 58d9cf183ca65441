"""Writes the set into a folder. The same data make the same bytes: nothing in the files says when they were made."""

import secrets
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import translation

from participation.datasets import package
from participation.datasets.registry import tables
from participation.datasets.writing import Written, write

from .words import about, title

FORMATS = ("csv", "jsonl")
NAME = "madang-open-data"
ARCHIVE = f"{NAME}.zip"
VERSIONS = "versions"


@dataclass(frozen=True)
class Made:
    """What stands in the folder; the hash of its description names the hashes of all other files."""

    files: tuple[Written, ...]
    sha256: str
    row_count: int


def make(folder: Path, *, progress: Callable[[int], object] | None = None) -> Made:
    """Write every table, the codebook, a note, the description and an archive of all of it."""
    files: list[Written] = []
    resources = []
    found = tables()
    # The words of the files are the site's own, whoever makes them; the codebook has each language.
    with translation.override(settings.LANGUAGE_CODE):
        for table in found:
            for file in write(folder, table.name, table.columns, table.rows(), formats=FORMATS, progress=progress):
                files.append(file)
                resources.append(package.resource(table, file))
        codebook = package.write_codebook(folder, found)
        resources.append(package.codebook_resource(codebook))
        files.append(codebook)
        files.append(package.write_note(folder, _notes()))
        described = package.write_description(
            folder, name=NAME, title=title(), description=about(), resources=resources
        )
    files.append(described)
    archive = package.pack(folder, [file.name for file in files], folder / ARCHIVE)
    rows = sum(file.rows for file in files if file.format == "csv" and file.name != package.CODEBOOK)
    return Made((*files, archive), described.sha256, rows)


def _notes() -> dict[str, str]:
    """The note for people in each language of the site."""
    notes = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            notes[code] = "\n\n".join([f"# {title()}", about(), *package.hints()])
    return notes


def make_in_place(target: Path, *, name: str, progress: Callable[[int], object] | None = None) -> Made:
    """Make the set aside and then put it in the place of the one before; an archive of each day is kept beside it."""
    target.mkdir(parents=True, exist_ok=True)
    aside = target / f".new-{secrets.token_hex(6)}"
    aside.mkdir()
    try:
        made = make(aside, progress=progress)
        versions = target / VERSIONS
        versions.mkdir(exist_ok=True)
        shutil.copyfile(aside / ARCHIVE, aside / ".archive")
        (aside / ".archive").replace(versions / f"{NAME}-{name}.zip")
        _swap(aside, target, [file.name for file in made.files])
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return made


def _swap(aside: Path, target: Path, names: Sequence[str]) -> None:
    """Tables that are no longer written go; the description comes last, so that what it names is there."""
    stale = {path.name for path in target.iterdir() if path.is_file() and path.suffix in {".csv", ".jsonl"}} - set(
        names
    )
    for each in sorted(names, key=lambda each: each == package.DESCRIPTION):
        (aside / each).replace(target / each)
    for each in stale:
        with suppress(OSError):
            (target / each).unlink()
