"""The choices beside a list, each with the number of ideas behind it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.core.cache import cache
from django.db.models import FilteredRelation, Q
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.consultations.models import ConsultationPage

from .imports.formats import board_name
from .kept import Kept, Name, kept
from .life import ANSWERED, FOLDED, Status, Step
from .listing import Wanted, count_of

# More than these would be longer than the list.
MOST_CONSULTATIONS = 12
NAMES_SECONDS = 60


@dataclass(frozen=True)
class Choice:
    """One line of a group, as components/facets.html draws it."""

    label: str
    url: str
    count: int | None
    current: bool


@dataclass(frozen=True)
class Group:
    name: str
    items: list[Choice]


def facets_for(wanted: Wanted) -> list[Group]:
    """The groups for this list, kept for as long as the counts are."""
    known = kept()
    return known.once(("facets", replace(wanted, seed=""), get_language()), lambda: _facets(wanted, known))


def chosen_count(wanted: Wanted) -> int:
    """How many filters narrow the list."""
    narrowing = (wanted.status or wanted.stage, wanted.topic, wanted.place, wanted.consultation, wanted.board)
    return sum(bool(value) for value in narrowing)


def address(wanted: Wanted, **changes: Any) -> str:
    """The same list with something changed, from its beginning."""
    query = replace(wanted, **changes).as_query()
    return f"?{urlencode(query)}" if query else "?"


def _facets(wanted: Wanted, known: Kept) -> list[Group]:
    groups = [
        Group(_("Stage"), list(_stages(wanted, known))),
        Group(_("Topic"), list(_topics(wanted, known))),
        Group(_("Place"), list(_places(wanted, known))),
        Group(_("Consultation"), list(_consultations(wanted, known))),
        Group(_("Board"), list(_boards(wanted, known))),
    ]
    shown = [group for group in groups if len(group.items) > 1 or any(item.current for item in group.items)]
    # The kept counts know nothing of the words that are sought: better no number than a wrong one.
    return [_uncounted(group) for group in shown] if wanted.q else shown


def _uncounted(group: Group) -> Group:
    return Group(group.name, [replace(item, count=None) for item in group.items])


def _passing(wanted: Wanted, known: Kept) -> Iterator[tuple[Any, int]]:
    topics = known.with_children(wanted.topic) if wanted.topic else ()
    statuses = wanted.statuses
    return ((cell, total) for cell, total in known.cells if wanted.passes(cell, topics, statuses))


def _stages(wanted: Wanted, known: Kept) -> Iterator[Choice]:
    free = wanted.without("status", "stage")
    counts: Counter[str] = Counter()
    for cell, total in _passing(free, known):
        counts[cell.status] += total
    if wanted.status in FOLDED:  # in no list but its own
        counts[wanted.status] = count_of(wanted, known)
    choices: list[tuple[str, dict[str, str], tuple[str, ...]]] = [
        (_("All"), {}, tuple(status for status in Status.values if status not in FOLDED)),
        (str(Status.POSTED.label), {"status": Status.POSTED}, (Status.POSTED,)),
        (str(Status.VOTING.label), {"status": Status.VOTING}, (Status.VOTING,)),
        (str(Status.OWED.label), {"status": Status.OWED}, (Status.OWED,)),
        (_("Answered"), {"status": "answered"}, ANSWERED),
        (_("Ended without an answer"), {"stage": Step.ENDED}, (Status.EXPIRED, Status.RETIRED)),
    ]
    if wanted.status and wanted.status not in {"answered", Status.POSTED, Status.VOTING, Status.OWED}:
        choices.append((str(Status(wanted.status).label), {"status": wanted.status}, (wanted.status,)))
    for label, changes, statuses in choices:
        count = sum(counts[status] for status in statuses)
        current = (wanted.status, wanted.stage) == (changes.get("status", ""), changes.get("stage", ""))
        if count or current or not changes:
            yield Choice(label, address(free, **changes), count, current)


def _topics(wanted: Wanted, known: Kept) -> Iterator[Choice]:
    """The topics of the first level; those below the chosen one follow it.

    What only another board calls its topics would fill the list of all ideas: it narrows that board, or an archive.
    """
    free = wanted.without("topic")
    counts: Counter[int] = Counter()
    for cell, total in _passing(free, known):
        if cell.topic_id:
            counts[cell.topic_id] += total
    whole = Counter(counts)
    for pk, count in counts.items():
        topic = known.topics.get(pk)
        if topic and topic.parent_id:
            whole[topic.parent_id] += count
    chosen = known.topics.get(wanted.topic or 0)
    opened = chosen.parent_id or wanted.topic if chosen else None
    yield Choice(_("All"), address(free), sum(total for _cell, total in _passing(free, known)), not wanted.topic)
    with_foreign = bool(wanted.board or wanted.consultation)
    for pk, topic in _in_order(known.topics):
        is_top = topic.parent_id is None or topic.parent_id not in known.topics or topic.parent_id == opened
        is_shown = is_top and (topic.is_offered or with_foreign or pk == wanted.topic)
        if is_shown and (whole[pk] or pk == wanted.topic):
            yield Choice(str(topic), address(free, topic=pk), whole[pk], pk == wanted.topic)


def _places(wanted: Wanted, known: Kept) -> Iterator[Choice]:
    free = wanted.without("place")
    counts: Counter[int] = Counter()
    for cell, total in _passing(free, known):
        if cell.place_id:
            counts[cell.place_id] += total
    yield Choice(_("All"), address(free), sum(total for _cell, total in _passing(free, known)), not wanted.place)
    for pk, place in _in_order(known.places):
        if counts[pk] or pk == wanted.place:
            yield Choice(str(place), address(free, place=pk), counts[pk], pk == wanted.place)


def _consultations(wanted: Wanted, known: Kept) -> Iterator[Choice]:
    """Where ideas were asked for; of many consultations those with the most ideas."""
    free = wanted.without("consultation")
    counts: Counter[int] = Counter()
    for cell, total in _passing(free, known):
        counts[cell.consultation_id] += total
    names = consultation_names()
    yield Choice(_("All"), address(free), sum(counts.values()), not wanted.consultation)
    fullest = [pk for pk, count in counts.most_common() if count and pk in names][:MOST_CONSULTATIONS]
    if wanted.consultation in names and wanted.consultation not in fullest:
        fullest.append(wanted.consultation)
    for pk in fullest:
        yield Choice(names[pk], address(free, consultation=pk), counts[pk], pk == wanted.consultation)


def consultation_names() -> dict[int, str]:
    """The public consultations in the reader's language; they change seldom, so they are asked for once a minute."""
    language = get_language()
    key = f"ideas.consultation_names:{language}"
    names: dict[int, str] | None = cache.get(key)
    if names is None:
        said = FilteredRelation("words", condition=Q(words__language=language))
        pages = ConsultationPage.objects.live().unrestricted().annotate(said=said)
        names = {pk: local or title for pk, title, local in pages.values_list("pk", "title", "said__title")}
        cache.set(key, names, NAMES_SECONDS)
    return names


def _boards(wanted: Wanted, known: Kept) -> Iterator[Choice]:
    """Where imported ideas come from; nothing where all were written here."""
    free = wanted.without("board")
    counts: Counter[str] = Counter()
    for cell, total in _passing(free, known):
        counts[cell.board] += total
    boards = sorted(board for board in counts if board)
    if not boards:
        return
    yield Choice(_("All"), address(free), sum(counts.values()), not wanted.board)
    for board in boards:
        yield Choice(board_name(board), address(free, board=board), counts[board], board == wanted.board)


def _in_order(names: dict[int, Name]) -> list[tuple[int, Name]]:
    return sorted(names.items(), key=lambda each: (not each[1].is_offered, each[1].position, str(each[1]), each[0]))
