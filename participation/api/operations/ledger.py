"""The public ledger of votes: heads, entries and proofs, for whoever wants to check the count."""

from base64 import b64encode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from participation.errors import Invalid
from participation.votes.ledger import exporting, models, reading, tree
from participation.votes.ledger.mine import entries_about
from participation.votes.ledger.words import votes

from .. import ledger_shapes as shapes
from ..access import ANYBODY, MYSELF, person
from ..asked import Paged
from ..paging import BY_NUMBER, LATEST, page_of
from ..problems import NotFound
from ..replies import reply

router = Router(tags=["ledger"])


@router.get("/ledger/head", response=shapes.Head, auth=ANYBODY, operation_id="ledger_head")
def head(request: HttpRequest) -> HttpResponse:
    """What the whole log is now, signed."""
    latest = models.Head.latest_one()
    if latest is None:
        raise NotFound
    return reply(request, _described(latest))


@router.get("/ledger/heads", response=shapes.HeadPage, auth=ANYBODY, operation_id="ledger_heads")
def heads(request: HttpRequest, asked: Query[shapes.HeadsAsked]) -> HttpResponse:
    """Every head, from the oldest; each names the one before."""
    listed = page_of(models.Head.objects.all(), BY_NUMBER, asked, name="ledger-heads")
    items = [_described(row) for row in listed.items]
    return reply(request, shapes.HeadPage(items=items, next=listed.next, count=listed.count))


@router.get("/ledger/keys", response=shapes.Keys, auth=ANYBODY, operation_id="ledger_keys")
def keys(request: HttpRequest) -> HttpResponse:
    """The public keys that heads were signed with, the oldest first."""
    rows = models.SigningKey.objects.order_by("first_used_at")
    answer = [
        shapes.Key(key_id=row.pk, public_key=_base64(row.public_key), first_used=row.first_used_at) for row in rows
    ]
    return reply(request, shapes.Keys(keys=answer))


@router.get("/ledger/entries", response=shapes.Entries, auth=ANYBODY, operation_id="ledger_entries")
def entries(request: HttpRequest, asked: Query[shapes.EntriesAsked]) -> HttpResponse:
    """The leaves themselves. The last one of each idea and voter is what counts."""
    size = reading.size()
    end = min(size if asked.end is None else asked.end, asked.begin + shapes.ENTRIES_AT_ONCE, size)
    if asked.end is not None and asked.end < asked.begin:
        raise Invalid(errors={"to": _("This must be %(limit)s or more.") % {"limit": asked.begin}})
    found = [shapes.Entry(index=index, leaf=_base64(text.encode())) for index, text in reading.leaves(asked.begin, end)]
    return reply(request, shapes.Entries(entries=found, size=size))


@router.get("/ledger/proof/{receipt}", response=shapes.Proof, auth=ANYBODY, operation_id="ledger_proof")
def proof(request: HttpRequest, receipt: str, asked: Query[shapes.ProofAsked]) -> HttpResponse:
    """That the vote with this receipt is in the log."""
    entry, index = reading.sealed_entry_of(receipt)
    size = _size("size", asked.size, at_least=index + 1)
    path = [digest.hex() for digest in tree.inclusion_path(index, size)]
    return reply(request, shapes.Proof(index=index, size=size, leaf=_base64(entry.text.encode()), path=path))


@router.get("/ledger/consistency", response=shapes.Consistency, auth=ANYBODY, operation_id="ledger_consistency")
def consistency(request: HttpRequest, asked: Query[shapes.ConsistencyAsked]) -> HttpResponse:
    """That the log of the second size begins with the log of the first."""
    first = _size("first", asked.first)
    second = _size("second", asked.second, at_least=first)
    path = [digest.hex() for digest in tree.consistency_path(first, second)]
    return reply(request, shapes.Consistency(first=first, second=second, path=path))


def _size(field: str, asked: int | None, *, at_least: int = 0) -> int:
    """A size that the log has had. Raises Invalid on the field."""
    latest = reading.size()
    if asked is None:
        return latest
    if asked > latest:
        raise Invalid(errors={field: _("This must be %(limit)s or less.") % {"limit": latest}})
    if asked < at_least:
        raise Invalid(errors={field: _("This must be %(limit)s or more.") % {"limit": at_least}})
    return asked


def _described(row: models.Head) -> shapes.Head:
    return shapes.Head.model_validate(exporting.described(row))


def _base64(content: bytes | memoryview) -> str:
    return b64encode(content).decode()


@router.get("/me/votes", response=shapes.OwnVotes, auth=MYSELF, operation_id="my_votes")
def my_votes(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """Your votes that stand, the latest first, each with its receipt. Nobody else can ask for them."""
    page = page_of(votes().filter(user_id=person(request).voter_id), LATEST, asked, name="own-votes")
    items = [
        shapes.OwnVote(
            idea=entry.idea,
            value=entry.vote.vote,
            version=entry.vote.version,
            at=entry.vote.time_stamp,
            receipt=entry.receipt,
            index=entry.index,
        )
        for entry in entries_about(page.items)
    ]
    return reply(request, shapes.OwnVotes(items=items, next=page.next, count=page.count))
