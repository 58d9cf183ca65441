"""The author takes an idea back for the sake of another that says the same."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.errors import IllegalTransition, ParticipationError

from ..actions.posting import retire_idea
from ..forms import RetireForm
from ..life import Status
from ..near import near_idea
from .detail import find_idea


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Which other idea, and why: then the banner, the link, and the news for the supporters follow by themselves."""
    user = request.user
    idea = find_idea(pk, user)
    require(user, "ideas.retire_idea", idea)
    if not idea.may_become(Status.RETIRED):
        raise IllegalTransition
    form = RetireForm(request.POST or None, initial={"instead": request.GET.get("instead", "")[:300]})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            words = form.cleaned_data
            try:
                retire_idea(user=cast(User, user), idea=idea, instead=words["instead"], reason=words["reason"])
            except ParticipationError as error:
                status = error.status
                for field, text in error.errors.items():
                    form.add_error(field if field in form.fields else None, str(text))
                if not error.errors:
                    form.add_error(None, str(error))
            else:
                messages.success(request, _("Your idea is retired. Its supporters are told of the other one."))
                return redirect(idea)
    context = {
        "section": "ideas",
        "idea": idea,
        "form": form,
        "similar": near_idea(idea, ("idea",)),
        "crumbs": [
            {"label": _("Ideas"), "url": reverse("ideas:list")},
            {"label": idea.title, "url": idea.get_absolute_url()},
        ],
    }
    return render(request, "ideas/retire.html", context, status=status)
