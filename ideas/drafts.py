"""Drafts: begun by anybody in a browser, seen by their author alone, claimed at sign-in, published once."""

import re
import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from participation.accounts.models import User

from .models import Draft
from .uploads import remove_attachments

COOKIE = "madang_writing"
_SALT = "ideas.drafts"
DAYS = 30
# In the session: the draft that goes on from another one, which could not be opened any more.
GOES_ON = "ideas.goes_on"


@dataclass(frozen=True)
class Browser:
    """What a browser keeps, signed: the key of its drafts, and the draft that "new" goes on with."""

    key: str
    current: uuid.UUID

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """The browser of a request; a new one where it keeps nothing, or something that we did not write."""
        kept = request.get_signed_cookie(COOKIE, default="", salt=_SALT, max_age=DAYS * 86_400)
        if match := re.fullmatch(r"([\w-]{43})\.([0-9a-f]{32})", kept or ""):
            return cls(match[1], uuid.UUID(match[2]))
        return cls(secrets.token_urlsafe(32), uuid.uuid4())

    def remember(self, request: HttpRequest, response: HttpResponse, *, current: uuid.UUID | None = None) -> None:
        """Let the browser keep it for a month from now: long enough to sign up, confirm an address and come back."""
        response.set_signed_cookie(
            COOKIE,
            f"{self.key}.{(current or self.current).hex}",
            salt=_SALT,
            max_age=DAYS * 86_400,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )


def open_draft(request: HttpRequest, pk: uuid.UUID) -> Draft | None:
    """The draft with this number, with what its form shows; None where it has not been saved yet.

    Raises Http404 for everybody but its author. A draft begun in this browser before signing in becomes the person's.
    """
    browser = Browser.of(request)
    user = request.user
    known = Draft.objects.filter(pk=pk)
    draft = known.of(user, [browser.key]).select_related("idea", "consultation").first()
    if draft is None:
        if known.exists():
            raise Http404
        return None
    if draft.author_id is None and isinstance(user, User):
        claim_draft(user=user, draft=draft)
        _join_old(request, user, draft)
    return draft


def claim_draft(*, user: User, draft: Draft) -> None:
    """What was begun before signing in belongs to the person from now on."""
    if Draft.objects.filter(pk=draft.pk, author=None).update(author=user):
        draft.author = user


def was_written_here(request: HttpRequest, pk: uuid.UUID) -> bool:
    """Whether a draft that this person may not open was last written in this very browser: the sign-in has ended."""
    return Draft.objects.filter(pk=pk, idea=None, browser_key=Browser.of(request).key).exists()


def go_on_from(request: HttpRequest, pk: uuid.UUID) -> uuid.UUID:
    """The number of a new draft for what is typed on; the old one is joined with it once its author is back."""
    new = uuid.uuid4()
    request.session[GOES_ON] = {str(new): str(pk)}
    return new


def _join_old(request: HttpRequest, user: User, draft: Draft) -> None:
    """The files of the draft that this one goes on from; what it said is said in this one."""
    joined: dict[str, str] = request.session.get(GOES_ON, {})
    if str(draft.pk) not in joined:
        return
    del request.session[GOES_ON]
    old = Draft.objects.filter(pk=joined[str(draft.pk)], author=user, idea=None).first()
    if old is not None:
        with transaction.atomic():
            old.attachments.update(draft=draft)
            old.delete()


@transaction.atomic
def save_draft(*, request: HttpRequest, pk: uuid.UUID, words: dict[str, Any]) -> Draft:
    """Keep what was typed, whatever it is; a draft asks for nothing. Raises Http404 for a draft of somebody else's."""
    user = request.user if isinstance(request.user, User) else None
    draft = open_draft(request, pk)
    if draft is None:
        key = Browser.of(request).key
        draft, _created = Draft.objects.get_or_create(pk=pk, defaults={"author": user, "browser_key": key})
    if draft.idea_id:
        return draft
    draft.browser_key = Browser.of(request).key
    draft.title = words["title"][:500]
    draft.body = words["body"]
    draft.language = words["language"]
    draft.consultation_id = words["consultation"]
    draft.topic_id = words["topic"]
    draft.place_id = words["place"]
    draft.saved_at = timezone.now()
    draft.save()
    draft.observations.set(words["observations"])
    return draft


def purge_drafts() -> int:
    """Remove what visitors began and nobody can open any more, since their browser has forgotten the key."""
    old = Draft.objects.filter(author=None, idea=None, saved_at__lt=timezone.now() - timedelta(days=DAYS))[:500]
    for draft in old:
        with transaction.atomic():
            remove_attachments(draft.attachments.all())
            draft.delete()
    return len(old)
