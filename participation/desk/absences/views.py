"""The page on which officials say that they will be away."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from participation.accounts.models import Absence, User
from participation.accounts.permissions import require
from participation.errors import ParticipationError

from .actions import cancel_absence, tell_absence
from .forms import AbsenceForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: HttpRequest) -> HttpResponse:
    """One's own absences, those in which one stands in, and the form for another."""
    require(request.user, "desk.tell_absence")
    user = cast(User, request.user)
    if request.method != "POST":
        return _page(request, user, AbsenceForm(user=user))
    form = AbsenceForm(request.POST, user=user)
    if not form.is_valid():
        return _page(request, user, form, 422)
    try:
        tell_absence(user=user, **form.cleaned_data)
    except ParticipationError as error:
        return _page(request, user, form, form.take_errors(error))
    messages.success(request, _("It is noted who stands in."))
    return redirect("desk:absences")


def _page(request: HttpRequest, user: User, form: AbsenceForm, status: int = 200) -> HttpResponse:
    coming = Absence.objects.not_over().select_related("person__department", "deputy__department")
    context = {
        "form": form,
        "mine": coming.filter(person=user),
        "standing_in": coming.filter(deputy=user, person__is_active=True),
    }
    return render(request, "desk/absences.html", context, status=status)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an absence back."""
    require(request.user, "desk.tell_absence")
    absence = get_object_or_404(Absence.objects.select_related("person"), pk=pk, person=request.user)
    cancel_absence(user=cast(User, request.user), absence=absence)
    messages.success(request, _("You are here after all."))
    return redirect("desk:absences")
