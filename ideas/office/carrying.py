"""How a form of an idea's page at the desk is carried out: done, or shown again with what was typed."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.errors import ParticipationError

from ..models import Idea
from ..refusals import RefusedForm
from .desk import idea_of, idea_page


def asked_idea(request: HttpRequest, pk: int) -> Idea:
    """The idea, for people who work at the desk."""
    require(request.user, "ideas.open_desk")
    return idea_of(pk)


def carry_out(
    request: HttpRequest, idea: Idea, name: str, form: RefusedForm, act: Callable[[User], str], *, anchor: str = ""
) -> HttpResponse:
    """Do what the form asks, then show the idea anew; what is refused is shown at its field."""
    if not form.is_valid():
        return idea_page(request, idea, status=422, **{name: form})
    try:
        told = act(cast(User, request.user))
    except ParticipationError as error:
        if error.status == 403:
            raise
        return idea_page(request, idea, status=form.take_errors(error), **{name: form})
    messages.success(request, told)
    address = reverse("office:idea", args=[idea.pk])
    return redirect(f"{address}#{anchor}" if anchor else address)
