"""A code by mail for those who have no password: proof that whoever closes the account also reads its mail."""

import secrets

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

MINUTES = 15
TRIES = 5
_KEY = "closing_code"


def new_code(session: SessionBase) -> str:
    """A fresh code; the session keeps only its hash."""
    code = f"{secrets.randbelow(10**6):06d}"
    until = timezone.now().timestamp() + MINUTES * 60
    session[_KEY] = {"hash": make_password(code), "until": until, "tries": 0}
    return code


def code_matches(session: SessionBase, code: str) -> bool:
    """Whether this is the code, in time and within a few tries."""
    kept = session.get(_KEY)
    if not kept or kept["until"] < timezone.now().timestamp() or kept["tries"] >= TRIES:
        return False
    session[_KEY] = {**kept, "tries": kept["tries"] + 1}
    return check_password(code.strip(), kept["hash"])
