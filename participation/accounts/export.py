"""All that is kept of a person, to take away: a ZIP of JSON files, one per section.

A package adds what it knows in its ``personal_data`` module, which is found at the start.
"""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from .models import User
from .permissions import require

Section = Callable[[User], Any]

sections: dict[str, Section] = {}


def register_section(name: str, function: Section) -> None:
    """Let the export hold ``<name>.json`` with what the function returns: lists and dicts of plain values."""
    if name in sections:
        raise ValueError(f"There is already a section named {name}.")
    sections[name] = function


def personal_archive(*, user: User) -> bytes:
    """The ZIP file with every section."""
    require(user, "accounts.export_account", user)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "README.txt", _("Everything this site keeps about you. Each file holds one kind of it, as JSON.") + "\n"
        )
        for name, function in sorted(sections.items()):
            text = json.dumps(function(user), ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)
            archive.writestr(f"{name}.json", text)
    return buffer.getvalue()
