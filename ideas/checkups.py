"""What could disagree about ideas, and how it is put right: the votes are the truth, tallies and counts follow."""

from django.db import models, transaction

from participation.events.checkup import register_checkup
from participation.votes.casting import votes_by_target

from . import counts
from .models import Attachment, Idea, Observation

BATCH = 2000


def _wrong(kind: type[models.Model], columns: dict[str, int], *, repair: bool) -> int:
    """Things whose kept tallies are not the number of their votes."""
    votes = {column: votes_by_target(kind, value) for column, value in columns.items()}
    wrong = 0
    for pk, *kept in kind._default_manager.values_list("pk", *columns).iterator(chunk_size=BATCH):
        true = [votes[column][pk] for column in columns]
        if kept == true:
            continue
        wrong += 1
        if repair:
            _set_tally(kind, pk, columns)
    return wrong


@transaction.atomic
def _set_tally(kind: type[models.Model], pk: int, columns: dict[str, int]) -> None:
    """Count again under the row's lock: a vote cast meanwhile is counted once."""
    thing = kind._default_manager.select_for_update(of=("self",)).get(pk=pk)
    for column, value in columns.items():
        setattr(thing, column, votes_by_target(kind, value, only=pk)[pk])
    if isinstance(thing, Idea):
        thing.heat = thing.heat_of(thing.support_count)
        thing.save(update_fields=[*columns, "heat"])
    else:
        thing.save(update_fields=list(columns))


def _tallies(repair: bool) -> int:
    of_ideas = _wrong(Idea, {"support_count": 1, "oppose_count": -1}, repair=repair)
    return of_ideas + _wrong(Observation, {"agree_count": 1}, repair=repair)


@transaction.atomic
def _counts(repair: bool) -> int:
    wrong = counts.recount()
    if not repair:
        transaction.set_rollback(True)
    return wrong


def _files(repair: bool) -> int:
    """Uploads whose file is gone. Nothing can be repaired here: bring them back from the backup."""
    files = (attachment.file for attachment in Attachment.objects.only("file").iterator(chunk_size=BATCH))
    photos = (each.photo for each in Observation.objects.exclude(photo="").only("photo").iterator(chunk_size=BATCH))
    return sum(not file.storage.exists(file.name or "") for group in (files, photos) for file in group)


register_checkup("tallies", _tallies)
register_checkup("counts", _counts)
register_checkup("files", _files)
