"""Answers in JSON, which a client that has them already need not fetch again."""

import hashlib
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from pydantic import BaseModel

JSON = "application/json"


def rendered(answer: BaseModel) -> bytes:
    return answer.model_dump_json(by_alias=True).encode()


def reply(request: HttpRequest, answer: BaseModel, status: int = 200) -> HttpResponse:
    """The answer, or 304 where If-None-Match names it; the tag is made of the exact bytes."""
    return reply_bytes(request, rendered(answer), status)


def reply_bytes(request: HttpRequest, body: bytes, status: int = 200) -> HttpResponse:
    response = HttpResponse(body, status=status, content_type=JSON)
    if request.method != "GET":
        response.headers["Cache-Control"] = "no-store"
        return response
    response.headers["Cache-Control"] = "private, no-cache" if request.user.is_authenticated else "no-cache"
    response.headers["ETag"] = f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
    return cast(HttpResponse, get_conditional_response(request, etag=response.headers["ETag"], response=response))


def created(request: HttpRequest, answer: BaseModel, location: str = "") -> HttpResponse:
    response = reply(request, answer, 201)
    if location:
        response.headers["Location"] = location
    return response
