"""From votes to counts: whoever gets the idea's row adds up for everybody who did not, and nobody waits."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from participation.votes.casting import Cast, count_of_votes
from participation.votes.ledger import queueing
from participation.votes.ledger.leaves import NewLeaf

from .models import Idea, TallyChange


@dataclass(frozen=True)
class Standing:
    """How an idea stood when a change was counted; ``is_ours`` says that its row is held and nothing else waits."""

    is_ours: bool
    support: int
    oppose: int
    threshold: int | None
    threshold_met: int | None
    status: str
    closes_at: datetime | None

    def put_on(self, idea: Idea) -> None:
        """Bring what was read before up to date."""
        idea.support_count, idea.oppose_count = self.support, self.oppose
        idea.threshold, idea.threshold_met = self.threshold, self.threshold_met
        idea.status, idea.closes_at = self.status, self.closes_at


_CLOSES_AT = Idea._meta.get_field("closes_at").cached_col
_COLUMNS = ("support_count", "oppose_count", "threshold", "threshold_met", "status", "closes_at")
_STANDING = ", ".join(_COLUMNS)
# A count that is wrong must not stop the votes: it ends at nought, and the doctor finds it. Heat is as Idea.heat_of has
# it, worked out where the new count is known.
_SET = """
    support_count = {most}(0, i.support_count + {support}), oppose_count = {most}(0, i.oppose_count + {oppose}),
    heat = %(age)s
        + ln(CAST(1 + {most}(0, i.support_count + {support}) AS double precision)) / ln(CAST(2 AS double precision))
"""
_WHERE_ROWS_ARE_LOCKED = f"""
    WITH mine AS (SELECT id FROM ideas_idea WHERE id = %(idea)s FOR NO KEY UPDATE SKIP LOCKED),
    waiting AS (DELETE FROM ideas_tallychange WHERE idea_id IN (SELECT id FROM mine) AND held_for_id IS NULL
        RETURNING support, oppose),
    total AS (
        SELECT COALESCE(SUM(support), 0) + %(support)s AS support, COALESCE(SUM(oppose), 0) + %(oppose)s AS oppose
        FROM waiting
    ),
    counted AS (
        UPDATE ideas_idea AS i SET {_SET.format(most="GREATEST", support="total.support", oppose="total.oppose")}
        FROM mine, total WHERE i.id = mine.id
        RETURNING {", ".join(f"i.{column}" for column in _COLUMNS)}
    ),
    later AS (
        INSERT INTO ideas_tallychange (idea_id, support, oppose)
        SELECT %(idea)s, %(support)s, %(oppose)s
        WHERE NOT EXISTS (SELECT 1 FROM mine) AND (%(support)s <> 0 OR %(oppose)s <> 0)
    )
    SELECT TRUE, {_STANDING} FROM counted
    UNION ALL
    SELECT FALSE, {_STANDING} FROM ideas_idea WHERE id = %(idea)s AND NOT EXISTS (SELECT 1 FROM mine)
"""  # noqa: S608  # made of the columns' names
_WITH_LEAF = _WHERE_ROWS_ARE_LOCKED.replace("SELECT TRUE", f", leaf AS ({queueing.INSERT_NAMED})\n    SELECT TRUE", 1)
_WHERE_ONE_WRITES = f"""
    UPDATE ideas_idea AS i SET {_SET.format(most="MAX", support="%(support)s", oppose="%(oppose)s")}
    WHERE i.id = %(idea)s RETURNING TRUE, {_STANDING}
"""  # noqa: S608  # made of the columns' names


def count_change(idea: Idea, *, support: int, oppose: int, leaf: NewLeaf | None = None) -> Standing:
    """Count one change, and put its leaf into the ledger's queue, without ever waiting for somebody else's vote.

    Where the idea's row is free, it takes the change and all that waited. Where it is not, the change waits as a row
    of its own, in the transaction of the vote: neither is there without the other. One statement on PostgreSQL.
    Where results are hidden, nothing is added up: no page, list, feed, order or notice can tell what no row says.
    """
    if idea.consultation.hides_results():
        return _hold(idea, support, oppose, leaf)
    if connection.features.has_select_for_update_skip_locked:
        return _run(_WITH_LEAF if leaf else _WHERE_ROWS_ARE_LOCKED, idea, support, oppose, leaf)
    if leaf:
        queueing.queue(leaf)
    return _run(_WHERE_ONE_WRITES, idea, support, oppose)


def _hold(idea: Idea, support: int, oppose: int, leaf: NewLeaf | None) -> Standing:
    if support or oppose:
        TallyChange.objects.create(idea=idea, support=support, oppose=oppose, held_for_id=idea.consultation_id)
    if leaf:
        queueing.queue(leaf, waits_for=idea.consultation_id)
    now = Idea.objects.values_list(*_COLUMNS).get(pk=idea.pk)
    return Standing(False, *now)


def hold_row(idea: Idea) -> None:
    """Wait for the idea's row, for the few votes that must know the exact count before they are cast."""
    list(Idea.objects.select_for_update(of=("self",), no_key=True).filter(pk=idea.pk).values_list("pk"))


def release(consultation_id: int) -> int:
    """The results may be seen: what was held waits from now on like anything else; returns how many changes."""
    queueing.release(consultation_id)
    return TallyChange.objects.filter(held_for=consultation_id).update(held_for=None)


def count_cast(idea: Idea, cast: Cast, leaf: NewLeaf) -> Standing:
    """Count what a vote changed."""
    return count_change(idea, support=cast.support_delta, oppose=cast.oppose_delta, leaf=leaf)


def count_waiting(idea: Idea) -> Standing:
    """Add up what waits for this idea; where somebody else holds its row, nothing, since they do it."""
    if connection.features.has_select_for_update_skip_locked:
        return _run(_WHERE_ROWS_ARE_LOCKED, idea, 0, 0)
    waiting = TallyChange.objects.filter(idea=idea, held_for=None)
    sums = waiting.aggregate(support=Sum("support", default=0), oppose=Sum("oppose", default=0))
    waiting.delete()
    return _run(_WHERE_ONE_WRITES, idea, sums["support"], sums["oppose"])


def ideas_with_waiting(among: Collection[int] | None = None) -> list[int]:
    """Ideas for which changes wait, as their keys."""
    rows = TallyChange.objects.filter(held_for=None).order_by("idea_id")
    if among is not None:
        rows = rows.filter(idea_id__in=among)
    return list(rows.values_list("idea_id", flat=True).distinct())


def true_tally(idea: Idea) -> tuple[int, int]:
    """What the row's two counts must be: its votes without those that still wait, in one reading."""
    waiting = TallyChange.objects.filter(idea=OuterRef("pk")).order_by().values("idea")
    row = Idea.objects.filter(pk=idea.pk).values_list(
        count_of_votes(Idea, 1),
        count_of_votes(Idea, -1),
        Coalesce(Subquery(waiting.values_list(Sum("support"))), 0),
        Coalesce(Subquery(waiting.values_list(Sum("oppose"))), 0),
    )
    supports, opposes, waiting_supports, waiting_opposes = row.get()
    return supports - waiting_supports, opposes - waiting_opposes


def _run(statement: str, idea: Idea, support: int, oppose: int, leaf: NewLeaf | None = None) -> Standing:
    if not connection.in_atomic_block:
        raise RuntimeError("A change is counted inside the transaction of its vote.")
    said: dict[str, Any] = {"idea": idea.pk, "support": support, "oppose": oppose, "age": idea.age_in_heat}
    if leaf is not None:
        said |= asdict(leaf)
    with connection.cursor() as cursor:
        cursor.execute(statement, said)
        is_ours, *counted, closes_at = cursor.fetchone()
    for convert in connection.ops.get_db_converters(_CLOSES_AT):
        closes_at = convert(closes_at, _CLOSES_AT, connection)
    return Standing(bool(is_ours), *(*counted, closes_at))
