"""In the admin nobody is deleted: accounts are closed, so that votes and contributions stay."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks

from .actions import close_account
from .models import User


def _close(request: HttpRequest, accounts: Iterable[User]) -> HttpResponse:
    assert isinstance(request.user, User)
    for account in accounts:
        close_account(user=request.user, account=account)
    messages.success(request, _("The account is closed; votes and contributions stay."))
    return redirect("wagtailusers_users:index")


@hooks.register("before_delete_user")
def close_instead_of_deleting(request: HttpRequest, user: User) -> HttpResponse | None:
    return _close(request, [user]) if request.method == "POST" else None


@hooks.register("before_bulk_action")
def close_instead_of_deleting_many(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    return _close(request, objects) if action_type == "delete" and action.model is User else None
