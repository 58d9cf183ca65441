"""Heads are signed with an Ed25519 key that only whoever seals needs; its public half is kept for everybody."""

import base64
import contextlib
import hashlib
import os
import secrets
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .models import SigningKey

SEED_BYTES = 32
TITLE = "madang ledger head v1"


class State(NamedTuple):
    """The whole log at one size."""

    size: int
    root: bytes


class Signer(NamedTuple):
    key: SigningKey
    private: Ed25519PrivateKey

    def sign(self, text: str) -> bytes:
        return self.private.sign(text.encode())


def signer() -> Signer:
    """The key in use. The first time that a key signs, its public half is written down."""
    private = _private_key(settings.LEDGER_KEY, Path(settings.LEDGER_KEY_FILE))
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    key, _ = SigningKey.objects.get_or_create(pk=key_id_of(public), defaults={"public_key": public})
    return Signer(key, private)


def key_id_of(public: bytes) -> str:
    return hashlib.sha256(public).hexdigest()[:16]


def head_text(state: State, previous: State | None, sealed_at: datetime, key_id: str) -> str:
    """What is signed: a line for each fact, in this order."""
    before = f"{previous.size} {previous.root.hex()}" if previous else "none"
    return (
        f"{TITLE}\nsize {state.size}\nroot {state.root.hex()}\nprevious {before}\n"
        f"sealed {sealed_at.astimezone(UTC).isoformat(timespec='milliseconds').replace('+00:00', 'Z')}\nkey {key_id}\n"
    )


@cache
def _private_key(from_environment: str, file: Path) -> Ed25519PrivateKey:
    text = from_environment or _kept_seed(file)
    try:
        seed = base64.urlsafe_b64decode(text.strip().translate(str.maketrans("+/", "-_")).rstrip("=") + "=")
        return Ed25519PrivateKey.from_private_bytes(seed)
    except ValueError as error:
        raise ImproperlyConfigured("LEDGER_KEY must be 32 random bytes in base64.") from error


def _kept_seed(file: Path) -> str:
    """The seed kept in the file; made by the first who asks, also when several ask at once."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f"{file.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(SEED_BYTES))
        # A link appears whole or not at all, and only once.
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return file.read_text()
