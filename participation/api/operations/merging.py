"""Merging ideas that say the same, dividing those that are several, undoing both, and the log of it."""

from collections.abc import Sequence

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from ideas.merging.actions import (
    Part,
    choose_part,
    merge_ideas,
    split_idea,
    unmerge_idea,
    unsplit_idea,
    why_not_merged,
)
from ideas.merging.progress import Progress, progress_of
from ideas.merging.proposals import waiting_for
from ideas.merging.proposing import decline_merge, propose_merge
from ideas.merging.showing import preview, warnings
from ideas.models import Idea, Merge, MergeProposal, Split
from participation.accounts.permissions import require
from participation.errors import Invalid
from participation.limits import limit

from .. import idea_shapes
from .. import merging_shapes as shapes
from ..access import ANYBODY, OFFICE, WRITE, person
from ..asked import MergeAsked, MergeTried, Paged, Reason, SameAsked, SplitAsked
from ..idempotency import once
from ..lookup import idea_of
from ..paging import LATEST, page_of
from ..problems import NotFound
from ..replies import created, reply

router = Router(tags=["merging"])


@router.get("/ideas/{int:pk}/merges", response=shapes.MergePage, auth=ANYBODY, operation_id="list_merges")
def list_merges(request: HttpRequest, pk: int, asked: Query[Paged]) -> HttpResponse:
    """What was merged into the idea, and it into others, newest first; also what was undone."""
    idea = idea_of(request, pk)
    rows = Merge.objects.filter(Q(source=idea) | Q(target=idea)).select_related(
        "source", "merged_by__department", "undone_by__department"
    )
    page = page_of(rows, LATEST, asked, name="merges")
    progress = _progress(idea, page.items)
    items = [shapes.merge(row, progress.get(row.pk)) for row in page.items]
    return reply(request, shapes.MergePage(items=items, next=page.next, count=page.count))


@router.get("/ideas/{int:pk}/merge", response=shapes.MergePreview, auth=OFFICE, operation_id="try_merge")
def try_merge(request: HttpRequest, pk: int, asked: Query[MergeTried]) -> HttpResponse:
    """What would come of taking an idea into another. Nothing is changed."""
    idea = idea_of(request, pk)
    require(person(request), "ideas.merge_idea", idea)
    other = _other(asked.into)
    require(person(request), "ideas.merge_idea", other)
    if (why := why_not_merged(idea, other)) is not None:
        raise Invalid(errors={"into": why})
    facts = [shapes.MergeFact(**fact) for fact in preview(idea, other)]
    return reply(request, shapes.MergePreview(facts=facts, warnings=warnings(idea, other)))


def _other(pk: int) -> Idea:
    other: Idea | None = Idea.objects.published().select_related("consultation").filter(pk=pk).first()
    if other is None:
        raise Invalid(errors={"into": _("There is no idea with this number.")})
    return other


def _progress(idea: Idea, merges: Sequence[Merge]) -> dict[int, Progress]:
    return {} if idea.consultation.hides_results() else progress_of(merges)


@router.post("/ideas/{int:pk}/merge", response={201: shapes.Merge}, auth=OFFICE, operation_id="merge_idea")
@once
def merge(request: HttpRequest, pk: int, asked: MergeAsked) -> HttpResponse:
    """Take an idea into another that says the same; ``under_way`` tells whether supporters are still to come."""
    idea = idea_of(request, pk)
    made = merge_ideas(user=person(request), source=idea, target=_other(asked.into), reason=asked.reason)
    return created(request, shapes.merge(made, _progress(idea, [made]).get(made.pk)))


@router.post("/ideas/{int:pk}/unmerge", response=shapes.Merge, auth=OFFICE, operation_id="unmerge_idea")
@once
def unmerge(request: HttpRequest, pk: int, asked: Reason) -> HttpResponse:
    """Undo the merge by which the idea stands within another."""
    idea = idea_of(request, pk)
    undone = unmerge_idea(user=person(request), idea=idea, reason=asked.reason)
    return reply(request, shapes.merge(undone, _progress(idea, [undone]).get(undone.pk)))


@router.post("/ideas/{int:pk}/split", response={201: shapes.Split}, auth=OFFICE, operation_id="split_idea")
@once
def split(request: HttpRequest, pk: int, asked: SplitAsked) -> HttpResponse:
    """Divide an idea into two to four parts. Its supporters are told, and choose themselves."""
    parts = [Part(part.title, part.body) for part in asked.parts]
    made = split_idea(user=person(request), idea=idea_of(request, pk), parts=parts, reason=asked.reason)
    return created(request, shapes.split(made))


@router.post("/ideas/{int:pk}/unsplit", response=shapes.Split, auth=OFFICE, operation_id="unsplit_idea")
@once
def unsplit(request: HttpRequest, pk: int, asked: Reason) -> HttpResponse:
    """Make a divided idea whole again: its parts are merged into it."""
    undone = unsplit_idea(user=person(request), idea=idea_of(request, pk), reason=asked.reason)
    return reply(request, shapes.split(undone))


@router.post("/ideas/{int:pk}/choose", response=idea_shapes.Idea, auth=WRITE, operation_id="choose_part")
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Support this part of a divided idea; a vote that the whole took up, where votes are limited, is free for it."""
    user = person(request)
    part = idea_of(request, pk)
    divided = Split.objects.filter(idea=part.split_from_id, undone_at=None).select_related("idea__consultation").first()
    if divided is None:
        raise NotFound
    limit("vote", user.pk)
    choose_part(user=user, split=divided, part=part)
    return reply(request, idea_shapes.idea(request, idea_of(request, pk)))


@router.post(
    "/ideas/{int:pk}/merge-proposals",
    response={201: shapes.MergeProposal},
    auth=WRITE,
    operation_id="propose_merge",
)
@once
def propose(request: HttpRequest, pk: int, asked: SameAsked) -> HttpResponse:
    """Say that the idea is the same as another. Whoever may merge them decides, and tells you."""
    user = person(request)
    idea, other = idea_of(request, pk), _other(asked.into)
    limit("report", user.voter_id)
    made = propose_merge(user=user, source=idea, target=other, reason=asked.reason)
    return created(request, shapes.merge_proposal(made))


@router.get("/desk/merge-proposals", response=shapes.MergeProposalPage, auth=OFFICE, operation_id="merge_proposals")
def list_proposals(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """What was said to be the same and waits for your decision. Merging the two accepts it."""
    user = person(request)
    require(user, "ideas.see_merge_proposals")
    page = page_of(waiting_for(user).with_names(), LATEST, asked, name="merge-proposals")
    items = [shapes.merge_proposal(row) for row in page.items]
    return reply(request, shapes.MergeProposalPage(items=items, next=page.next, count=page.count))


@router.post(
    "/desk/merge-proposals/{int:pk}/decline",
    response=shapes.MergeProposal,
    auth=OFFICE,
    operation_id="decline_merge_proposal",
)
@once
def decline(request: HttpRequest, pk: int, asked: Reason) -> HttpResponse:
    """They stay two. ``reason`` is told to whoever said so."""
    user = person(request)
    require(user, "ideas.see_merge_proposals")
    found = MergeProposal.objects.with_names().filter(pk=pk).first()
    if found is None:
        raise NotFound
    return reply(request, shapes.merge_proposal(decline_merge(user=user, proposal=found, answer=asked.reason)))
