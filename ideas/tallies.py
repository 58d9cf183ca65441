"""From votes to counts: whoever gets the idea's row adds up for everybody who did not, and nobody waits."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from participation.asking import first_row
from participation.votes.casting import Cast, count_of_earlier_votes, count_of_votes
from participation.votes.ledger import queueing
from participation.votes.ledger.leaves import NewLeaf

from .models import Idea, TallyChange
from .ranking.half_life import pulse


@dataclass(frozen=True)
class Standing:
    """How an idea stood when a change was counted; ``is_ours`` says that its row is held and nothing else waits."""

    is_ours: bool
    support: int
    oppose: int
    earlier: int
    text_version: int
    threshold: int | None
    threshold_met: int | None
    status: str
    closes_at: datetime | None

    def put_on(self, idea: Idea) -> None:
        """Bring what was read before up to date."""
        idea.support_count, idea.oppose_count = self.support, self.oppose
        idea.earlier_support, idea.text_version = self.earlier, self.text_version
        idea.threshold, idea.threshold_met = self.threshold, self.threshold_met
        idea.status, idea.closes_at = self.status, self.closes_at


_CLOSES_AT = Idea._meta.get_field("closes_at").cached_col
_COLUMNS = (
    *("support_count", "oppose_count", "earlier_support", "text_version"),
    *("threshold", "threshold_met", "status", "closes_at"),
)
_STANDING = ", ".join(_COLUMNS)
# A count that is wrong must not stop the votes: it ends at nought, and the doctor finds it.
#
# Popularity moves by what the logarithm of the support moves, whatever the half-life of the list is, so that a vote
# never undoes what a change of the half-life did to the row meanwhile. "Rising" is the support gained of late, halved
# each day, set against the square root of all support: log2(gain) - log2(1 + support) / 2. The gain is taken out of the
# row, aged up to now, and put back with what is new; a withdrawal counts against it when it is made, so that nothing
# is won by voting again and again. Support that came along with a merged idea was gained by that one: it counts in the
# whole and is no gain, or an idea would rise by being merged into and fall for good when that is undone. What the row
# says was gained is never more than all support, whatever a clock that went wrong has written there.
_DOUBLE = "CAST({} AS double precision)"
_LOG2 = f"(ln({_DOUBLE}) / ln({_DOUBLE.format(2)}))"
_BEFORE, _AFTER = _LOG2.format("1 + i.support_count"), _LOG2.format("1 + {most}(0, i.support_count + {support})")
_LOG_GAIN = f"{{least}}({{most}}(i.rising + {_BEFORE} / 2 - %(pulse)s, {_DOUBLE.format(-1000)}), {_BEFORE})"
_GAIN = f"power({_DOUBLE.format(2)}, {_LOG_GAIN}) + {{gain}}"
_SET = f"""
    support_count = {{most}}(0, i.support_count + {{support}}),
    oppose_count = {{most}}(0, i.oppose_count + {{oppose}}),
    earlier_support = {{most}}(0, i.earlier_support + {{earlier}}),
    heat = i.heat + {_AFTER} - {_BEFORE},
    local_heat = i.local_heat + {_AFTER} - {_BEFORE},
    rising = CASE WHEN {{support}} = 0 AND {{gain}} = 0 THEN i.rising
        ELSE %(pulse)s + {_LOG2.format(f"{{most}}({_GAIN}, {_DOUBLE.format('1e-300')})")} - {_AFTER} / 2 END
"""
_SUMS = {"most": "GREATEST", "least": "LEAST"} | {
    name: f"total.{name}" for name in ("support", "oppose", "earlier", "gain")
}
_WHERE_ROWS_ARE_LOCKED = f"""
    WITH mine AS (SELECT id, text_version FROM ideas_idea WHERE id = %(idea)s FOR NO KEY UPDATE SKIP LOCKED),
    waiting AS (DELETE FROM ideas_tallychange WHERE idea_id IN (SELECT id FROM mine) AND held_for_id IS NULL
        RETURNING support, oppose, version, is_carried),
    changes AS (SELECT support, oppose, version, is_carried FROM waiting
        UNION ALL SELECT %(support)s, %(oppose)s, %(version)s, %(carried)s),
    total AS (
        SELECT SUM(support) AS support, SUM(oppose) AS oppose,
            COALESCE(SUM(support) FILTER (WHERE NOT is_carried), 0) AS gain,
            COALESCE(SUM(support) FILTER (WHERE version < (SELECT text_version FROM mine)), 0) AS earlier
        FROM changes
    ),
    counted AS (
        UPDATE ideas_idea AS i
        SET {_SET.format(**_SUMS)}
        FROM mine, total WHERE i.id = mine.id
        RETURNING {", ".join(f"i.{column}" for column in _COLUMNS)}
    ),
    later AS (
        INSERT INTO ideas_tallychange (idea_id, support, oppose, version, is_carried)
        SELECT %(idea)s, %(support)s, %(oppose)s, %(version)s, %(carried)s
        WHERE NOT EXISTS (SELECT 1 FROM mine) AND (%(support)s <> 0 OR %(oppose)s <> 0)
    )
    SELECT TRUE, {_STANDING} FROM counted
    UNION ALL
    SELECT FALSE, {_STANDING} FROM ideas_idea WHERE id = %(idea)s AND NOT EXISTS (SELECT 1 FROM mine)
"""  # noqa: S608  # made of the columns' names
_WITH_LEAF = _WHERE_ROWS_ARE_LOCKED.replace("SELECT TRUE", f", leaf AS ({queueing.INSERT_NAMED})\n    SELECT TRUE", 1)
_EARLIER = "CASE WHEN %(version)s < i.text_version THEN %(support)s ELSE 0 END"
_ONE = {"most": "MAX", "least": "MIN", "support": "%(support)s", "oppose": "%(oppose)s", "earlier": _EARLIER}
_WHERE_ONE_WRITES = f"""
    UPDATE ideas_idea AS i SET {_SET.format(**_ONE, gain="%(gain)s")}
    WHERE i.id = %(idea)s RETURNING TRUE, {_STANDING}
"""  # noqa: S608  # made of the columns' names


def count_change(
    idea: Idea, *, support: int, oppose: int, version: int, leaf: NewLeaf | None = None, carried: bool = False
) -> Standing:
    """Count one change, and put its leaf into the ledger's queue, without ever waiting for somebody else's vote.

    ``version`` is the one that the support which came or went is for. Where the idea's row is free, it takes the change
    and all that waited. Where it is not, the change waits as a row of its own, in the transaction of the vote: neither
    is there without the other. One statement on PostgreSQL.
    Where results are hidden, nothing is added up: no page, list, feed, order or notice can tell what no row says.
    """
    change = _Change(support, oppose, version, carried)
    if idea.consultation.hides_results():
        return _hold(idea, change, leaf)
    if connection.features.has_select_for_update_skip_locked:
        return _run(_WITH_LEAF if leaf else _WHERE_ROWS_ARE_LOCKED, idea, change, leaf)
    if leaf:
        queueing.queue(leaf)
    return _run(_WHERE_ONE_WRITES, idea, change)


class _Change(NamedTuple):
    """What is to be counted; ``carried`` came along with a merged idea."""

    support: int
    oppose: int
    version: int
    carried: bool = False

    @property
    def gain(self) -> int:
        return 0 if self.carried else self.support


def _hold(idea: Idea, change: _Change, leaf: NewLeaf | None) -> Standing:
    if change.support or change.oppose:
        TallyChange.objects.create(
            idea=idea,
            support=change.support,
            oppose=change.oppose,
            version=change.version,
            is_carried=change.carried,
            held_for_id=idea.consultation_id,
        )
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
    support, oppose = cast.support_delta, cast.oppose_delta
    return count_change(idea, support=support, oppose=oppose, version=cast.support_version, leaf=leaf)


def count_renewed(idea: Idea, cast: Cast, leaf: NewLeaf) -> Standing:
    """Count that a support is for a later version from now on: one goes and one comes."""
    count_change(idea, support=-1, oppose=0, version=cast.version_before)
    return count_change(idea, support=1, oppose=0, version=cast.version, leaf=leaf)


def count_waiting(idea: Idea) -> Standing:
    """Add up what waits for this idea; where somebody else holds its row, nothing, since they do it."""
    if connection.features.has_select_for_update_skip_locked:
        return _run(_WHERE_ROWS_ARE_LOCKED, idea, _Change(0, 0, idea.version))
    waiting = TallyChange.objects.filter(idea=idea, held_for=None)
    sums = waiting.values_list("version", "is_carried", Sum("support"), Sum("oppose")).order_by()
    for version, carried, support, oppose in list(sums):
        _run(_WHERE_ONE_WRITES, idea, _Change(support, oppose, version, carried))
    waiting.delete()
    return _run(_WHERE_ONE_WRITES, idea, _Change(0, 0, idea.version))


def ideas_with_waiting(among: Collection[int] | None = None) -> list[int]:
    """Ideas for which changes wait, as their keys."""
    rows = TallyChange.objects.filter(held_for=None).order_by("idea_id")
    if among is not None:
        rows = rows.filter(idea_id__in=among)
    return list(rows.values_list("idea_id", flat=True).distinct())


class Tally(NamedTuple):
    """Supporters, those against, and the supporters of an earlier text."""

    support: int
    oppose: int
    earlier: int


def kept_tally(idea: Idea) -> Tally:
    return Tally(idea.support_count, idea.oppose_count, idea.earlier_support)


def true_tally(idea: Idea) -> Tally:
    """What the row's counts must be: its votes without those that still wait, in one reading."""
    waiting = TallyChange.objects.filter(idea=OuterRef("pk")).order_by().values("idea")
    earlier = waiting.filter(version__lt=OuterRef("text_version"))
    row = Idea.objects.filter(pk=idea.pk).values_list(
        count_of_votes(Idea, 1),
        count_of_votes(Idea, -1),
        Coalesce(Subquery(waiting.values_list(Sum("support"))), 0),
        Coalesce(Subquery(waiting.values_list(Sum("oppose"))), 0),
        count_of_earlier_votes(Idea, 1, "text_version"),
        Coalesce(Subquery(earlier.values_list(Sum("support"))), 0),
    )
    supports, opposes, waiting_supports, waiting_opposes, earlier_supports, waiting_earlier = row.get()
    return Tally(supports - waiting_supports, opposes - waiting_opposes, earlier_supports - waiting_earlier)


def ideas_with_earlier_text() -> Iterable[int]:
    """Ideas whose supporters may support an earlier text, as their keys."""
    edited: Iterable[int] = Idea.objects.filter(Q(text_version__gt=1) | Q(earlier_support__gt=0)).values_list(
        "pk", flat=True
    )
    return edited


def _run(statement: str, idea: Idea, change: _Change, leaf: NewLeaf | None = None) -> Standing:
    if not connection.in_atomic_block:
        raise RuntimeError("A change is counted inside the transaction of its vote.")
    said: dict[str, Any] = {"idea": idea.pk, "gain": change.gain, "pulse": pulse(timezone.now())} | change._asdict()
    if leaf is not None:
        said |= asdict(leaf)
    is_ours, *counted, closes_at = first_row(statement, said)
    for convert in connection.ops.get_db_converters(_CLOSES_AT):
        closes_at = convert(closes_at, _CLOSES_AT, connection)
    return Standing(bool(is_ours), *(*counted, closes_at))
