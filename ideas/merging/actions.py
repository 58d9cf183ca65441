"""Merging an idea into another that says the same, and dividing one that is several. All of it can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.contributions.text import clean_text
from participation.errors import Conflict, IllegalTransition, Invalid, ReasonNeeded, Text
from participation.events.outbox import record
from participation.votes.casting import return_allowance, votes_of

from .. import counts
from ..actions.moving import locked, move_idea
from ..actions.owing import lapse
from ..actions.posting import Proposal, keep_version
from ..actions.voting import vote_on_idea
from ..life import FOLDED, Status
from ..models import Duty, Idea, Merge, Split, SplitChoice
from ..ranking.half_life import half_lives
from ..stages import why_not_votable
from .carrying import advance
from .proposals import settle_with

REASON_MAX = 1000
PARTS = (2, 4)
# A merge of so few people is done before its page is shown; what is left is the worker's.
AT_ONCE = 2


@transaction.atomic
def merge_ideas(*, user: User, source: Idea, target: Idea, reason: str) -> Merge:
    """Take the source into the target: its supporters count there, its pages lead there, and it takes no more votes.

    Raises ReasonNeeded, IllegalTransition, or Invalid on ``into`` where the two cannot be one.
    """
    for idea in (source, target):
        require(user, "ideas.merge_idea", idea)
    reason = _said(reason)
    source, target = _both_locked(source, target)
    if (why := why_not_merged(source, target)) is not None:
        raise Invalid(errors={"into": why})
    if not source.may_become(Status.MERGED) or why_not_votable(source) is not None:
        raise IllegalTransition
    if Merge.objects.unfinished().filter(source=source).exists():
        raise Conflict(_("The supporters of the last merge are still on their way back. Please try again in a minute."))
    statuses = {"source_status": source.status, "target_status": target.status}
    merge = Merge.objects.create(source=source, target=target, merged_by=user, reason=reason, **statuses)
    Idea.objects.filter(pk=target.pk).update(holds_others=True)
    # What is owed for the idea that stays is owed to all; here it waits for the day on which the merge is undone.
    lapse(list(source.duties.open()), Duty.Lapse.MERGED)
    source.merged_into = target
    said: dict[str, Any] = {"into": target.pk, "merge": merge.pk, "reason": reason}
    move_idea(source, Status.MERGED, verb="idea.merged", actor=user, save=("merged_into",), **said)
    record("idea.took_in", actor=user, target=target, public=True, source=source.pk, merge=merge.pk, reason=reason)
    settle_with(merge, user)
    _carry_soon(merge)
    return merge


def _carry_soon(merge: Merge) -> None:
    """Afterwards, since people's rows must not be waited for while the ideas' are held.

    Where that fails, the worker goes on. No partial: Django names what failed, and a partial has no name.
    """
    transaction.on_commit(lambda: advance(merge.pk, batches=AT_ONCE), robust=True)


def why_not_merged(source: Idea, target: Idea) -> str | None:
    """Why the source cannot be taken into the target, in a sentence; None where it can."""
    if source.pk == target.pk:
        return _("An idea cannot be merged into itself.")
    if source.is_hidden or target.is_hidden:
        return _("What moderators have hidden cannot be merged.")
    if target.status in FOLDED:
        return _("That idea was merged or divided itself. Choose the one it leads to.")
    if why_not_votable(target) is not None:
        return _("Choose an idea that people can still support.")
    if source.status == Status.OWED and target.status != Status.OWED:
        return _("An answer is owed for this idea. Merge the other one into it instead.")
    one = source.consultation_id == target.consultation_id
    if not one and (source.consultation.hides_results() or target.consultation.hides_results()):
        return _("While results are hidden, ideas can only be merged within their consultation.")
    return None


@transaction.atomic
def unmerge_idea(*, user: User, idea: Idea, reason: str) -> Merge:
    """Undo the merge by which an idea stands within another: both are as their own votes make them.

    What people said meanwhile stays where they said it. Raises ReasonNeeded or IllegalTransition.
    """
    require(user, "ideas.merge_idea", idea)
    reason = _said(reason)
    idea = locked(idea)
    merge = Merge.objects.standing().select_for_update(of=("self",), no_key=True).filter(source=idea).first()
    if merge is None:
        raise IllegalTransition
    merge.undone_by, merge.undone_at, merge.undone_reason = user, timezone.now(), reason
    merge.save(update_fields=["undone_by", "undone_at", "undone_reason"])
    idea.merged_into = None
    idea.duties.filter(lapse=Duty.Lapse.MERGED).update(lapse="", lapsed_at=None, changed_at=timezone.now())
    said: dict[str, Any] = {"out_of": merge.target_id, "merge": merge.pk, "reason": reason}
    move_idea(idea, Status(merge.source_status), verb="idea.unmerged", actor=user, save=("merged_into",), **said)
    gone = {"source": idea.pk, "merge": merge.pk, "reason": reason}
    record("idea.gave_back", actor=user, target=merge.target, public=True, **gone)
    _carry_soon(merge)
    return merge


@dataclass(frozen=True)
class Part:
    """A part of a divided idea, as somebody typed it."""

    title: str
    body: str


@transaction.atomic
def split_idea(*, user: User, idea: Idea, parts: Sequence[Part], reason: str) -> Split:
    """Divide an idea into several. Its votes stay with it: each supporter is asked which part to support.

    Raises ReasonNeeded, IllegalTransition, or Invalid on ``parts``, or on ``title_1`` and so on for the first part.
    """
    require(user, "ideas.merge_idea", idea)
    reason = _said(reason)
    idea = locked(idea)
    if idea.is_hidden or why_not_votable(idea) is not None or not idea.may_become(Status.SPLIT):
        raise IllegalTransition
    if idea.status == Status.OWED:
        raise IllegalTransition(_("An answer is owed for this idea as it is. It cannot be divided any more."))
    proposals = _checked(idea, parts)
    split = Split.objects.create(idea=idea, status=idea.status, split_by=user, reason=reason)
    made = [_post_part(user, idea, proposal) for proposal in proposals]
    numbers = [part.pk for part in made]
    move_idea(idea, Status.SPLIT, verb="idea.split", actor=user, parts=numbers, split=split.pk, reason=reason)
    return split


def _checked(idea: Idea, parts: Sequence[Part]) -> list[Proposal]:
    least, most = PARTS
    if not least <= len(parts) <= most:
        raise Invalid(
            errors={"parts": _("Divide it into %(least)s to %(most)s parts.") % {"least": least, "most": most}}
        )
    same = {"consultation": idea.consultation, "topic": idea.topic, "place": idea.place, "language": idea.language}
    proposals = [Proposal.cleaned(title=part.title, body=part.body, **same) for part in parts]
    errors: dict[str, Text] = {}
    for number, proposal in enumerate(proposals, start=1):
        try:
            proposal.check()
        except Invalid as refusal:
            errors |= {f"{name}_{number}": text for name, text in refusal.errors.items()}
    if errors:
        raise Invalid(errors=errors)
    return proposals


def _post_part(user: User, whole: Idea, proposal: Proposal) -> Idea:
    """A part keeps what the whole had, also the day on which its time for support ends; it begins without votes."""
    part = Idea(
        author=whole.author,
        capacity=whole.capacity,
        spoke_for=whole.spoke_for,
        consultation=whole.consultation,
        topic=whole.topic,
        place=whole.place,
        language=whole.language,
        status=Status.POSTED if whole.status == Status.POSTED else Status.VOTING,
        threshold=whole.threshold,
        closes_at=whole.closes_at,
        department=whole.department,
        split_from=whole,
    )
    part.write(title=proposal.title, body=proposal.body)
    half_lives().place(part)
    part.save()
    keep_version(part, editor=user)
    counts.move(None, counts.Cell.of(part))
    part.observations.set(whole.observations.all())
    record("idea.submitted", actor=user, target=part, public=True, status=str(part.status), split_from=whole.pk)
    return part


@transaction.atomic
def choose_part(*, user: User, split: Split, part: Idea) -> Idea:
    """Support a part of a divided idea. The vote that the whole took up, where votes are limited, is free for it."""
    if part.split_from_id != split.idea_id:
        raise Invalid(errors={"part": _("This is not a part of it.")})
    _free_vote(user, split)
    return vote_on_idea(user=user, idea=part, value=1)


def _free_vote(user: User, split: Split) -> None:
    stage = split.idea.consultation.stage_at()
    if stage is None or not stage.votes_per_person or votes_of(user, Idea, [split.idea_id]).get(split.idea_id) is None:
        return
    _row, is_first = SplitChoice.objects.get_or_create(split=split, voter_id=user.voter_id)
    if is_first:
        return_allowance(voter=user, scope=stage)


@transaction.atomic
def unsplit_idea(*, user: User, idea: Idea, reason: str) -> Split:
    """Undo a division: the idea is whole again, and its parts are merged into it with all who support them.

    Raises ReasonNeeded or IllegalTransition; the latter also where a part was answered or ended meanwhile.
    """
    split = _unsplit(user, idea, reason)
    for part in _parts_to_rejoin(split):
        merge_ideas(user=user, source=part, target=split.idea, reason=reason)
    return split


def _parts_to_rejoin(split: Split) -> list[Idea]:
    """Those that stand by themselves: what was merged elsewhere meanwhile stays there."""
    return list(Idea.objects.filter(split_from=split.idea_id, hidden_at=None).exclude(status__in=FOLDED).order_by("pk"))


def _unsplit(user: User, idea: Idea, reason: str) -> Split:
    require(user, "ideas.merge_idea", idea)
    reason = _said(reason)
    idea = locked(idea)
    split = Split.objects.select_for_update(of=("self",)).filter(idea=idea, undone_at=None).first()
    if split is None:
        raise IllegalTransition
    split.idea = idea
    split.undone_by, split.undone_at, split.undone_reason = user, timezone.now(), reason
    split.save(update_fields=["undone_by", "undone_at", "undone_reason"])
    move_idea(idea, Status(split.status), verb="idea.unsplit", actor=user, split=split.pk, reason=reason)
    return split


def _said(reason: str) -> str:
    if not (said := clean_text(reason)[:REASON_MAX]):
        raise ReasonNeeded
    return said


def _both_locked(source: Idea, target: Idea) -> tuple[Idea, Idea]:
    """Two people may merge the same two ideas at once, one each way: the rows are taken in one order."""
    held = {idea.pk: locked(idea) for idea in sorted((source, target), key=lambda idea: idea.pk)}
    return held[source.pk], held[target.pk]
