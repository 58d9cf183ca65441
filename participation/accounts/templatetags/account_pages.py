"""What the templates of a person's own pages ask for."""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base import Provider
from django import template

from participation.accounts.blocking import told_to
from participation.accounts.models import User
from participation.accounts.pages import tabs

register = template.Library()

# The services that most people here have come first; an agency's own come after them.
FIRST = ("kakao", "naver", "google", "apple")


@register.simple_tag(takes_context=True)
def outside_sign_ins(context: dict[str, Any]) -> list[Provider]:
    """The services through which people can sign in here, in the order in which they are offered."""
    found: list[Provider] = get_adapter().list_providers(context["request"])
    return sorted(found, key=lambda each: FIRST.index(each.id) if each.id in FIRST else len(FIRST))


@register.simple_tag
def blocked_text(user: User) -> str:
    """What somebody who is blocked is told on their own page."""
    return told_to(user)


@register.inclusion_tag("accounts/_tabs.html", takes_context=True)
def account_tabs(context: dict[str, Any]) -> dict[str, Any]:
    """The tabs, with the one that this page belongs to marked."""
    request = context.get("request")
    match = request.resolver_match if request else None
    items = tabs(match.view_name if match else "")
    return {"items": items, "here": next((item for item in items if item["current"]), None)}
