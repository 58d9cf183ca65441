"""Writing an observation down: typed by anybody, sent after signing in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from participation.accounts.models import User
from participation.errors import ParticipationError
from participation.limits import key_of, limit

from ..actions.observing import Sighting, post_observation
from ..uploads import SizeLimit, limit_uploads
from .forms import ObservationForm
from .waiting import drop_photo, forget, keep_photo, keep_words, take_photo, waiting_photo, waiting_words

_PREFILLED = ("text", "consultation", "topic", "place", "spot")


@csrf_exempt  # the limits must be set before the body is read; _show and _write check the token
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form, with what was typed before where somebody comes back to it."""
    if request.method == "POST":
        limits = limit_uploads(request)
        return _write(request, limits)
    return _show(request)


@csrf_protect
def _show(request: HttpRequest) -> HttpResponse:
    words = waiting_words(request.session)
    given = {name: request.GET[name].replace("\0", "")[:1000] for name in _PREFILLED if request.GET.get(name)}
    form = ObservationForm(
        initial=words | given, kept_photo=bool(waiting_photo(request.session)), is_return=bool(words)
    )
    if "consultation" not in form.initial:
        first = form.fields["consultation"].queryset.first()  # type: ignore[attr-defined]  # a choice of things
        form.initial["consultation"] = first.pk if first else None
    return _page(request, form)


def _page(request: HttpRequest, form: ObservationForm, status: int = 200) -> HttpResponse:
    context = {
        "section": "observations",
        "form": form,
        "is_ready": bool(waiting_words(request.session)) and request.user.is_authenticated and not form.is_bound,
    }
    return render(request, "observations/new.html", context, status=status)


@csrf_protect
def _write(request: HttpRequest, limits: SizeLimit) -> HttpResponse:
    limit("observe", key_of(request))
    session = request.session
    form = ObservationForm(
        request.POST,
        request.FILES,
        kept_photo=bool(waiting_photo(session)),
        is_return=bool(waiting_words(session)),
        oversized=limits.too_large,
    )
    is_valid = form.is_valid()
    if form.clean_picture is not None and "photo" not in form.errors:
        # Browsers empty the file's field when a form comes back; the photo waits here instead.
        keep_photo(session, form.clean_picture)
    elif form.cleaned_data.get("without_photo"):
        drop_photo(session)
    if not is_valid:
        return _again(request, form, 422)
    if not isinstance(request.user, User):
        keep_words(session, request.POST)
        back = reverse("observations:new")
        return redirect(f"{reverse('account_login')}?{urlencode({'next': back})}")
    try:
        observation = post_observation(user=request.user, sighting=_sighting(request, form.cleaned_data))
    except ParticipationError as error:
        return _again(request, form, form.take_errors(error))
    forget(session)
    messages.success(request, _("Thank you. What you saw is on the board."))
    return redirect(observation)


def _again(request: HttpRequest, form: ObservationForm, status: int) -> HttpResponse:
    """The form with what was typed; a photo that was fine is said to be kept."""
    if waiting_photo(request.session) and "without_photo" not in form.fields:
        form.kept_photo = True
        form.fields["without_photo"] = ObservationForm.base_fields["without_photo"]
    return _page(request, form, status)


def _sighting(request: HttpRequest, words: dict[str, Any]) -> Sighting:
    photo = take_photo(request.session)
    return Sighting(
        text=words["text"],
        consultation=words["consultation"],
        topic=words["topic"],
        place=words["place"],
        spot=words["spot"],
        photo=photo,
        photo_alt=words["photo_alt"] if photo else "",
    )
