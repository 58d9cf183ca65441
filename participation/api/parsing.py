"""Reads bodies: strict JSON of a sane depth, without characters that no database keeps."""

from typing import Any

import orjson
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser

from participation.errors import Invalid

from .problems import Malformed
from .wording import WHOLE


class StrictParser(Parser):
    """orjson refuses lone surrogates, NaN and what is nested too deeply; NUL is named with its field."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            asked = orjson.loads(request.body)
        except ValueError:
            raise Malformed from None
        if not isinstance(asked, dict):
            raise Invalid(errors={WHOLE: _("Send one JSON object.")})
        if b"\\u0000" in request.body and (name := _field_with_nul(asked)) is not None:
            raise Invalid(errors={name: _("This value cannot be used here.")})
        return asked


def _field_with_nul(asked: dict[str, Any]) -> str | None:
    """The first field of an object that holds a NUL character anywhere inside."""
    return next((name for name, value in asked.items() if _holds_nul(name) or _holds_nul(value)), None)


def _holds_nul(value: Any) -> bool:
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str) and "\x00" in each:
            return True
        if isinstance(each, dict):
            waiting += [*each.keys(), *each.values()]
        elif isinstance(each, list):
            waiting += each
    return False
