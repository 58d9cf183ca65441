"""Writes the set into a folder. The same data make the same bytes: nothing in the files says when they were made."""

import secrets
import shutil
import time
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from itertools import chain, count
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
LATEST = "latest"
ASIDE = ".new-"
FORGOTTEN = 24 * 3600
"""What was killed while it was made leaves a folder, which goes a day later."""


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
    """Make the set in a folder of its own and then point to it: who reads through ``latest`` reads one set.

    The files in ``target`` itself lead through the pointer. The set before stays for those who are reading it.
    """
    versions = target / VERSIONS
    versions.mkdir(parents=True, exist_ok=True)
    _remove(path for path in versions.glob(f"{ASIDE}*") if time.time() - path.stat().st_mtime > FORGOTTEN)
    aside = versions / f"{ASIDE}{secrets.token_hex(6)}"
    aside.mkdir()
    try:
        made = make(aside, progress=progress)
        whole = _moved(aside, versions, name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    before = (target / LATEST).resolve()
    _link(target / LATEST, Path(VERSIONS, whole.name))
    _lead_through(target, {file.name for file in made.files})
    _remove(path for path in versions.iterdir() if path.name[:1] != "." and path.resolve() not in (before, whole))
    return made


def _moved(aside: Path, versions: Path, name: str) -> Path:
    """The folder under its name, with a number from the second one of a day on."""
    names = chain([name], (f"{name}.{number}" for number in count(2)))
    whole = next(path for each in names if not (path := versions / each).exists())
    return aside.rename(whole).resolve()


def _link(path: Path, to: Path) -> None:
    """Lead there in one step, whatever was there before."""
    aside = path.with_name(f"{ASIDE}{secrets.token_hex(6)}")
    aside.symlink_to(to)
    aside.replace(path)


def _lead_through(target: Path, names: Set[str]) -> None:
    """Each file has its plain name in the folder; tables that are no longer written go."""
    for name in names:
        if not (target / name).is_symlink():
            _link(target / name, Path(LATEST, name))
    for path in target.iterdir():
        if path.suffix in {".csv", ".jsonl"} and path.name not in names:
            path.unlink(missing_ok=True)


def _remove(paths: Iterable[Path]) -> None:
    for path in list(paths):
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
