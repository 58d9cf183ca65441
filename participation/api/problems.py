"""Every refusal and failure under the API's address, as a problem document (RFC 9457) in the reader's language."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja.errors import HttpError, ValidationError

from participation.errors import (
    Invalid,
    NotAllowed,
    ParticipationError,
    SignInNeeded,
    TooManyRequests,
    VerificationNeeded,
)

from .wording import field_of, message_of

logger = logging.getLogger("django.request")

CONTENT_TYPE = "application/problem+json"


class NotFound(ParticipationError):
    code, status = "not_found", 404
    message = gettext_lazy("There is nothing at this address.")


class MethodNotAllowed(ParticipationError):
    code, status = "method_not_allowed", 405
    message = gettext_lazy("This address does not take this method.")


class Malformed(ParticipationError):
    code, status = "malformed", 400
    message = gettext_lazy("The request could not be read. Send JSON in UTF-8.")


class NotJson(ParticipationError):
    code, status = "unsupported_media_type", 415
    message = gettext_lazy("Send JSON, with the header Content-Type: application/json.")


class TooLarge(ParticipationError):
    code, status = "too_large", 413
    message = gettext_lazy("The request is too large.")


class BadToken(ParticipationError):
    code, status = "bad_token", 401
    message = gettext_lazy("This token is unknown, has ended or was revoked.")


class ScopeNeeded(ParticipationError):
    code, status = "scope_needed", 403
    message = gettext_lazy("This token may not do that.")


class CsrfFailed(ParticipationError):
    code, status = "csrf_failed", 403
    message = gettext_lazy("Send the CSRF token of your session in the header X-CSRFToken.")


class KeyReused(ParticipationError):
    code, status = "idempotency_key_reused", 422
    message = gettext_lazy("This key was used for another request already. Take a new one.")


class VersionConflict(ParticipationError):
    """``version`` is the one that stands now."""

    code, status = "version_conflict", 409
    message = gettext_lazy("The text was edited in the meantime. Compare it with yours before saving.")

    def __init__(self, version: int) -> None:
        self.version = version
        super().__init__(errors={"base_version": self.message})


class TwoFactorNeeded(ParticipationError):
    code, status = "two_factor_needed", 403
    message = gettext_lazy("Set up a second proof of identity first.")


class Failed(ParticipationError):
    code, status = "failed", 500
    message = gettext_lazy("Something went wrong on our side. It was written down.")


@dataclass(frozen=True)
class Problem:
    """What the document says."""

    error: ParticipationError
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        error = self.error
        return {
            "type": f"{settings.BASE_URL}/api/v1/docs#{error.code}",
            "title": str(type(error).message),
            "status": error.status,
            "code": error.code,
            "detail": str(error.detail),
            "errors": [{"field": name, "message": str(text)} for name, text in error.errors.items()],
            **self.more,
        }

    def response(self) -> HttpResponse:
        response = HttpResponse(orjson.dumps(self.document()), status=self.error.status, content_type=CONTENT_TYPE)
        for name, value in self.headers.items():
            response.headers[name] = value
        response.headers["Cache-Control"] = "no-store"
        return response


def problem_response(request: HttpRequest, error: Exception) -> HttpResponse:
    """The answer to whatever was raised. What nobody foresaw is logged and told without its inner parts."""
    refusal = _refusal(error)
    if refusal is None:
        logger.error("Internal Server Error: %s", request.path, exc_info=error, extra={"request": request})
        got_request_exception.send(sender=None, request=request)
        refusal = Failed()
    return _problem(refusal).response()


def _refusal(error: Exception) -> ParticipationError | None:
    match error:
        case ParticipationError():
            return error
        case ValidationError():
            return _invalid(error)
        case HttpError():
            return _of_ninja(error)
        case Http404():
            return NotFound()
        case RequestDataTooBig():
            limit = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) // 1024
            return TooLarge(_("The request is too large. At most %(size)s kB are taken.") % {"size": limit})
        case SuspiciousOperation() | UnreadablePostError() | MultiPartParserError():
            return Malformed()
        case PermissionDenied():
            return NotAllowed()
    return None


def _invalid(error: ValidationError) -> ParticipationError:
    return Invalid(errors={field_of(each): message_of(each) for each in error.errors})


def _of_ninja(error: HttpError) -> ParticipationError:
    """Ninja wraps what the parser of a body raised."""
    cause = error.__cause__
    if isinstance(cause, ParticipationError):
        return cause
    if error.status_code == HTTPStatus.UNAUTHORIZED:
        return SignInNeeded()
    return Malformed()


def _problem(error: ParticipationError) -> Problem:
    match error:
        case TooManyRequests():
            return Problem(error, headers={"Retry-After": str(error.retry_after)})
        case BadToken():
            return Problem(error, headers={"WWW-Authenticate": 'Bearer realm="api", error="invalid_token"'})
        case SignInNeeded():
            return Problem(error, headers={"WWW-Authenticate": 'Bearer realm="api"'})
        case ScopeNeeded():
            challenge = f'Bearer realm="api", error="insufficient_scope", scope="{error.level}"'
            return Problem(error, {"scope": error.level}, {"WWW-Authenticate": challenge})
        case VerificationNeeded():
            return Problem(error, {"level": error.level})
        case VersionConflict():
            return Problem(error, {"version": error.version})
        case NotJson():
            return Problem(error, headers={"Accept": "application/json"})
    return Problem(error)
