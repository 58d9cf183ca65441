"""What a person has opened: remembered for one order of the lists, for nobody else, and only as long as they like."""

from datetime import UTC, datetime

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Exists, OuterRef

from participation.accounts.models import User

from ..keysets import Keyset, read_cursor, take, written_cursor
from ..models import Idea, IdeaQuerySet, SeenIdea, UnrememberedReader

NEWEST = Keyset("created_at", datetime, descending=True)
NEW, SEEN = "unseen", "unseen.seen"
_BEFORE_ALL = (datetime(9999, 1, 1, tzinfo=UTC), 0)


def see(reader: User | AnonymousUser, idea: Idea) -> None:
    """Note that the person has opened the idea: a look, and a row the first time."""
    if not isinstance(reader, User) or SeenIdea.objects.filter(reader=reader, idea=idea).exists():
        return
    if remembers(reader):
        SeenIdea.objects.bulk_create([SeenIdea(reader=reader, idea=idea)], ignore_conflicts=True)


def remembers(reader: User) -> bool:
    """Whether the site may note what this person opens."""
    return not UnrememberedReader.objects.filter(pk=reader.pk).exists()


def forget(reader: User) -> int:
    """Everything is new to the person again; returns how many ideas were."""
    return SeenIdea.objects.filter(reader=reader).delete()[0]


@transaction.atomic
def choose_memory(reader: User, *, remember: bool) -> None:
    """The person's choice whether the site remembers; without it, what was remembered goes as well."""
    if remember:
        UnrememberedReader.objects.filter(pk=reader.pk).delete()
        return
    UnrememberedReader.objects.get_or_create(reader=reader)
    forget(reader)


def new_first(ideas: IdeaQuerySet, reader: User, limit: int, cursor: str) -> tuple[list[Idea], str | None]:
    """One page of what the person has not opened, the newest first, and behind it of what they have.

    Returns the ideas and the cursor of the page after. Raises Invalid on ``cursor``.
    """
    opened = Exists(SeenIdea.objects.filter(reader=reader, idea=OuterRef("pk")))
    seen, new = ideas.filter(opened), ideas.filter(~opened)
    is_second = cursor.startswith(SEEN)
    if is_second:
        found = take(seen, NEWEST, limit, read_cursor(cursor.removeprefix(SEEN), SEEN))
        return found.items, _cursor(SEEN, found.after)
    found = take(new, NEWEST, limit, read_cursor(cursor, NEW))
    if found.after:
        return found.items, _cursor(NEW, found.after)
    room = limit - len(found.items)
    if not room:
        return found.items, _cursor(SEEN, _BEFORE_ALL) if seen.exists() else None
    rest = take(seen, NEWEST, room, None)
    return [*found.items, *rest.items], _cursor(SEEN, rest.after)


def _cursor(part: str, after: tuple[datetime, int] | None) -> str | None:
    if after is None:
        return None
    return (SEEN if part == SEEN else "") + written_cursor(after, part)
