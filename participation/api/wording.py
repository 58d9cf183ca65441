"""What is wrong with a value, in words for people: the checker's own are English and meant for programmers."""

from typing import Any

from django.utils.translation import gettext as _

# How operations name what they were asked; the caller has never heard of it.
ASKED = "asked"
# What is wrong with a body as a whole stands at its root, as JSONPath writes it.
WHOLE = "$"


def field_of(error: dict[str, Any]) -> str:
    """The name of the field at fault, as the caller wrote it."""
    parts = [str(part) for part in error.get("loc", ())[1:] if part != ASKED]
    return ".".join(parts) or WHOLE


def message_of(error: dict[str, Any]) -> str:
    """What to do about it."""
    context = error.get("ctx") or {}
    match error.get("type", ""):
        case "missing":
            return _("This is needed.")
        case "string_type" | "string_unicode":
            return _("Write a text here.")
        case "bool_type" | "bool_parsing":
            return _("Say true or false.")
        case "literal_error" | "enum":
            values = str(context.get("expected", "")).replace(" or ", ", ")
            return _("Choose one of these: %(values)s.") % {"values": values}
        case "greater_than_equal":
            return _("This must be %(limit)s or more.") % {"limit": context.get("ge")}
        case "less_than_equal":
            return _("This must be %(limit)s or less.") % {"limit": context.get("le")}
        case "string_too_long":
            return _("This is too long. At most %(count)s letters are taken.") % {"count": context.get("max_length")}
        case "model_type" | "model_attributes_type" | "dict_type":
            return _("Send one JSON object.")
        case "date_type" | "date_parsing" | "date_from_datetime_parsing" | "date_from_datetime_inexact":
            return _("Write a date like 2026-03-31.")
        case kind if kind.startswith("int"):
            return _("Write a whole number here.")
    return _("This value cannot be used here.")
