"""What the page of a set says: what was found then, and what is found now."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from .keeping import compare
from .models import ResultSet


def _number(value: int) -> str:
    return f"{value:,}"


def said_of(kept: ResultSet) -> dict[str, Any]:
    """ "Now 214, then 201, 3 since hidden", and the rest of the difference where it is known."""
    compared = compare(kept)
    parts = [
        _("Now %(now)s, then %(then)s") % {"now": _number(compared["now"]), "then": _number(kept.count)},
        *_differences(compared),
    ]
    same = compared["now"] == kept.count and not any(
        compared.get(name) for name in ("added", "hidden", "gone", "changed")
    )
    return {
        "text": ", ".join(parts),
        "is_same": same and "added" in compared,
        "is_counted_only": "added" not in compared,
        "at": kept.compared_at,
    }


def _differences(compared: dict[str, Any]) -> list[str]:
    said = []
    if count := compared.get("added"):
        said.append(ngettext("%(count)s new", "%(count)s new", count) % {"count": _number(count)})
    if count := compared.get("hidden"):
        said.append(ngettext("%(count)s since hidden", "%(count)s since hidden", count) % {"count": _number(count)})
    if count := compared.get("gone"):
        said.append(
            ngettext("%(count)s no longer there", "%(count)s no longer there", count) % {"count": _number(count)}
        )
    if count := compared.get("changed"):
        said.append(ngettext("%(count)s changed since", "%(count)s changed since", count) % {"count": _number(count)})
    return said


def facts_of(kept: ResultSet) -> list[dict[str, str]]:
    """How the set came about, for the list of facts."""
    made = date_format(timezone.localtime(kept.made_at), "DATETIME_FORMAT", use_l10n=True)
    facts = [
        (_("Identifier"), kept.code),
        (pgettext("of a set", "Made"), made),
        (_("Results then"), _number(kept.count)),
        (_("Engine"), _("%(engine)s (analyser %(version)s)") % {"engine": kept.engine, "version": kept.normaliser}),
        ("SHA-256", kept.sha256 or "–"),
    ]
    return [{"name": str(label), "value": value} for label, value in facts]
