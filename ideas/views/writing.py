"""What helps while an idea is being written: saving, a preview, what is near, and the drafts of a person."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from participation.accounts.models import User
from participation.contributions.text import clean_text, to_html
from participation.limits import key_of, limit

from ..drafts import COOKIE, Browser, open_draft, save_draft
from ..forms import IdeaForm, without_empty_headings
from ..models import Draft
from ..near import near_to
from ..uploads import remove_attachments
from ..wording import BODY_MAX


@never_cache
@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """Everything that this person, or this browser, has begun."""
    user = request.user
    mine = Draft.objects.of(user, [Browser.of(request).key]).filter(idea=None).order_by("-saved_at")
    return render(
        request, "ideas/drafts.html", {"section": "me" if user.is_authenticated else "ideas", "drafts": mine[:100]}
    )


@never_cache
@require_http_methods(["POST", "PUT"])
def autosave(request: HttpRequest, pk: uuid.UUID) -> JsonResponse:
    """Keep what has been typed. A visitor's browser must keep our cookie, or nobody could find the draft again."""
    limit("preview", f"save:{key_of(request)}")
    if not isinstance(request.user, User) and COOKIE not in request.COOKIES:
        return JsonResponse({"detail": _("Without cookies the draft stays on this device.")}, status=403)
    try:
        kept = open_draft(request, pk)
    except Http404:
        return JsonResponse({"detail": _("There is no such draft.")}, status=404)
    if kept is not None and kept.idea_id:
        return JsonResponse({"detail": _("This draft is posted already.")}, status=409)
    form = IdeaForm(request.POST, kept=kept)
    if request.POST.get("website"):
        return JsonResponse({"detail": _("This form was not accepted. Please load the page again.")}, status=422)
    saved = save_draft(request=request, pk=pk, words=form.words())
    moment = time_format(timezone.localtime(saved.saved_at), "H:i")
    response = JsonResponse({"url": reverse("ideas:autosave", args=[pk]), "saved": moment})
    Browser.of(request).remember(request, response, current=pk)
    return response


@require_POST
def discard(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Throw a draft away, with its files."""
    kept = open_draft(request, pk)
    if kept is None:
        raise Http404
    if kept.idea is not None:
        return redirect(kept.idea)
    remove_attachments(kept.attachments.all())
    kept.delete()
    messages.success(request, _("The draft is gone."))
    return redirect("ideas:drafts")


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """How a text will look."""
    limit("preview", key_of(request))
    text = request.POST.get("text", request.POST.get("body", ""))[: BODY_MAX + 2000]
    return HttpResponse(to_html(without_empty_headings(clean_text(text))))


@require_safe
def similar_ideas(request: HttpRequest) -> HttpResponse:
    """Ideas near to a title that is being typed; nothing where nothing is near."""
    limit("search", key_of(request))
    hits = near_to(request.GET.get("title", ""))
    return render(request, "ideas/_similar.html", {"hits": hits}) if hits else HttpResponse()
