"""Makes exports in two steps: parts are gathered and stand for themselves, then one package is written of them.

Whoever is killed loses at most the part it was at. What was hidden since it was gathered is left out of the package.
"""

import json
import logging
import tempfile
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from participation.datasets import package
from participation.datasets.cells import plain
from participation.datasets.columns import Row, Table
from participation.datasets.registry import removed_table
from participation.datasets.writing import Written, write
from search.engines.base import After
from search.models import SearchDoc

from ..results import are_visible, fingerprint, packed, searched_with, tree, walk
from .models import KEPT, LEASE, Export
from .table import COLUMNS, results_table, rows_of

logger = logging.getLogger(__name__)
STEP = 1_000
MOST_VAIN_ATTEMPTS = 3


class GivenUp(Exception):
    """Somebody cancelled it, or another worker took it over."""


def make_waiting_exports() -> int:
    """The worker's job; returns how many are ready now."""
    made = 0
    while (export := claim()) is not None:
        made += _make(export)
    return made


def claim() -> Export | None:
    """One on which nobody works. What kills its worker again and again without getting on is given up."""
    for export in Export.objects.free().order_by("pk")[:10]:
        now = timezone.now()
        if export.vain_attempts >= MOST_VAIN_ATTEMPTS:
            Export.objects.free().filter(pk=export.pk).update(state=Export.State.FAILED, finished_at=now)
            continue
        lease = now + LEASE
        changed = {
            "state": Export.State.RUNNING,
            "leased_until": lease,
            "attempts": export.attempts + 1,
            "vain_attempts": export.vain_attempts + 1,
        }
        if Export.objects.free().filter(pk=export.pk).update(**changed):
            export.refresh_from_db()
            return export
    return None


def _make(export: Export) -> int:
    try:
        with translation.override(export.owner.language):
            gather(export)
            finish(export)
    except GivenUp:
        if not Export.objects.filter(pk=export.pk, state=Export.State.RUNNING).exists():
            remove_parts(export)
        return 0
    except Exception:  # the edge of the worker: the next try begins where this one stopped
        logger.exception("Export %s was not made", export.pk)
        return 0
    return 1


def gather(export: Export) -> None:
    """Write what is found into parts, from where the last worker stopped."""
    if export.is_gathered:
        return
    after = After(export.after_value, export.after_pk) if export.after_value else None
    for documents, last, _is_last in walk(export.asked, after=after, step=STEP):
        export.parts += 1
        path = export.part_path(export.parts)
        # What a killed worker left of this part is not complete.
        default_storage.delete(path)
        pairs = zip(documents, rows_of(documents), strict=True)
        lines = "".join(json.dumps([each.pk, *map(plain, row)]) + "\n" for each, row in pairs)
        default_storage.save(path, ContentFile(lines.encode()))
        export.done += len(documents)
        export.after_value, export.after_pk, export.vain_attempts = last.value, last.pk, 0
        _hold(export, "parts", "done", "after_value", "after_pk", "vain_attempts")
    export.is_gathered = True
    _hold(export, "is_gathered")


def _hold(export: Export, *fields: str) -> None:
    """Write down how far it is and keep it. Raises GivenUp where it is no longer ours."""
    lease = timezone.now() + LEASE
    mine = Export.objects.filter(pk=export.pk, state=Export.State.RUNNING, leased_until=export.leased_until)
    changed = {name: getattr(export, name) for name in fields}
    if not mine.update(leased_until=lease, **changed):
        raise GivenUp
    export.leased_until = lease


def finish(export: Export) -> None:
    """Write the package, put it into the storage and say that it is ready."""
    ids: list[str] = []
    with tempfile.TemporaryDirectory(prefix="export-") as name:
        folder = Path(name)
        table = results_table(_visible_rows(export, ids))
        archive = _write(folder, export, table, ids)
        with (folder / archive.name).open("rb") as source:
            default_storage.save(export.path, File(source))
    now = timezone.now()
    export.state, export.finished_at, export.expires_at = Export.State.READY, now, now + KEPT
    export.row_count, export.size, export.sha256 = len(ids), archive.size, archive.sha256
    export.ids_sha256, export.ids = fingerprint(ids), packed(ids)
    _hold(export, "state", "finished_at", "expires_at", "row_count", "size", "sha256", "ids_sha256", "ids")
    remove_parts(export)
    # Who hid something while the file was written found no file to withdraw.
    if not are_visible(ids):
        Export.objects.filter(pk=export.pk, state=Export.State.READY).update(state=Export.State.WITHDRAWN)


def remove_parts(export: Export) -> None:
    # One more than is known: a part is written before it is counted.
    for number in range(1, export.parts + 2):
        default_storage.delete(export.part_path(number))


def _visible_rows(export: Export, ids: list[str]) -> Iterator[Row]:
    """The gathered rows that everybody may still see; their ids are noted on the way."""
    lines = (line for number in range(1, export.parts + 1) for line in _lines(export.part_path(number)))
    kinds = [column.kind for column in COLUMNS]
    while batch := [json.loads(line) for line in islice(lines, STEP)]:
        visible = set(
            SearchDoc.objects.findable().filter(pk__in=[row[0] for row in batch]).values_list("pk", flat=True)
        )
        for pk, *row in batch:
            if pk in visible:
                ids.append(row[0])
                yield [_read(kind, value) for kind, value in zip(kinds, row, strict=True)]
        _hold(export)


def _lines(path: str) -> Iterator[bytes]:
    with default_storage.open(path, "rb") as file:
        yield from file


def _read(kind: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if kind == "datetime" and value else value


def _write(folder: Path, export: Export, table: Table, ids: list[str]) -> Written:
    removed = removed_table()
    files = write(folder, table.name, table.columns, table.rows(), formats=export.formats)
    resources = [package.resource(table, file) for file in files]
    gone = write(folder, removed.name, removed.columns, removed.rows(), formats=["csv"])
    resources += [package.resource(removed, file) for file in gone]
    codebook = package.write_codebook(folder, [table, removed])
    resources.append(package.codebook_resource(codebook))
    note = package.write_note(folder, {"": "\n\n".join([f"# {export.title}", *package.hints()])})
    described = package.write_description(
        folder,
        name=f"madang-export-{export.pk}",
        title=export.title,
        description=_("All results of a search on %(site)s.") % {"site": settings.SITE_NAME or _("Madang")},
        resources=resources,
        created=plain(export.created_at),
        query={
            "url": f"{settings.BASE_URL}{export.asked.url()}",
            "tree": tree(export.asked),
            **searched_with(),
            "count": len(ids),
            "ids_sha256": fingerprint(ids),
        },
    )
    names = [file.name for file in (*files, *gone, codebook, note, described)]
    return package.pack(folder, names, folder / export.file_name)
