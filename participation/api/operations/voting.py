"""Votes on ideas, following them, and the supporters' word on whether what was promised was done."""

from typing import Literal, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router

from ideas.actions.answering import confirm_idea
from ideas.actions.voting import cast_on_idea
from participation.contributions.actions import follow, unfollow
from participation.errors import NotAllowed, SignInNeeded
from participation.limits import limit
from participation.votes.ledger.queueing import receipt_of
from participation.votes.patterns.showing import share_for

from .. import describe, schemas
from .. import idea_shapes as shapes
from ..access import ANYBODY, WRITE, person, reader
from ..asked import ConfirmationAsked, VoteAsked
from ..idempotency import once
from ..lookup import idea_of, votable_of
from ..replies import reply

router = Router(tags=["votes"])


@router.put("/ideas/{int:pk}/vote", response=shapes.Vote, auth=WRITE, operation_id="vote_on_idea")
@once
def vote(request: HttpRequest, pk: int, asked: VoteAsked) -> HttpResponse:
    """Support (1) or oppose (-1) an idea. Repeating it changes nothing."""
    return _vote(request, pk, asked.value, asked.version)


@router.delete("/ideas/{int:pk}/vote", response=shapes.Vote, auth=WRITE, operation_id="withdraw_vote")
@once
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a vote back. Repeating it changes nothing."""
    return _vote(request, pk, 0)


def _vote(request: HttpRequest, pk: int, value: int, version: int | None = None) -> HttpResponse:
    user = person(request)
    limit("vote", user.pk)
    voted = cast_on_idea(user=user, idea=votable_of(request, pk), value=value, version=version)
    answer = shapes.Vote(
        tally=shapes.tally(voted.idea),
        my_vote=cast(Literal[1, -1, 0], value),
        my_vote_version=voted.version if value else None,
        receipt=voted.receipt or receipt_of(voter_id=user.voter_id, idea=pk),
    )
    return reply(request, answer)


@router.get("/ideas/{int:pk}/unusual-votes", response=shapes.UnusualVotes, auth=ANYBODY, operation_id="unusual_votes")
def unusual_votes(request: HttpRequest, pk: int) -> HttpResponse:
    """How many of the supports came in an unusual way, for who works here, and for everybody where the site says so."""
    idea = idea_of(request, pk)
    if not reader(request).has_perm("patterns.see_share"):
        raise SignInNeeded if reader(request).is_anonymous else NotAllowed
    share = share_for(reader(request), idea)
    page = describe.absolute(request, reverse("patterns:counting"))
    answer = shapes.UnusualVotes(
        unusual=share.unusual if share else None,
        support=share.support if share else None,
        judged=share.judged_at if share else None,
        explanation=page,
    )
    return reply(request, answer)


@router.put("/ideas/{int:pk}/follow", response=schemas.Following, auth=WRITE, operation_id="follow_idea")
def start_following(request: HttpRequest, pk: int) -> HttpResponse:
    """Send me news of this idea."""
    follow(user=person(request), target=idea_of(request, pk))
    return reply(request, schemas.Following(following=True))


@router.delete("/ideas/{int:pk}/follow", response=schemas.Following, auth=WRITE, operation_id="unfollow_idea")
def stop_following(request: HttpRequest, pk: int) -> HttpResponse:
    """Send me no more news of this idea."""
    unfollow(user=person(request), target=idea_of(request, pk))
    return reply(request, schemas.Following(following=False))


@router.put("/ideas/{int:pk}/confirmation", response=shapes.Confirmation, auth=WRITE, operation_id="confirm_idea")
def confirm(request: HttpRequest, pk: int, asked: ConfirmationAsked) -> HttpResponse:
    """Say whether what was promised was done. Saying it again replaces the earlier word."""
    user = person(request)
    said = confirm_idea(user=user, idea=idea_of(request, pk), was_done=asked.was_done, text=asked.text)
    totals = shapes.confirmations(idea_of(request, pk))
    return reply(request, shapes.Confirmation(was_done=said.was_done, text=said.text, confirmations=totals))
