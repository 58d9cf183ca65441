"""Compiles the translations (django.po → django.mo) that changed. `make messages` first gathers new texts."""

import sys
from pathlib import Path

from scripts.steps import PYTHON, ROOT, run

# The packages that keep their own catalogue.
FOLDERS = ("participation", "ideas", "search", "frontend")
NOT_OURS = {"node_modules", "dist"}


def catalogues() -> list[Path]:
    """Every catalogue of the repository: django.po, and djangojs.po where scripts have words."""
    found = [po for folder in FOLDERS for po in (ROOT / folder).glob("**/locale/*/LC_MESSAGES/django*.po")]
    return sorted(po for po in found if not NOT_OURS & set(po.parts))


def stale() -> list[Path]:
    """The catalogues without a compiled file that is as new as they are."""
    return [po for po in catalogues() if not _is_compiled(po)]


def _is_compiled(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns


def compile_stale() -> None:
    """Write the missing .mo files; a reader never sees half of one."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for po in stale():
        written = po.stat().st_mtime_ns
        with po.open("rb") as source:
            catalog = read_po(source, locale=po.parts[-3])
        draft = po.with_suffix(".mo.part")
        with draft.open("wb") as target:
            write_mo(target, catalog)
        draft.replace(po.with_suffix(".mo"))
        if po.stat().st_mtime_ns != written:
            po.with_suffix(".mo").unlink()


def gather() -> None:
    """Bring new texts of templates and code into the catalogues (gettext's tools are needed)."""
    for folder in sorted({po.parents[3] for po in catalogues()}):
        run([PYTHON, "-P", "-m", "django", "makemessages", "-l", "ko", "--no-location", "--no-obsolete"], cwd=folder)


if __name__ == "__main__":
    if "--gather" in sys.argv[1:]:
        gather()
    elif stale():
        compile_stale()
