"""Lists of ideas: what may be asked for, in which order, and one page of it. Pages, feeds and the API share this."""

import secrets
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.accounts.models import User
from participation.consultations.models import Place, Topic
from participation.errors import Invalid
from search.finding import find
from search.query import Filters

from .counts import Cell
from .kept import Kept, kept
from .keysets import After, Keyset, KeysetPage, read_cursor, take, written_cursor
from .life import ANSWERED, FOLDED, STEP, WAITING, Status, Step
from .models import Idea, IdeaQuerySet
from .ranking.looking import LooksForSupport
from .ranking.seen import new_first

PAGE = 25
LONGEST_QUERY = 200
_LARGEST = 2**63 - 1
_NUMBERS = {"topic", "place", "consultation"}
_CIRCLE = 2**31

SORTS = {
    "popular": gettext_lazy("Popular"),
    "newest": gettext_lazy("Newest"),
    "supported": gettext_lazy("Most supported"),
    "rising": gettext_lazy("Rising"),
    "near": gettext_lazy("Near the threshold"),
    "controversial": gettext_lazy("Controversial"),
    "unseen": gettext_lazy("New to me"),
    "needs_answer": gettext_lazy("Needs an answer"),
    "answered": gettext_lazy("Answered"),
    "random": gettext_lazy("Random"),
}
KEYSETS = {
    "popular": Keyset("heat", float, descending=True),
    "newest": Keyset("created_at", datetime, descending=True),
    "supported": Keyset("support_count", int, descending=True),
    "rising": Keyset("rising", float, descending=True),
    "near": Keyset("nearness", float, descending=True),
    "controversial": Keyset("controversy", float, descending=True),
    "needs_answer": Keyset("answer_due_at", datetime, descending=False),
    "answered": Keyset("answered_at", datetime, descending=True),
}
# A consultation's list goes by the half-life of its own.
LOCAL = Keyset("local_heat", float, descending=True)
UNDATED = Keyset("heat", float, descending=True)
SHUFFLED = Keyset("shuffle", int, descending=False)
# One word for all that has an answer, beside the statuses themselves.
GROUPS: dict[str, tuple[str, ...]] = {"answered": ANSWERED}
SORT_STATUSES: dict[str, tuple[str, ...]] = {
    "needs_answer": (Status.OWED,),
    "answered": ANSWERED,
    "near": WAITING,
}
_SEARCH_SORTS = {"newest": "date", "supported": "votes"}
ROW_COLUMNS = (
    "title", "slug", "summary", "language", "status", "step", "support_count", "comment_count", "created_at",
    "topic_id", "place_id", "consultation_id", "department_id", "threshold", "threshold_met", "answer_due_at",
    "obliges", "ran_out", "answered_at", "closes_at", "progress", "promise", "heat", "local_heat", "rising",
    "controversy", "nearness", "shuffle", "hidden_at", "oppose_count", "imported_support", "source_board",
    "department__name", "department__translations",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """A list as an address asks for it. Empty means anything."""

    sort: str = "popular"
    seed: str = ""
    status: str = ""
    stage: str = ""
    topic: int | None = None
    place: int | None = None
    consultation: int | None = None
    board: str = ""
    q: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> Self:
        """Out of an address's parameters. Raises Invalid naming each that makes no sense."""
        errors: dict[str, str] = {}
        words = {name: str(query.get(name) or "").replace("\0", "").strip() for name in cls.__dataclass_fields__}
        q = words["q"][:LONGEST_QUERY]
        sort = words["sort"] or "popular"
        if sort not in SORTS:
            errors["sort"] = _("There is no such order.")
        if words["status"] and words["status"] not in {*Status.values, *GROUPS}:
            errors["status"] = _("There is no such state.")
        if words["stage"] and words["stage"] not in Step.values:
            errors["stage"] = _("There is no such stage.")
        numbers = {
            "topic": _key(words["topic"], "topic", errors, Topic),
            "place": _key(words["place"], "place", errors, Place),
            "consultation": _key(words["consultation"], "consultation", errors),
        }
        if errors:
            raise Invalid(errors=errors)
        seed = words["seed"][:60] if sort == "random" else ""
        return cls(
            sort=sort,
            seed=seed,
            status=words["status"],
            stage=words["stage"],
            board=words["board"][:40],
            q=q,
            **numbers,
        )

    def as_query(self) -> dict[str, str]:
        """The parameters that say the same, without what goes without saying."""
        said = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: str(value) for name, value in said.items() if value and (name, value) != ("sort", "popular")}

    def without(self, *names: str) -> Self:
        empty: dict[str, Any] = {name: None if name in _NUMBERS else "" for name in names}
        return replace(self, **empty)

    @property
    def statuses(self) -> frozenset[str]:
        """The statuses that pass; all of them where nothing narrows them."""
        passing = frozenset(Status.values) - frozenset(() if self.status else FOLDED)
        if self.status:
            passing &= frozenset(GROUPS.get(self.status, (self.status,)))
        if self.stage:
            passing &= frozenset(status for status, step in STEP.items() if step == self.stage)
        if not self.q and self.sort in SORT_STATUSES:
            passing &= frozenset(SORT_STATUSES[self.sort])
        return passing

    def passes(self, cell: Cell, topics: Collection[int], statuses: Collection[str]) -> bool:
        return (
            cell.status in statuses
            and (not topics or cell.topic_id in topics)
            and (not self.place or cell.place_id == self.place)
            and (not self.consultation or cell.consultation_id == self.consultation)
            and (not self.board or cell.board == self.board)
        )


def _key(word: str, name: str, errors: dict[str, str], model: type[Topic] | type[Place] | None = None) -> int | None:
    """The number in an address, or that of the thing whose short name stands there."""
    if not word:
        return None
    if word.isascii() and word.isdigit() and 0 < len(word) < 20 and int(word) <= _LARGEST:
        return int(word)
    found = model.objects.filter(slug=word).values_list("pk", flat=True).first() if model else None
    if found is None:
        errors[name] = _("There is no such choice.")
    return found


@dataclass(frozen=True)
class ListPage:
    """One page of ideas. ``next`` is the cursor of the page after, or None; ``seed`` is that of a random order."""

    ideas: list[Idea]
    next: str | None
    count: int
    seed: str = ""


def new_seed() -> str:
    """A seed says where on the circle to begin and the moment after which ideas are left out."""
    return f"{secrets.token_hex(4)}-{time.time_ns() // 1_000:x}"


def count_of(wanted: Wanted, known: Kept | None = None) -> int:
    """How many public ideas the list holds, from the kept counts."""
    known = known or kept()
    topics = known.with_children(wanted.topic) if wanted.topic else ()
    statuses = wanted.statuses

    def add_up() -> int:
        return sum(total for cell, total in known.cells if wanted.passes(cell, topics, statuses))

    return known.once(("count", wanted.without("q", "seed"), wanted.statuses), add_up)


def list_page(
    wanted: Wanted, *, limit: int = PAGE, cursor: str = "", columns: Collection[str] = (), reader: User | None = None
) -> ListPage:
    """One page of the list, without anything hidden. Raises Invalid on ``cursor``.

    ``columns`` limits what is read of each idea; without it all is read, with the names a row shows. What is new to
    ``reader`` comes first where that is the order; without a reader the newest does.
    """
    if wanted.q:
        return _found_page(wanted, limit, cursor)
    known = kept()
    if wanted.board and not count_of(wanted, known):  # a board without ideas would be sought through all of them
        return ListPage([], None, 0, wanted.seed)
    ideas = narrowed(wanted, known)
    ideas = ideas.select_related("department").only(*columns) if columns else ideas.with_names()
    if wanted.sort == "random":
        wanted = wanted if wanted.seed else replace(wanted, seed=new_seed())
        page = _shuffled_page(ideas, wanted, limit, cursor)
    elif wanted.sort == "answered":
        page = _answered_page(ideas, limit, read_cursor(cursor, "answered"))
    elif wanted.sort == "unseen" and reader is not None:
        found, following = new_first(ideas, reader, limit, cursor)
        return ListPage(found, following, count_of(wanted, known))
    else:
        page = take(ideas, keyset_of(wanted), limit, read_cursor(cursor, _order(wanted)))
    following = written_cursor(page.after, _order(wanted)) if page.after else None
    return ListPage(page.items, following, count_of(wanted, known), wanted.seed)


def keyset_of(wanted: Wanted) -> Keyset:
    """The column by which the list is ordered."""
    if is_local(wanted):
        return LOCAL
    return KEYSETS["newest" if wanted.sort == "unseen" else wanted.sort]


def is_local(wanted: Wanted) -> bool:
    """Whether the list goes by the half-life of one consultation and not by that of the site."""
    return wanted.sort == "popular" and wanted.consultation is not None


def _order(wanted: Wanted) -> str:
    """What a cursor of this list is good for: a list ordered by another column begins elsewhere."""
    return f"{wanted.sort}.local" if is_local(wanted) else wanted.sort + wanted.seed


def narrowed(wanted: Wanted, known: Kept) -> IdeaQuerySet:
    """The public ideas that pass the filters. Hidden ones are in nobody's list: their place is the queue."""
    ideas = Idea.objects.published() if wanted.status else Idea.objects.listed()
    if wanted.sort == "needs_answer":
        ideas = ideas.filter(status=Status.OWED, answer_due_at__isnull=False)
    statuses = wanted.statuses
    if wanted.sort == "near" and statuses == {*WAITING}:
        ideas = ideas.filter(LooksForSupport("status"))
    elif wanted.status or wanted.stage or wanted.sort in {"answered", "near"}:
        ideas = ideas.filter(status__in=sorted(statuses))
    if wanted.topic:
        topics = known.with_children(wanted.topic)
        ideas = ideas.filter(topic_id__in=topics) if len(topics) > 1 else ideas.filter(topic_id=wanted.topic)
    for name in ("place", "consultation"):
        if value := getattr(wanted, name):
            ideas = ideas.filter(**{f"{name}_id": value})
    return ideas.filter(source_board=wanted.board) if wanted.board else ideas


def _answered_page(ideas: IdeaQuerySet, limit: int, after: After | None) -> KeysetPage[Idea]:
    """The latest answers first; behind them what another board answered without telling when."""
    undated = ideas.filter(status=Status.ANSWERED, answered_at=None)
    if after is not None and not isinstance(after[0], datetime):
        return take(undated, UNDATED, limit, after)
    page = take(ideas.filter(answered_at__isnull=False), KEYSETS["answered"], limit, after)
    if page.after:
        return page
    rest = take(undated, UNDATED, limit - len(page.items), None)
    if len(page.items) == limit:
        return KeysetPage(page.items, KEYSETS["answered"].of(page.items[-1]) if undated.exists() else None)
    return KeysetPage([*page.items, *rest.items], rest.after)


def _shuffled_page(ideas: IdeaQuerySet, wanted: Wanted, limit: int, cursor: str) -> KeysetPage[Idea]:
    """Once around the circle of shuffle values from where the seed points: up to its end, then from its start."""
    start, moment = _seed_parts(wanted.seed)
    if moment is not None:
        ideas = ideas.filter(created_at__lte=moment)
    after = read_cursor(cursor, "random" + wanted.seed)
    if after is None or after[0] >= start:
        page = take(ideas.filter(shuffle__gte=start), SHUFFLED, limit, after)
        if len(page.items) == limit and page.after:
            return page
        rest = take(ideas.filter(shuffle__lt=start), SHUFFLED, limit - len(page.items), None)
        if not rest.items and page.items and limit == len(page.items):
            more = ideas.filter(shuffle__lt=start).exists()
            return KeysetPage(page.items, SHUFFLED.of(page.items[-1]) if more else None)
        return KeysetPage([*page.items, *rest.items], rest.after)
    return take(ideas.filter(shuffle__lt=start), SHUFFLED, limit, after)


def _seed_parts(seed: str) -> tuple[int, datetime | None]:
    """Where to begin, and the moment that the seed was made; any word is a seed, but only ours carry a moment."""
    point, _dash, moment = seed.partition("-")
    try:
        start, made = int(point, 16) % _CIRCLE, int(moment, 16)
        if 0 < made <= (time.time() + 60) * 1_000_000:
            return start, datetime.fromtimestamp(0, UTC) + timedelta(microseconds=made)
    except ValueError:
        pass
    return int.from_bytes(seed.encode()[-8:], "big") * 2_654_435_761 % _CIRCLE, None


def _found_page(wanted: Wanted, limit: int, cursor: str) -> ListPage:
    """The list narrowed by words: the search finds and orders, the ideas are read by their numbers."""
    known = kept()
    narrowed_by_status = wanted.status or wanted.stage
    filters = Filters(
        kinds=("idea",),
        topics=known.with_children(wanted.topic) if wanted.topic else (),
        places=(wanted.place,) if wanted.place else (),
        consultations=(wanted.consultation,) if wanted.consultation else (),
        statuses=tuple(sorted(wanted.statuses)) or ("",) if narrowed_by_status else (),
        sources=(wanted.board,) if wanted.board else (),
    )
    found = find(
        wanted.q, filters=filters, sort=_SEARCH_SORTS.get(wanted.sort, "relevance"), limit=limit, cursor=cursor
    )
    ideas = Idea.objects.published().with_names().in_bulk([hit.object_id for hit in found.hits])
    return ListPage(
        [ideas[hit.object_id] for hit in found.hits if hit.object_id in ideas], found.next, found.count, wanted.seed
    )
