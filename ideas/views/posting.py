"""Writing an idea: typed by anybody, kept as it is typed, posted after signing in."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from participation.accounts.models import User
from participation.contributions.text import clean_text, to_html
from participation.errors import ParticipationError
from participation.limits import key_of, limit, turn

from ..actions.posting import Proposal, submit_idea
from ..drafts import Browser, go_on_from, open_draft, save_draft, was_written_here
from ..forms import IdeaForm, gathered_from, suggested_text, without_empty_headings
from ..models import Attachment, Draft, Idea
from ..near import near_to
from ..uploads import SizeLimit, attach, limit_uploads, remove_attachments, too_large
from ..wording import language_written

PUBLISHED = "ideas.published_draft"


@csrf_exempt  # the limits must be set before the body is read; _write and _show check the token
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The empty form, or what this browser began and did not finish."""
    if request.method == "POST":
        limits = limit_uploads(request)
        return _write(request, None, limits)
    return _show_new(request)


@csrf_exempt  # as above
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A draft of one's own; once it is posted its address leads to the idea."""
    if request.method == "POST":
        limits = limit_uploads(request)
        return _write(request, pk, limits)
    return _show_draft(request, pk)


@csrf_protect
def _show_new(request: HttpRequest) -> HttpResponse:
    browser = Browser.of(request)
    if "fresh" in request.GET:  # gone from the address, or loading the page again would begin once more
        response: HttpResponse = redirect("ideas:new")
        browser.remember(request, response, current=uuid.uuid4())
        return response
    pk, kept = browser.current, None
    try:
        kept = open_draft(request, pk)
    except Http404:  # somebody else signed in at this computer
        pk = uuid.uuid4()
    if kept is not None and _starts_afresh(request, kept):
        pk, kept = uuid.uuid4(), None
    form = _form_of(kept) if kept else IdeaForm(initial=_initial(request, pk))
    response = _page(request, form, pk, kept=kept)
    browser.remember(request, response, current=pk)
    return response


def _starts_afresh(request: HttpRequest, kept: Draft) -> bool:
    """A posted draft is over; another consultation, title or other observations than its own begin a new one."""
    asked = request.GET
    if kept.idea_id or ("consultation" in asked and asked["consultation"] != str(kept.consultation_id or "")):
        return True
    if "from" in asked and {each.pk for each in gathered_from(asked["from"])} != _numbers(kept):
        return True
    return "title" in asked and asked["title"] != kept.title


def _numbers(kept: Draft) -> set[int]:
    """Of the observations that a draft gathers."""
    return set(kept.observations.values_list("pk", flat=True))


def _initial(request: HttpRequest, pk: uuid.UUID) -> dict[str, Any]:
    consultation = request.GET.get("consultation", "")
    return {
        "draft": pk,
        "title": request.GET.get("title", "").replace("\0", "")[:300],
        "body": suggested_text(),
        "language": get_language(),
        "consultation": int(consultation) if consultation.isascii() and consultation.isdigit() else None,
        "gathered": ",".join(str(observation.pk) for observation in gathered_from(request.GET.get("from", ""))),
    }


@csrf_protect
def _show_draft(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    try:
        kept = open_draft(request, pk)
    except Http404:
        if isinstance(request.user, User) or not was_written_here(request, pk):
            raise
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
    if kept is None and pk == Browser.of(request).current:  # a refused form that was loaded again
        return redirect("ideas:new")
    if kept is None:
        raise Http404
    if kept.idea is not None:
        return redirect(kept.idea, permanent=True)
    response = _page(request, _form_of(kept), pk, kept=kept)
    Browser.of(request).remember(request, response, current=pk)
    return response


def _form_of(kept: Draft) -> IdeaForm:
    return IdeaForm(
        initial={
            "draft": kept.pk,
            "title": kept.title,
            "body": kept.body or suggested_text(),
            "language": kept.language,
            "consultation": kept.consultation_id,
            "topic": kept.topic_id,
            "place": kept.place_id,
            "gathered": ",".join(str(pk) for pk in kept.observations.order_by("pk").values_list("pk", flat=True)),
        },
        kept=kept,
        attachments=kept.attachments.all(),
    )


def _page(
    request: HttpRequest, form: IdeaForm, pk: uuid.UUID, *, kept: Draft | None, status: int = 200, **more: Any
) -> HttpResponse:
    gathered = gathered_from(str(form["gathered"].value() or ""))
    context = {
        "section": "ideas",
        "form": form,
        "pk": pk,
        "kept": kept,
        "gathered": gathered,
        "is_ready": "ready" in request.GET and isinstance(request.user, User) and not form.is_bound,
        "one_consultation": form.fields["consultation"].queryset.count() < 2,  # type: ignore[attr-defined]  # a choice
        **more,
    }
    return render(request, "ideas/new.html", context, status=status)


@csrf_protect
def _write(request: HttpRequest, pk: uuid.UUID | None, limits: SizeLimit) -> HttpResponse:
    pk = pk or _uuid(request.POST.get("draft", "")) or uuid.uuid4()
    try:
        kept = open_draft(request, pk)
    except Http404:
        if not was_written_here(request, pk):
            raise
        return _go_on(request, go_on_from(request, pk), limits)
    return _take(request, pk, kept, limits)


def _go_on(request: HttpRequest, pk: uuid.UUID, limits: SizeLimit) -> HttpResponse:
    """The sign-in ended while somebody wrote: what they typed is kept and goes its way, as a visitor's does.

    Where another account is signed in by now, it is kept as a draft and nothing is posted in that person's name.
    """
    kept = save_draft(request=request, pk=pk, words=IdeaForm(request.POST).words())
    if not isinstance(request.user, User):
        return _take(request, pk, kept, limits)
    messages.info(request, _("Another account is signed in now. Your text is kept as a draft."))
    response = redirect("ideas:draft", pk=pk)
    Browser.of(request).remember(request, response, current=pk)
    return response


def _take(request: HttpRequest, pk: uuid.UUID, kept: Draft | None, limits: SizeLimit) -> HttpResponse:
    """Preview, keep or post what was typed."""
    if kept is not None and kept.idea is not None:
        return redirect(kept.idea)
    form = IdeaForm(request.POST, kept=kept, attachments=kept.attachments.all() if kept else ())
    if (problem := form.guard()) is not None:
        form.refuse(problem)
        return _answer(request, form, pk, kept=kept, status=422)
    wish = request.POST.get("do", "publish")
    brings_files = bool(request.FILES.getlist("files") or limits.too_large)
    if kept is not None or brings_files or wish != "publish":
        kept, form = _keep(request, pk, form, limits)
    if wish == "preview":
        text = without_empty_headings(clean_text(request.POST.get("body", "")))
        shown = {"previewed": to_html(text), "hits": near_to(request.POST.get("title", ""))}
        return _answer(request, form, pk, kept=kept, is_plain=not form.file_problems, **shown)
    if wish == "save" and not form.file_problems:
        messages.success(request, _("Saved as a draft. Only you can see it."))
        response = redirect("ideas:draft", pk=pk)
        Browser.of(request).remember(request, response, current=pk)
        return response
    if not form.is_valid() or form.file_problems:
        for file_problem in form.file_problems:
            form.add_error("files", file_problem)
        return _answer(request, form, pk, kept=kept, status=422)
    return _publish(request, pk, form)


def _uuid(words: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(words)
    except ValueError:
        return None


def _answer(
    request: HttpRequest, form: IdeaForm, pk: uuid.UUID, *, kept: Draft | None, is_plain: bool = False, **more: Any
) -> HttpResponse:
    """The form again, with all that was typed in it; ``is_plain`` leaves the messages out."""
    if is_plain:
        form.is_quiet = True
    response = _page(request, form, pk, kept=kept, **more)
    Browser.of(request).remember(request, response, current=pk)
    return response


def _keep(request: HttpRequest, pk: uuid.UUID, form: IdeaForm, limits: SizeLimit) -> tuple[Draft, IdeaForm]:
    """Keep the text and the files with the draft, and give the form the fields of the files that came."""
    files = request.FILES.getlist("files")
    if files:
        limit("upload", key_of(request))
    with transaction.atomic():
        kept = save_draft(request=request, pk=pk, words=form.words())
        _keep_descriptions(request, kept)
        known = set(kept.attachments.values_list("pk", flat=True))
        problems = attach(kept, files, request.POST.getlist("alt"))
    problems += [too_large(name) for name in limits.too_large]
    attachments = list(kept.attachments.all())
    typed = request.POST.copy()
    for attachment in attachments:
        if attachment.pk not in known:
            typed[f"alt_{attachment.pk}"] = attachment.alt
    form = IdeaForm(typed, kept=kept, attachments=attachments)
    form.file_problems = problems
    return kept, form


def _keep_descriptions(request: HttpRequest, kept: Draft) -> None:
    """The words for pictures, and the wish to take files away."""
    for attachment in kept.attachments.all():
        if request.POST.get(f"remove_{attachment.pk}"):
            remove_attachments([attachment])
        elif (alt := request.POST.get(f"alt_{attachment.pk}")) is not None:
            Attachment.objects.filter(pk=attachment.pk).update(alt=" ".join(clean_text(alt).split())[:200])


def _publish(request: HttpRequest, pk: uuid.UUID, form: IdeaForm) -> HttpResponse:
    """Post it; a visitor signs in first and finds it again, ready to be posted."""
    user = request.user
    if not isinstance(user, User):
        save_draft(request=request, pk=pk, words=form.words())
        ready = f"{reverse('ideas:draft', args=[pk])}?ready=1"
        messages.info(request, _("Your idea is kept. Sign in or sign up, and post it with one more press."))
        response = redirect(f"{reverse('account_login')}?{urlencode({'next': ready})}")
        Browser.of(request).remember(request, response, current=pk)
        return response
    try:
        with turn("post", user.pk):
            idea = _submit(request, user, pk, form)
    except ParticipationError as error:
        status = form.take_errors(error)
        return _answer(request, form, pk, kept=Draft.objects.filter(pk=pk).first(), status=status)
    request.session[PUBLISHED] = str(pk)
    messages.success(request, _("Your idea is posted. Tell others about it."))
    response = redirect(idea)
    Browser.of(request).remember(request, response, current=uuid.uuid4())
    return response


@transaction.atomic
def _submit(request: HttpRequest, user: User, pk: uuid.UUID, form: IdeaForm) -> Idea:
    """The draft is written with the idea, so that a second press of the button finds it posted."""
    words = form.cleaned_data
    kept = save_draft(request=request, pk=pk, words=form.words())
    if kept.idea_id:
        return get_object_or_404(Idea, pk=kept.idea_id)
    proposal = Proposal.cleaned(
        title=words["title"],
        body=words["body"],
        consultation=words["consultation"],
        topic=words["topic"],
        place=words["place"],
        language=language_written(f"{words['title']}\n{words['body']}", otherwise=kept.language),
        observations=list(kept.observations.all()),
    )
    return submit_idea(user=user, proposal=proposal, draft=kept)
