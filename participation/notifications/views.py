"""One click stops a mail; a topic is followed from its list."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from participation.accounts.adapters import is_local
from participation.accounts.models import User
from participation.consultations.models import Topic
from participation.contributions.actions import follow, unfollow
from participation.contributions.models import Contribution

from .stopping import read_token, start_again, stop, target_of


@csrf_exempt  # mail programs post here on their own (RFC 8058); the signature in the address is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at the address stops nothing: mail scanners look, too."""
    said = read_token(token)
    if said is None:
        raise Http404(_("This address is not complete. Copy it whole from the mail."))
    again = "again" in request.POST
    if request.method == "POST":
        (start_again if again else stop)(said)
        if is_local(wanted := request.POST.get("next", ""), request):
            messages.success(request, _("We write of it again.") if again else _("Done. We write no more about this."))
            return HttpResponseRedirect(wanted)
    context = {
        "target": _shown(said),
        "is_about_one": "type" in said,
        "is_stopped": request.method == "POST" and not again,
        "is_again": again,
    }
    return render(request, "notifications/stop.html", context)


def _shown(said: dict[str, Any]) -> models.Model | None:
    """What the page may name: the address is a key, but not to what has been hidden since."""
    target = target_of(said)
    return None if isinstance(target, Contribution) and target.is_hidden else target


@require_POST
@login_required
def follow_topic(request: HttpRequest, pk: int) -> HttpResponse:
    topic = get_object_or_404(Topic, pk=pk)
    user = request.user
    assert isinstance(user, User)
    (unfollow if request.POST.get("stop") else follow)(user=user, target=topic)
    return HttpResponseRedirect(f"{reverse('ideas:list')}?topic={topic.pk}")
