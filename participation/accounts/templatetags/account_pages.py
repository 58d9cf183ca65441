"""What the templates of a person's own pages ask for."""

from typing import Any

from django import template

from participation.accounts.pages import tabs

register = template.Library()


@register.inclusion_tag("accounts/_tabs.html", takes_context=True)
def account_tabs(context: dict[str, Any]) -> dict[str, Any]:
    """The tabs, with the one that this page belongs to marked."""
    request = context.get("request")
    match = request.resolver_match if request else None
    return {"items": tabs(match.view_name if match else "")}
