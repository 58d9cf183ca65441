"""What the ledger's pages show, made ready for their templates."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.contrib.auth.models import AnonymousUser
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from participation.accounts.models import User

from ..models import VersionedVote
from .hashing import node_hash
from .mine import OwnEntry
from .models import Head
from .reading import Entry
from .subjects import subject
from .tree import inclusion_path, inclusion_ranges

SHOWN, RECENT = 10, 10
Fact = dict[str, str]


@dataclass(frozen=True)
class Step:
    """One step on the way from an entry up to the root."""

    others: str
    hash: str
    result: str


def short(digest: bytes | str) -> str:
    text = digest if isinstance(digest, str) else digest.hex()
    return f"{text[:SHOWN]}…"


def grouped(receipt: str) -> str:
    """In groups of eight, to be read aloud and compared."""
    return " ".join(receipt[begin : begin + 8] for begin in range(0, len(receipt), 8))


def moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def vote_name(value: int, held: int) -> str:
    names = {1: _("Supported"), -1: _("Opposed"), 0: _("Withdrawn")}
    if held:
        return _("%(vote)s, counted once enough votes are cast") % {"vote": names[held]}
    return names[value]


def entry_facts(entry: Entry, user: User | AnonymousUser) -> list[Fact]:
    """What the leaf says, in words."""
    said = orjson.loads(entry.text)
    facts = [
        _idea_fact(said["idea"], user),
        {"name": _("Vote"), "value": vote_name(said["value"], said.get("held", 0))},
        {"name": _("Version of the idea"), "value": str(said["version"])},
        {"name": _("Written down"), "value": moment(datetime.fromisoformat(said["at"]))},
        {"name": _("Voter"), "value": said["voter"]},
    ]
    if entry.index is not None:
        facts.append({"name": _("Number in the ledger"), "value": intcomma(entry.index)})
    return facts


def _idea_fact(pk: int, user: User | AnonymousUser) -> Fact:
    """By its title where it may be read; otherwise by its number, which the ledger tells anyway."""
    idea = visible([pk], user).get(pk)
    if idea is None:
        return {"name": _("Idea"), "value": str(pk)}
    return {"name": _("Idea"), "value": str(idea), "url": idea.get_absolute_url()}


def visible(keys: list[int], user: User | AnonymousUser) -> dict[int, Any]:
    rows: models.QuerySet[Any] = subject().model._default_manager.visible_to(user)  # type: ignore[attr-defined]  # contributions have it
    return {row.pk: row for row in rows.filter(pk__in=keys)}


def way_up(entry: Entry, index: int, size: int) -> list[Step]:
    """From the entry's hash to the root: with what it is joined, and what that gives."""
    digest, steps = bytes.fromhex(entry.receipt), []
    for other, (begin, end) in zip(inclusion_path(index, size), inclusion_ranges(index, size), strict=True):
        after = begin > index
        digest = node_hash(digest, other) if after else node_hash(other, digest)
        numbers = {"first": intcomma(begin), "last": intcomma(end - 1)}
        one = _("entry %(first)s, after it") if after else _("entry %(first)s, before it")
        several = (
            _("entries %(first)s to %(last)s, after it") if after else _("entries %(first)s to %(last)s, before it")
        )
        steps.append(Step((one if end - begin == 1 else several) % numbers, short(other), short(digest)))
    return steps


def head_facts(head: Head) -> list[Fact]:
    return [
        {"name": _("Entries"), "value": intcomma(head.size)},
        {"name": _("Sealed"), "value": moment(head.sealed_at)},
        {"name": _("Root hash"), "value": bytes(head.root).hex()},
        {"name": _("Signed with key"), "value": head.key_id},
    ]


def recent_heads() -> list[list[str]]:
    """The latest heads as rows of a table."""
    heads = Head.objects.order_by("-size")[:RECENT]
    return [[moment(head.sealed_at), intcomma(head.size), short(bytes(head.root))] for head in heads]


def own_rows(entries: list[OwnEntry], user: User) -> list[dict[str, Any]]:
    """A person's votes with the way to each entry."""
    ideas = visible([entry.idea for entry in entries], user)
    return [
        {
            "title": str(ideas.get(entry.idea) or _("An idea that is not shown any more")),
            "vote": vote_name(entry.vote.vote, 0),
            "version": _("Version %(number)s") % {"number": entry.vote.version},
            "idea_url": _url_of_changed(ideas.get(entry.idea), entry.vote),
            "at": moment(entry.vote.time_stamp),
            "receipt": short(entry.receipt),
            "url": reverse("ledger:receipt", args=[entry.receipt]),
            "sealed": entry.index is not None,
        }
        for entry in entries
    ]


def _url_of_changed(idea: Any, vote: VersionedVote) -> str:
    """Where a supporter is asked about a new text; empty where nobody is asked."""
    if idea is None or vote.vote != 1 or not subject().says_otherwise(idea, vote.version):
        return ""
    return str(idea.get_absolute_url())
