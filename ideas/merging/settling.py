"""What people's votes on an idea must be, after what was merged into it: one rule, asked again after every change.

A person's own word on the idea wins. Without one, they support it while a merge stands whose source they support,
unless they took the carried support back. Whatever happened in between, and however often this is asked, the answer
is the same, which is what makes merges restartable and reversible.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from participation.accounts.models import User
from participation.consultations.stages import Power
from participation.votes.voters import supporters_among, votes_among

from ..actions.voting import carry_votes
from ..models import CarriedVote, Idea, Merge
from .rows import State, about, change


@dataclass(frozen=True)
class Ground:
    """What the votes of some people on one idea rest on, read while nobody of them can vote."""

    idea: Idea
    voters: Mapping[int, User]
    votes: Mapping[int, int]
    merges: tuple[Merge, ...]
    supporters: Mapping[int, frozenset[int]]
    rows: Mapping[int, list[CarriedVote]]


def settle(idea: Idea, voters: Iterable[int]) -> None:
    """Bring these people's votes on the idea to what they must be, and then on the idea that it is merged into itself.

    The voters' rows are held first, in one order, and the idea's row is never waited for: votes go on meanwhile.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("Votes are carried inside one transaction with the rows that say so.")
    ground = _ground(idea, sorted(set(voters)))
    verdicts = {voter.pk: _verdict(ground, voter) for voter in ground.voters.values()}
    changed = {voter: verdict for voter, verdict in verdicts.items() if verdict.changes}
    for wanted in (False, True):
        sources = {voter: verdict.source for voter, verdict in changed.items() if verdict.is_wanted == wanted}
        if sources:
            carry_votes(voters=sources, idea=idea, value=int(wanted))
    _note(ground, verdicts)
    further = Merge.objects.standing().filter(source=idea.pk).select_related("target__consultation").first()
    if changed and further is not None:
        settle(further.target, changed)


def _note(ground: Ground, verdicts: "Mapping[int, Verdict]") -> None:
    """Write down what each merge means for these people now."""
    new, old = [], []
    for voter, verdict in verdicts.items():
        known = {row.merge_id: row for row in ground.rows.get(voter, ())}
        old += [(row, verdict.states[pk]) for pk, row in known.items()]
        new += [
            CarriedVote(merge_id=pk, voter_id=voter, state=state)
            for pk, state in verdict.states.items()
            if pk not in known
        ]
    change(old)
    CarriedVote.objects.bulk_create(new)


def _ground(idea: Idea, ids: list[int]) -> Ground:
    held = User.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids, same_person_as=None)
    columns = ("pk", "same_person_as", "identity_level", "capacity")
    voters = {user.pk: user for user in held.only(*columns).order_by("pk")}
    merges = tuple(Merge.objects.standing().filter(target=idea.pk).select_related("source").order_by("pk"))
    rows = defaultdict(list)
    for row in about(idea, voters.keys()).select_related("merge"):
        rows[row.voter_id].append(row)
    supporters = {merge.pk: supporters_among(merge.source, voters) for merge in merges}
    return Ground(idea, voters, votes_among(idea, voters), merges, supporters, rows)


@dataclass(frozen=True)
class Verdict:
    """What one person's vote on the idea is to be, and what each merge's row is to say of it."""

    was_carried: bool
    is_wanted: bool
    source: int
    states: Mapping[int, str]

    @property
    def changes(self) -> bool:
        return self.is_wanted != self.was_carried


def _verdict(ground: Ground, voter: User) -> Verdict:
    rows, vote = ground.rows.get(voter.pk, []), ground.votes.get(voter.pk, 0)
    # A carried vote that is no support any more: they spoke in the very moment in which the first merge was made.
    spoke = vote != 1 and any(row.state == State.CARRIED for row in rows)
    was_carried = not spoke and any(row.state == State.CARRIED for row in rows)
    backing = [merge for merge in ground.merges if voter.pk in ground.supporters[merge.pk]]
    admitted = [merge for merge in backing if was_carried or voter.identity_level >= level_asked(ground.idea, merge)]
    is_own = bool(vote) and not was_carried
    has_left = (spoke and not vote) or any(row.state == State.LEFT for row in rows if not row.merge.is_undone)
    is_wanted = bool(admitted) and not is_own and not has_left
    word = State.OWN if is_own else State.LEFT if has_left else State.CARRIED
    states = {merge.pk: word if is_own or has_left or merge in admitted else State.HELD for merge in backing}
    for row in rows:
        # Who took it back stays away, also where the source's support comes and goes.
        states.setdefault(row.merge_id, State.LEFT if row.state == State.LEFT else State.HELD)
        if row.merge.is_undone:
            states[row.merge_id] = State.RETURNED
    source = admitted[0].source_id if admitted else rows[0].merge.source_id if rows else 0
    return Verdict(was_carried, is_wanted, source, states)


def unsettled(idea: Idea, voters: Iterable[int]) -> list[int]:
    """Those whose vote, or what is noted of it, is not what it must be; they are held until the transaction ends."""
    ground = _ground(idea, sorted(set(voters)))
    wrong = []
    for voter in ground.voters.values():
        noted = {row.merge_id: row.state for row in ground.rows.get(voter.pk, [])}
        verdict = _verdict(ground, voter)
        if verdict.changes or noted != verdict.states:
            wrong.append(voter.pk)
    return wrong


def level_asked(idea: Idea, merge: Merge) -> int:
    """How well a supporter of the source must be known to count on the target; where both were asked the same, all are.

    Between two stages the strictest that takes support is asked.
    """
    consultation = idea.consultation
    if merge.source.consultation_id == consultation.pk:
        return 0
    now = consultation.stage_at()
    if now is not None and Power.SUPPORT in now.powers:
        return now.identity_level
    levels = [stage.identity_level for stage in consultation.all_stages if Power.SUPPORT in stage.powers]
    return max(levels, default=0)
