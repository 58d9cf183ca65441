"""Posting, editing and retiring an idea."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.accounts.predicates import is_moderator
from participation.consultations.models import ConsultationPage, Place, Topic
from participation.consultations.stages import Power
from participation.contributions.text import clean_line, clean_text
from participation.errors import EditClosed, Invalid, ReasonNeeded
from participation.events.outbox import record

from .. import counts
from ..comparing import says_otherwise
from ..life import Status
from ..models import Draft, Duty, Idea, IdeaVersion, Observation, closing_time
from ..ranking.half_life import half_lives
from ..stages import require_stage
from ..wording import check_wording
from .moving import locked, move_idea
from .owing import climb, follow_place, lapse


@dataclass(frozen=True)
class Proposal:
    """What a person typed, cleaned; ``check()`` raises Invalid naming each field at fault."""

    title: str
    body: str
    consultation: ConsultationPage
    topic: Topic | None = None
    place: Place | None = None
    language: str = "ko"
    observations: Iterable[Observation] = field(default_factory=tuple)

    @classmethod
    def cleaned(cls, *, title: str, body: str, **rest: object) -> "Proposal":
        return cls(title=clean_line(title), body=clean_text(body), **rest)  # type: ignore[arg-type]  # passed through

    def check(self) -> None:
        if errors := check_wording(self.title, self.body):
            raise Invalid(errors=errors)


@transaction.atomic
def submit_idea(*, user: User, proposal: Proposal, draft: Draft | None = None) -> Idea:
    """Put an idea to a consultation, once: a draft that became an idea already gives that idea again.

    Raises Invalid, StageClosed or NotAllowed; then nothing is stored and the draft stays as it was.
    """
    require(user, "ideas.submit_idea")
    if draft is not None:
        draft = Draft.objects.select_for_update(of=("self",)).select_related("idea").get(pk=draft.pk)
        if draft.idea is not None:
            return draft.idea
    proposal.check()
    stage = require_stage(proposal.consultation, Power.SUBMIT)
    now = timezone.now()
    idea = Idea(
        author=user,
        capacity=user.capacity,
        spoke_for=user.department if user.is_official else None,
        consultation=proposal.consultation,
        topic=proposal.topic or proposal.consultation.topic,
        place=proposal.place or proposal.consultation.place,
        language=proposal.language if proposal.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
        status=Status.VOTING if Power.SUPPORT in stage.powers else Status.POSTED,
        threshold=first_threshold(proposal),
        closes_at=closing_time(proposal.consultation, now),
        created_at=now,
    )
    idea.write(title=proposal.title, body=proposal.body)
    half_lives().place(idea)
    idea.save()
    keep_version(idea, editor=user)
    counts.move(None, counts.Cell.of(idea))
    gathered = list(proposal.observations)
    idea.observations.set(gathered)
    if draft is not None:
        draft.attachments.update(draft=None, idea=idea)
        Draft.objects.filter(pk=draft.pk).update(idea=idea, author=user)
    record("idea.submitted", actor=user, target=idea, public=True, status=str(idea.status), observations=len(gathered))
    for observation in gathered:
        record("observation.gathered", actor=user, target=observation, public=True, idea=idea.pk)
    return idea


def first_threshold(proposal: Proposal) -> int | None:
    """The supporters that the lowest rung takes, for the place that the idea is about."""
    ladder = proposal.consultation.ladder
    return ladder[0].need_in(proposal.place or proposal.consultation.place) if ladder else None


def keep_version(idea: Idea, *, editor: User | None, note: str = "", is_material: bool = False) -> IdeaVersion:
    return IdeaVersion.objects.create(
        idea=idea,
        number=idea.version,
        title=idea.title,
        body=idea.body,
        html=idea.html,
        editor=editor,
        note=note,
        is_material=is_material,
    )


def why_not_editable(idea: Idea, user: User) -> str | None:
    """Why this person may no longer edit the idea, in a sentence; None where they may. Moderators always may."""
    if is_moderator(user):
        return None
    if idea.status not in {Status.POSTED, Status.VOTING}:
        return _("The idea has been answered, or an answer is being prepared. It can no longer be edited.")
    if idea.answers.filter(published_at__isnull=False).exists():
        return _("The department has already answered. The idea can no longer be edited.")
    limit = idea.consultation.edit_until_votes
    if limit and idea.support_count >= limit:
        return _("%(count)s people support this text already. It can no longer be edited.") % {"count": limit}
    if timezone.now() > idea.created_at + timedelta(hours=idea.consultation.edit_hours):
        return _("The time to edit (%(hours)s hours after posting) is over.") % {"hours": idea.consultation.edit_hours}
    return None


@transaction.atomic
def edit_idea(
    *,
    user: User,
    idea: Idea,
    proposal: Proposal,
    note: str = "",
    base_version: int | None = None,
    is_slip: bool = False,
) -> Idea:
    """Write a new version of the text. An edit that changes nothing makes no version.

    Where the new text says something else, the supporters of the earlier one are asked whether they stay; ``is_slip``
    says that it does not, which a moderator may decide and the author may not.
    Raises EditClosed with the reason, Invalid, or Invalid on ``base_version`` where somebody edited in the meantime.
    """
    require(user, "ideas.change_idea", idea)
    if is_slip:
        require(user, "ideas.call_it_a_slip", idea)
    idea = locked(idea)
    if (reason := why_not_editable(idea, user)) is not None:
        raise EditClosed(reason)
    if base_version is not None and base_version != idea.version:
        raise Invalid(
            errors={"base_version": _("The text was edited in the meantime. Compare it with yours before saving.")}
        )
    proposal.check()
    before = counts.Cell.of(idea)
    text_changed = (idea.title, idea.body) != (proposal.title, proposal.body)
    if not text_changed and (idea.topic, idea.place) == (proposal.topic, proposal.place):
        return idea
    is_elsewhere = idea.place != proposal.place
    idea.topic, idea.place = proposal.topic, proposal.place
    if is_elsewhere:
        follow_place(idea)
    is_material = not is_slip and (
        says_otherwise(idea.title, proposal.title) or says_otherwise(idea.body, proposal.body)
    )
    note = clean_line(note)[:200]
    if text_changed:
        _write_version(user, idea, proposal, note=note, is_material=is_material)
    idea.save()
    counts.move(before, counts.Cell.of(idea))
    record("idea.edited", actor=user, target=idea, public=True, version=idea.version, note=note)
    if is_material:
        record("idea.reworded", actor=user, target=idea, version=idea.version)
    if is_elsewhere and idea.has_reached_rung:
        climb(idea)
    return idea


def _write_version(user: User, idea: Idea, proposal: Proposal, *, note: str, is_material: bool) -> None:
    idea.language = proposal.language
    idea.write(title=proposal.title, body=proposal.body)
    idea.version += 1
    idea.edited_at = timezone.now()
    if is_material:
        # The row is held: votes that are not added up yet name their version, and go where it belongs.
        idea.text_version, idea.earlier_support = idea.version, idea.support_count
    keep_version(idea, editor=user, note=note, is_material=is_material)


@transaction.atomic
def retire_idea(*, user: User, idea: Idea, instead: Idea, reason: str) -> Idea:
    """The author takes the idea back in favour of another one that says the same.

    Raises ReasonNeeded, IllegalTransition, or Invalid on ``instead``.
    """
    require(user, "ideas.retire_idea", idea)
    if not clean_text(reason):
        raise ReasonNeeded
    if instead.pk == idea.pk or instead.is_hidden or instead.status == Status.RETIRED:
        raise Invalid(errors={"instead": _("Choose another idea that people can still support.")})
    idea = locked(idea)
    idea.retired_for, idea.retired_reason = instead, clean_text(reason)[:1000]
    lapse(list(idea.duties.open()), Duty.Lapse.RETIRED)
    move_idea(
        idea,
        Status.RETIRED,
        verb="idea.retired",
        actor=user,
        save=("retired_for", "retired_reason"),
        instead=instead.pk,
        reason=idea.retired_reason,
    )
    return idea
