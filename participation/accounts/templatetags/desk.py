"""What the pages of the desk have in common."""

from typing import Any

from django import template

from participation.accounts.desk import sections_of
from participation.accounts.models import User

register = template.Library()


@register.inclusion_tag("accounts/_desk_sections.html", takes_context=True)
def desk_sections(context: dict[str, Any], current: str = "") -> dict[str, Any]:
    """The tabs over a page of the desk: what waits for whoever reads it."""
    request = context.get("request")
    user = getattr(request, "user", None)
    items = sections_of(user, current) if isinstance(user, User) else []
    return {"items": items, "here": next((item for item in items if item.current), None)}
