"""One click stops a mail; a topic is followed from its list."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from participation.accounts.models import User
from participation.consultations.models import Topic
from participation.contributions.actions import follow, unfollow

from .stopping import read_token, stop, target_of


@csrf_exempt  # mail programs post here on their own (RFC 8058); the signature in the address is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at the address stops nothing: mail scanners look, too."""
    said = read_token(token)
    if said is None:
        raise Http404(_("This address is not complete. Copy it whole from the mail."))
    if request.method == "POST":
        stop(said)
    context = {"target": target_of(said), "is_stopped": request.method == "POST"}
    return render(request, "notifications/stop.html", context)


@require_POST
@login_required
def follow_topic(request: HttpRequest, pk: int) -> HttpResponse:
    topic = get_object_or_404(Topic, pk=pk)
    user = request.user
    assert isinstance(user, User)
    (unfollow if request.POST.get("stop") else follow)(user=user, target=topic)
    return HttpResponseRedirect(f"{reverse('ideas:list')}?topic={topic.pk}")
