"""The desk: what waits for one's department, and one idea with all that can be done about it."""

from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from participation.accounts.desk import first_address
from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.consultations.models import ConsultationPage
from participation.errors import Invalid

from ..life import Status
from ..lifeline import NEAR_DAYS, days_in_words, lifeline
from ..models import Idea
from ..refusals import RefusedForm
from ..results.models import ResultLink
from ..showing import hidden_text
from .filters import DeskFilter
from .forms import AnswerForm, AssignForm, ProgressForm
from .listing import Wanted, work_page
from .panels import panels_of
from .prepared import answer_cards
from .waiting import section_name

PROGRESSING = {Status.ACCEPTED, Status.PARTLY, Status.IN_PROGRESS, Status.DONE}


@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the office. Whose work lies elsewhere at the desk alone is led there."""
    elsewhere = "" if request.user.has_perm("ideas.open_desk") else first_address(request.user)
    if elsewhere:
        return redirect(elsewhere)
    require(request.user, "ideas.open_desk")
    assert isinstance(request.user, User)
    try:
        wanted = Wanted.read(request.GET)
        page, cursor = work_page(request.user, wanted, request.GET.get("cursor", ""))
    except Invalid as error:
        detail = " ".join(str(message) for message in error.errors.values())
        context = {"status": 400, "title": _("This address does not lead to a list"), "detail": detail}
        return render(request, "errors/error.html", context, status=400)
    hidden = _hidden_texts(page.items)
    context = {
        "wanted": wanted,
        "current": section_name(wanted.view),
        "filter": DeskFilter(wanted, request.user),
        "rows": [{"idea": idea, "due": _due(idea), "hidden": hidden.get(idea.pk, "")} for idea in page.items],
        "next_url": _address(wanted, cursor=cursor) if cursor else "",
        "first_url": _address(wanted) if request.GET.get("cursor") else "",
        "bulk_url": f"{reverse('desk:new_bulk')}?{urlencode({'all': '1'} | wanted.query)}",
        "all_url": _address(Wanted(view=wanted.view)) if wanted.is_narrowed else "",
    }
    return render(request, "office/desk.html", context)


def _hidden_texts(ideas: list[Idea]) -> dict[int, str]:
    """What stands in place of the counts that nobody may know yet. One query where there are none."""
    numbers = {idea.consultation_id for idea in ideas}
    hiding = ConsultationPage.objects.that_hide_results().filter(pk__in=numbers).in_bulk()
    texts = {}
    for idea in ideas:
        if idea.consultation_id in hiding:
            idea.consultation = hiding[idea.consultation_id]
            texts[idea.pk] = hidden_text(idea)
    return texts


def _address(wanted: Wanted, **more: str) -> str:
    return f"{reverse('office:desk')}?{urlencode(wanted.query | more)}"


def _due(idea: Idea) -> dict[str, Any] | None:
    """The duty in words, and whether it is close or past."""
    days = idea.days_to_answer
    if idea.status != Status.OWED or days is None:
        return None
    return {"words": days_in_words(days), "near": days <= NEAR_DAYS, "overdue": idea.is_overdue}


@never_cache
@require_safe
def idea_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """One idea, its answers, and the forms."""
    require(request.user, "ideas.open_desk")
    return idea_page(request, idea_of(pk))


def idea_of(pk: int) -> Idea:
    ideas = Idea.objects.with_names().select_related("owner", "consultation", "retired_for")
    idea: Idea = get_object_or_404(ideas, pk=pk)
    return idea


def idea_page(request: HttpRequest, idea: Idea, *, status: int = 200, **bound: RefusedForm) -> HttpResponse:
    """The page with fresh forms, but for those in ``bound`` that were sent and refused."""
    user = request.user
    may_answer = user.has_perm("ideas.answer_idea", idea)
    context: dict[str, Any] = {
        "idea": idea,
        "due": _due(idea),
        "hidden": hidden_text(idea),
        "answers": answer_cards(cast(User, user), idea, bound),
        "progress_notes": idea.progress_notes.select_related("author"),
        "timeline": lifeline(idea, user),
        "may_answer": may_answer,
        "may_assign": user.has_perm("ideas.assign_idea", idea),
        "may_progress": may_answer and idea.status in PROGRESSING and not _has_results(idea),
        "assign_form": AssignForm(idea=idea),
        "answer_form": AnswerForm(),
        "needs_approval": _needs_approval(idea, user),
        "progress_form": ProgressForm(idea=idea),
        "refused": next(iter(bound.values()), None),
        **bound,
    }
    context["has_reasons"] = context["answer_form"].fields["chosen_reason"].queryset.exists()
    panels = panels_of(request, idea, bound)
    context["panels"] = [panel for panel in panels if not panel.aside]
    context["panels_aside"] = [panel for panel in panels if panel.aside]
    return render(request, "office/idea.html", context, status=status)


def _has_results(idea: Idea) -> bool:
    """An idea with results has no per cent of its own."""
    return ResultLink.objects.filter(idea=idea).exists()


def _needs_approval(idea: Idea, user: User | AnonymousUser) -> bool:
    """Whether what is written now must be approved: by the department in charge, or the writer's own."""
    office = idea.department or (user.department if isinstance(user, User) else None)
    return office is not None and office.answers_need_approval
