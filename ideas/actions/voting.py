"""Support, opposition and withdrawal: one person, one vote."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from participation.accounts.models import IdentityLevel, User
from participation.accounts.permissions import require
from participation.consultations.models import ConsultationPage, Stage
from participation.errors import LimitReached, NoVotesLeft, StageClosed
from participation.events.apart import one_by_one
from participation.events.outbox import record, record_announced
from participation.votes.ballots import Settled, Turned, drop_ballot, is_counted, settle_ballot
from participation.votes.casting import Cast, cast_vote, cast_votes, return_allowance, use_allowance
from participation.votes.ledger.leaves import NewLeaf, new_leaf
from participation.votes.ledger.queueing import queue_leaves

from ..life import Status
from ..merging.rows import spoken
from ..merging.signals import merged_vote_turned
from ..models import Idea
from ..own_words import RENEWED, REPEATED, VERBS, says_so_themselves
from ..stages import limit_of, require_vote, why_not_votable
from ..tallies import (
    Standing,
    count_cast,
    count_change,
    count_renewed,
    count_waiting,
    hold_row,
    ideas_with_waiting,
    release,
)
from .owing import climb, fall_back


@dataclass(frozen=True)
class Voted:
    """The idea with its counts after the vote, and the vote; the receipt is of what the vote wrote down."""

    idea: Idea
    version: int
    receipt: str | None = None


def vote_on_idea(*, user: User, idea: Idea, value: int, version: int | None = None, on_paper: bool = False) -> Idea:
    """Set this person's vote to 1 (support), -1 (oppose) or 0 (withdraw). Repeating a vote changes nothing.

    ``version`` is the one that the person has read, where that is known: the vote is for that one. Repeating a vote for
    an earlier text with a later version confirms it for that one. ``on_paper`` says that an official casts what the
    person signed.
    Raises StageClosed, VerificationNeeded, NoVotesLeft or LimitReached.
    """
    return cast_on_idea(user=user, idea=idea, value=value, version=version, on_paper=on_paper).idea


@transaction.atomic
def cast_on_idea(*, user: User, idea: Idea, value: int, version: int | None = None, on_paper: bool = False) -> Voted:
    """The same, with the vote's version and its receipt; a vote that changes nothing has none of its own."""
    require(user, "ideas.vote_on_idea", idea)
    stage = require_vote(user, idea, value)
    limit = limit_of(idea)
    read = idea.version if version is None else min(max(version, 1), idea.version)
    renew_before = idea.text_version if version else 0
    cast = cast_vote(voter=user, target=idea, value=value, version=read, renew_before=renew_before)
    if not cast.changed:
        return _renew(user, idea, stage, cast) if cast.is_renewed else _repeated(user, idea, cast)
    was_carried = spoken(idea, cast)
    _settle_allowance(user, stage, replace(cast, before=0) if was_carried else cast)
    settled = _settle_ballot(idea, stage, cast)
    counted = replace(cast, before=cast.before * settled.counted, after=cast.after * settled.counts)
    if limit and counted.support_delta > 0:
        hold_row(idea)  # the last place is given once
    leaf = _leaf(idea, counted, said=cast.after)
    standing = count_cast(idea, counted, leaf)
    standing.put_on(idea)
    if (reason := why_not_votable(idea)) is not None:
        raise StageClosed(reason)  # it ended between the reading and the counting; the vote goes with the transaction
    if limit and counted.support_delta > 0 and idea.support_count > limit:
        raise LimitReached
    told = {"on_paper": True} if on_paper else {}
    record_announced(VERBS[value], actor=user, target=idea, version=cast.version, **told)
    _count_turned(settled.turned, cast.voter_id)
    seen = _met(idea, standing) or _with_own(idea, standing, counted)
    return Voted(seen, cast.version, leaf.receipt.hex())


def _repeated(user: User, idea: Idea, cast: Cast) -> Voted:
    """Nothing changes. Of people who may have signed on paper it is kept, once, that they say so themselves, too."""
    if cast.after == 1 and user.identity_level > IdentityLevel.EMAIL and not says_so_themselves(user, idea):
        record(REPEATED, actor=user, target=idea)
    return Voted(idea, cast.version)


def take_vote_back(*, voter: User, idea: Idea) -> bool:
    """Take back a vote that should not have been counted. No stage is asked: it may be over. False where none stood."""
    cast = cast_vote(voter=voter, target=idea, value=0)
    if not cast.changed:
        return False
    spoken(idea, cast)
    counted = replace(cast, before=cast.before * drop_ballot(cast.voter_id, idea))
    _count(idea, counted, _leaf(idea, counted, said=0))
    record(VERBS[0], actor=None, target=idea, version=cast.version)
    if idea.status == Status.MERGED:
        merged_vote_turned.send(sender=Idea, idea=idea, voter_id=cast.voter_id)
    return True


def carry_votes(*, voters: Mapping[int, int], idea: Idea, value: int) -> None:
    """Set the votes of people, by their number, whose support follows from another idea's, the source, beside it.

    They are counted like any other, though all at once. Only ``merging.settling`` decides on it. No stage is asked and
    no allowance used: that was done for the source. Call it while these people's rows are held.
    """
    casts = cast_votes(voters=voters.keys(), target=idea, value=value)
    queue_leaves(_leaf(idea, cast, said=cast.after, carried=voters[cast.voter_id]) for cast in casts)
    for version, group in _by_version(casts).items():
        support, oppose = sum(cast.support_delta for cast in group), sum(cast.oppose_delta for cast in group)
        standing = count_change(idea, support=support, oppose=oppose, version=version, carried=True)
        standing.put_on(idea)
        _met(idea, standing)


def _by_version(casts: Iterable[Cast]) -> Mapping[int, list[Cast]]:
    groups: dict[int, list[Cast]] = defaultdict(list)
    for cast in casts:
        groups[cast.support_version].append(cast)
    return groups


def _count(idea: Idea, counted: Cast, leaf: NewLeaf) -> None:
    """Count what follows from something else than a press of its voter."""
    standing = count_cast(idea, counted, leaf)
    standing.put_on(idea)
    _met(idea, standing)


def _renew(user: User, idea: Idea, stage: Stage, cast: Cast) -> Voted:
    """The vote stands as it was, and is for the text that the person has read now.

    So support that came along with another idea becomes the person's own. Where votes are few or count from a minimum,
    it goes on resting on the vote that was spent for it: to be asked again must cost nobody a second one.
    """
    if not stage.votes_per_person and not _counts_from_minimum(idea):
        spoken(idea, cast)
    counts = is_counted(cast.voter_id, idea)
    leaf = _leaf(idea, replace(cast, after=cast.after * counts), said=cast.after)
    if cast.after == 1 and counts:
        standing = count_renewed(idea, cast, leaf)
    else:
        standing = count_change(idea, support=0, oppose=0, version=cast.version, leaf=leaf)
    standing.put_on(idea)
    if (reason := why_not_votable(idea)) is not None:
        raise StageClosed(reason)
    record_announced(RENEWED, actor=user, target=idea, version=cast.version)
    if not standing.is_ours and cast.after == 1 and counts and cast.version_before < idea.text_version <= cast.version:
        idea.earlier_support = max(0, idea.earlier_support - 1)
    return Voted(_met(idea, standing) or idea, cast.version, leaf.receipt.hex())


def _leaf(idea: Idea, counted: Cast, *, said: int, carried: int = 0) -> NewLeaf:
    """What the ledger is told: what was said, also where that does not count yet."""
    held = 0 if counted.after else said
    return new_leaf(
        voter_id=counted.voter_id,
        idea=idea.pk,
        value=counted.after,
        version=counted.version,
        at=timezone.now(),
        held=held,
        carried=carried,
    )


def _settle_ballot(idea: Idea, stage: Stage, cast: Cast) -> Settled:
    """Where a person's votes count from a minimum on: whether this one does, and which others begin or cease to."""
    if not _counts_from_minimum(idea):
        return Settled(counted=True, counts=True, turned=[])
    minimum = stage.votes_at_least or 0
    return settle_ballot(voter_id=cast.voter_id, scope=stage, target=idea, value=cast.after, minimum=minimum)


def _counts_from_minimum(idea: Idea) -> bool:
    return any(each.votes_at_least for each in idea.consultation.all_stages)


def _count_turned(turned: Iterable[Turned], voter_id: int) -> None:
    """Earlier votes that count with this one, or no more without it."""
    others = Idea.objects.in_bulk([each.object_id for each in turned])
    for each in turned:
        other = others[each.object_id]
        before, after = (0, each.value) if each.counts else (each.value, 0)
        counted = Cast(before, after, voter_id, version_before=each.version, version=each.version)
        _count(other, counted, _leaf(other, counted, said=each.value))
        if other.status == Status.MERGED:
            merged_vote_turned.send(sender=Idea, idea=other, voter_id=voter_id)


def _settle_allowance(user: User, stage: Stage, cast: Cast) -> None:
    if not stage.votes_per_person:
        return
    if not cast.after:
        if cast.before:
            return_allowance(voter=user, scope=stage)
    elif not cast.before and not use_allowance(voter=user, scope=stage, limit=stage.votes_per_person):
        raise NoVotesLeft  # takes the vote back with the transaction


def _with_own(idea: Idea, standing: Standing, cast: Cast) -> Idea:
    """Who just voted reads counts with their own vote in it, also where it waits to be added up."""
    if not standing.is_ours:
        idea.support_count += cast.support_delta
        idea.oppose_count += cast.oppose_delta
        if cast.support_version < idea.text_version:
            idea.earlier_support = max(0, idea.earlier_support + cast.support_delta)
    return idea


def _met(idea: Idea, standing: Standing) -> Idea | None:
    """The idea moved on where this count reached its next rung, or moved back below one.

    Only who holds the row may say so: it happens once.
    """
    if not standing.is_ours or not (idea.has_reached_rung or idea.is_below_rung):
        return None
    rows = Idea.objects.select_related("consultation__department", "topic__department", "place")
    fresh: Idea = rows.defer("consultation__body").get(pk=idea.pk)
    if idea.has_reached_rung:
        climb(fresh)
        return fresh
    return fresh if fall_back(fresh) else None


def add_up_votes() -> int:
    """Add up what no vote has added up since: the last votes of a rush. Returns for how many ideas."""
    return one_by_one(_add_up, ideas_with_waiting())


@transaction.atomic
def _add_up(pk: int) -> int:
    idea = Idea.objects.filter(pk=pk).first()
    if idea is None:
        return 0
    standing = count_waiting(idea)
    standing.put_on(idea)
    _met(idea, standing)
    return int(standing.is_ours)


def with_last_votes(idea: Idea) -> Idea:
    """Before something ends for a locked idea: count what waits, which may meet its threshold after all."""
    standing = count_waiting(idea)
    standing.put_on(idea)
    return _met(idea, standing) or idea


def show_results() -> int:
    """Let the counts be added up that were hidden until a stage's end; returns how many changes waited for it."""
    pages = ConsultationPage.objects.that_hide_results()
    return one_by_one(_show, [page for page in pages if not page.hides_results()])


@transaction.atomic
def _show(page: ConsultationPage) -> int:
    return release(page.pk)
