"""What the page of a set says: what was found then, what is found now, and which results differ."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from search.addresses import in_reader_language

from ..analysis.tables import Table
from ..results import documents_of, stable_id
from .comparing import ADDED, CHANGED, FOLDED, GONE, HIDDEN, KINDS, differences_of, look_again
from .models import ResultSet

SHOWN = 10
"""So many of each difference are on the page; the file has all of them."""


def _number(value: int) -> str:
    return f"{value:,}"


def said_of(kept: ResultSet) -> dict[str, Any]:
    """ "Now 214, then 201, 3 since hidden", and the rest of the difference."""
    compared = look_again(kept)
    sentence = _("Now %(now)s, then %(then)s") % {"now": _number(compared["now"]), "then": _number(kept.count)}
    said = [_COUNTED[name](count) % {"count": _number(count)} for name in KINDS if (count := compared.get(name))]
    return {
        "text": ", ".join([sentence, *said]),
        "is_same": not said,
        "is_waiting": kept.comparison_asked_at is not None,
        "with_another": _with_another(kept, compared),
        "columns": [_("What is different"), _("Result")],
        "rows": [
            [what, format_html('<a href="{}">{}</a>', in_reader_language(url), title or name) if url else name]
            for name, what, title, url in _differing(kept, most=SHOWN)
        ],
        "at": kept.compared_at or kept.made_at,
    }


def _with_another(kept: ResultSet, compared: Mapping[str, Any]) -> str:
    """With what it was compared, where that was not what made the set."""
    now = compared.get("engine", kept.engine), compared.get("normaliser", kept.normaliser)
    return _with(*now) if now != (kept.engine, kept.normaliser) else ""


_COUNTED: Mapping[str, Callable[[int], str]] = {
    ADDED: lambda count: ngettext("%(count)s new", "%(count)s new", count),
    HIDDEN: lambda count: ngettext("%(count)s since hidden", "%(count)s since hidden", count),
    FOLDED: lambda count: ngettext("%(count)s merged or divided since", "%(count)s merged or divided since", count),
    GONE: lambda count: ngettext("%(count)s no longer there", "%(count)s no longer there", count),
    CHANGED: lambda count: ngettext("%(count)s changed since", "%(count)s changed since", count),
}


def changes(kept: ResultSet) -> Table:
    """Every result that differs, for a file."""
    rows = [
        [name, what, title, url if not url or "://" in url else f"{settings.BASE_URL}{url}"]
        for name, what, title, url in _differing(kept)
    ]
    return Table("changes", [_("Identifier"), _("What is different"), _("Title"), _("Address")], rows)


def _differing(kept: ResultSet, *, most: int | None = None) -> list[tuple[str, str, str, str]]:
    """Which results differ. Of what is hidden or gone nothing is told but its id, which the set has always named."""
    what = {
        ADDED: pgettext("result", "new"),
        HIDDEN: pgettext("result", "since hidden"),
        FOLDED: pgettext("result", "merged or divided since"),
        GONE: pgettext("result", "no longer there"),
        CHANGED: pgettext("result", "changed since, and not found any more"),
    }
    differing = [(name, each) for name, ids in differences_of(kept).items() for each in ids[:most]]
    told = _told([each for name, each in differing if name in (ADDED, CHANGED)])
    return [(each, what[name], *told.get(each, ("", ""))) for name, each in differing]


def _told(ids: list[str]) -> dict[str, tuple[str, str]]:
    """Title and address of those that everybody may see."""
    told: dict[str, tuple[str, str]] = {}
    for rows in documents_of(ids):
        for kind, number, title, url in rows.findable().values_list("kind", "object_id", "title", "url"):
            told[stable_id(kind, number)] = (title, url)
    return told


def _with(engine: str, version: int) -> str:
    return _("%(engine)s (analyser %(version)s)") % {"engine": engine, "version": version}


def facts_of(kept: ResultSet) -> list[dict[str, str]]:
    """How the set came about, for the list of facts."""
    made = date_format(timezone.localtime(kept.made_at), "DATETIME_FORMAT", use_l10n=True)
    facts = [
        (_("Identifier"), kept.code),
        (pgettext("of a set", "Made"), made),
        (_("Results then"), _number(kept.count)),
        (_("Engine"), _with(kept.engine, kept.normaliser)),
        ("SHA-256", kept.sha256 or "–"),
    ]
    return [{"name": str(label), "value": value} for label, value in facts]
