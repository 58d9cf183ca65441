"""What the frame of the desk asks for: where one is, and its own script and style, which no other page loads."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django_vite.core.asset_loader import DjangoViteAssetLoader
from django_vite.core.exceptions import DjangoViteAssetNotFoundError

register = template.Library()

ENTRY = "src/research/main.ts"


@register.simple_tag
def desk_assets() -> SafeString:
    """Nothing where the front end was built without them: the desk works without scripts, and never fails for one."""
    try:
        links = str(DjangoViteAssetLoader.instance().generate_vite_asset(ENTRY, app="default"))
    except DjangoViteAssetNotFoundError:
        return SafeString()
    return mark_safe(links)  # noqa: S308  # made from the manifest alone


@register.filter
def here(parts: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
    """The part of the desk that is shown."""
    return next((part for part in parts if part["current"]), None)
