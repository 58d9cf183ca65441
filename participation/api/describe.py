"""What all rows that the API shows have in common."""

from django.http import HttpRequest

from participation.accounts.models import Capacity, Department, IdentityLevel
from participation.accounts.predicates import is_moderator
from participation.contributions.models import Contribution
from participation.events.models import Event

from . import schemas
from .access import person, token_of

MODERATED = (".hidden", ".unhidden")


def absolute(request: HttpRequest, url: str) -> str:
    return request.build_absolute_uri(url)


def author_of(thing: Contribution) -> schemas.Author | None:
    author = thing.author
    if author is None or author.closed_at is not None:
        return None
    return schemas.Author(
        name=author.public_name,
        capacity=thing.capacity,
        badge=author.badge,
        department=department_name(thing.spoke_for),
    )


def department_name(department: Department | None) -> str | None:
    return department.local_name if department else None


def hidden_of(thing: Contribution) -> schemas.Hidden | None:
    return schemas.Hidden(at=thing.hidden_at, reason=thing.hidden_reason) if thing.hidden_at else None


def source(board: str, number: str, url: str, author: str = "") -> schemas.Source | None:
    """Where something came from; None for what was written here."""
    return schemas.Source(board=board, id=number, url=url, author=author) if board else None


def event(row: Event) -> schemas.Event:
    return schemas.Event(
        id=row.pk,
        verb=row.verb,
        at=row.created_at,
        actor=_actor(row),
        target=schemas.EventTarget(kind=row.content_type.model, id=row.object_id),
        payload=row.payload,
    )


def _actor(row: Event) -> schemas.Author | None:
    """As on the life-line: officials speak as their department, and moderators are not named."""
    actor = row.actor
    if actor is None or actor.closed_at is not None or row.verb.endswith(MODERATED):
        return None
    office = department_name(actor.department) if row.capacity == Capacity.OFFICIAL else None
    return schemas.Author(
        name=office or actor.public_name,
        capacity=row.capacity,
        badge="" if office else actor.badge,
        department=office,
    )


def me(request: HttpRequest) -> schemas.Me:
    user = person(request)
    token = token_of(request)
    return schemas.Me(
        id=user.pk,
        name=user.public_name,
        email=user.email,
        language=user.language,
        capacity=user.capacity,
        badge=user.badge,
        department=department_name(user.department),
        identity_level=IdentityLevel(user.identity_level).name.lower(),
        moderator=is_moderator(user),
        scopes=list(token.scopes) if token else None,
    )
