"""The same Idempotency-Key gives the same answer once: what is sent again after a lost connection is not done twice."""

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

import orjson
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from participation.errors import Invalid

from .access import person
from .models import LONGEST_KEY, IdempotencyRecord
from .problems import KeyReused
from .replies import JSON

HEADER = "Idempotency-Key"
Operation = Callable[..., HttpResponse]


def once(operation: Operation) -> Operation:
    """Run an operation that creates once for each key.

    The key is written first, in the transaction of the change: a second request with it waits for the first
    one to end and is then told the same. Where the first one failed nothing is kept, and the second is as good as it.
    """

    @wraps(operation)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get(HEADER)
        if key is None:
            return operation(request, *args, **kwargs)
        _check(key)
        with transaction.atomic():
            record, is_new = IdempotencyRecord.objects.claim(
                owner=person(request), key=key, fingerprint=fingerprint(request)
            )
            if not is_new:
                return _again(request, record)
            response = operation(request, *args, **kwargs)
            record.answer(response.status_code, response.content.decode())
        return response

    return run


def fingerprint(request: HttpRequest) -> str:
    """What must be the same for two requests to be one: method, address and the meaning of the body."""
    try:
        body = orjson.dumps(orjson.loads(request.body), option=orjson.OPT_SORT_KEYS)
    except ValueError:
        body = request.body
    asked = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(asked + body).hexdigest()


def _check(key: str) -> None:
    if not 0 < len(key) <= LONGEST_KEY or not (key.isascii() and key.isprintable()):
        raise Invalid(errors={HEADER: _("Use up to %(count)s plain letters and digits.") % {"count": LONGEST_KEY}})


def _again(request: HttpRequest, record: IdempotencyRecord) -> HttpResponse:
    if record.fingerprint != fingerprint(request):
        raise KeyReused
    response = HttpResponse(record.body, status=record.status, content_type=JSON)
    if record.status == HTTPStatus.CREATED and (address := orjson.loads(record.body).get("url")):
        response.headers["Location"] = address
    response.headers["Idempotency-Replayed"] = "true"
    response.headers["Cache-Control"] = "no-store"
    return response
