"""How an export is shown: how far it is in words and as a bar, and what its file is."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..open_data.showing import size_in_words
from .models import Export


def shown(export: Export) -> dict[str, Any]:
    """What pages show of it."""
    total = max(export.total, export.done, 1)
    return {
        "title": export.title,
        "url": export.get_absolute_url(),
        "search_url": f"{reverse('search:results')}?{export.address}",
        "new_url": f"{reverse('exports:new')}?{export.address}",
        "state": export.state,
        "state_label": export.get_state_display(),
        "is_unfinished": export.is_unfinished,
        "is_ready": export.is_ready,
        "done": export.done,
        "total": total,
        "progress": _("%(done)s of %(total)s") % {"done": f"{export.done:,}", "total": f"{total:,}"},
        "created_at": export.created_at,
        "file_url": reverse("exports:file", args=[export.token]) if export.is_ready else "",
        "cancel_url": reverse("exports:cancel", args=[export.token]),
        "size": size_in_words(export.size),
        "facts": _facts(export) if export.is_ready else [],
    }


def _facts(export: Export) -> list[dict[str, str]]:
    expires = timezone.localtime(export.expires_at) if export.expires_at else None
    until = date_format(expires, "DATETIME_FORMAT", use_l10n=True) if expires else ""
    facts = [
        (_("Rows"), f"{export.row_count:,}"),
        (_("To be had until"), until),
        (_("SHA-256 of the file"), export.sha256),
        (_("SHA-256 of the ids"), export.ids_sha256),
    ]
    return [{"name": name, "value": value} for name, value in facts]
