"""What a leaf says, byte for byte: an idea, a pseudonym, a value. The receipt is the leaf's own hash."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from .hashing import leaf_hash
from .models import Ledger

PSEUDONYM_BYTES = 16


@dataclass(frozen=True)
class NewLeaf:
    """A leaf as its row in the queue holds it."""

    text: str
    receipt: bytes
    voter: bytes


@cache
def pseudonym_key() -> bytes:
    """Made by the first migration and never changed: a person's later vote must supersede the earlier one."""
    return bytes(Ledger.the_one().pseudonym_key)


def pseudonym(idea: int, voter_id: int) -> bytes:
    """Who voted, for this idea alone: the same person is somebody else on the next idea."""
    return hmac.digest(pseudonym_key(), b"%d:%d" % (idea, voter_id), "sha256")[:PSEUDONYM_BYTES]


def new_leaf(
    *, voter_id: int, idea: int, value: int, version: int, at: datetime, held: int = 0, carried: int = 0
) -> NewLeaf:
    """The leaf of a cast (1, -1) or a withdrawal (0).

    ``held`` is a vote that was cast and does not count yet, as where a minimum is asked for; ``value`` is 0 then.
    ``carried`` is the idea whose merging, or its undoing, brought the vote about.
    """
    voter = pseudonym(idea, voter_id)
    return leaf_about(voter=voter, idea=idea, value=value, version=version, at=at, held=held, carried=carried)


def leaf_about(
    *, voter: bytes, idea: int, value: int, version: int, at: datetime, held: int = 0, carried: int = 0
) -> NewLeaf:
    """The same for a pseudonym. The time is given to the minute; the nonce makes two leaves that say the same two."""
    minute = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:00Z")
    extra = f'"held":{held:d},' if held else ""
    extra += f'"carried":{carried:d},' if carried else ""
    text = (
        f'{{"idea":{idea:d},"voter":"{voter.hex()}","value":{value:d},"version":{version:d},'
        f'"at":"{minute}",{extra}"nonce":"{secrets.token_hex(16)}"}}'
    )
    return NewLeaf(text, leaf_hash(text.encode()), voter)
