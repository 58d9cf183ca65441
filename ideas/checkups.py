"""What could disagree about ideas, and how it is put right: the votes are the truth, tallies and counts follow."""

from django.db import transaction

from participation.events.checkup import register_checkup
from participation.votes.casting import votes_by_target

from . import counts
from .duties import checkup  # noqa: F401  # registers what could disagree about duties
from .merging.checking import check_merges
from .models import Attachment, Idea, Observation
from .ranking.half_life import half_lives
from .tallies import ideas_with_earlier_text, ideas_with_waiting, kept_tally, true_tally

BATCH = 2000


def _suspects(kind: type[Idea] | type[Observation], columns: dict[str, int]) -> list[int]:
    """Things whose kept tallies differ from the number of their votes at first sight: votes may be cast meanwhile."""
    votes = {column: votes_by_target(kind, value) for column, value in columns.items()}
    rows = kind._default_manager.values_list("pk", *columns).iterator(chunk_size=BATCH)
    return [pk for pk, *kept in rows if kept != [votes[column][pk] for column in columns]]


@transaction.atomic
def _check_idea(pk: int, *, repair: bool) -> bool:
    """Compare under the row's lock: what is committed meanwhile can only wait, and is part of the same reading."""
    idea = Idea.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if idea is None:
        return False
    true = true_tally(idea)
    if kept_tally(idea) == true:
        return False
    if repair:
        idea.support_count, idea.oppose_count, idea.earlier_support = true
        half_lives().place(idea)
        idea.save(update_fields=["support_count", "oppose_count", "earlier_support", "heat", "local_heat", "rising"])
    return True


@transaction.atomic
def _check_observation(pk: int, *, repair: bool) -> bool:
    observation = Observation.objects.select_for_update(of=("self",)).get(pk=pk)
    true = votes_by_target(Observation, 1, only=pk)[pk]
    if observation.agree_count == true:
        return False
    if repair:
        observation.agree_count = true
        observation.save(update_fields=["agree_count"])
    return True


def _tallies(repair: bool) -> int:
    suspects = {*_suspects(Idea, {"support_count": 1, "oppose_count": -1}), *ideas_with_waiting()}
    suspects.update(ideas_with_earlier_text())
    of_ideas = [_check_idea(pk, repair=repair) for pk in suspects]
    seen = [_check_observation(pk, repair=repair) for pk in _suspects(Observation, {"agree_count": 1})]
    return sum(of_ideas) + sum(seen)


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


register_checkup("merges", check_merges)
register_checkup("tallies", _tallies)
register_checkup("counts", _counts)
register_checkup("files", _files)
