"""The pages of the templates, and an answer that begins with one."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ideas.office.carrying import asked_idea
from ideas.office.desk import idea_page
from ideas.office.forms import INTERIM, AnswerForm
from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.errors import ParticipationError

from ..models import AnswerTemplate
from .actions import keep_template, remove_template
from .filling import fill
from .forms import TemplateForm


@never_cache
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """Those of one's department and those of all."""
    require(request.user, "desk.keep_templates")
    rows = AnswerTemplate.objects.for_user(cast(User, request.user)).select_related("department")
    shown = [{"row": row, "may_change": request.user.has_perm("desk.change_template", row)} for row in rows]
    return render(request, "desk/templates.html", {"rows": shown})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    require(request.user, "desk.keep_templates")
    return _form_page(request, None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, "desk.keep_templates")
    template = _template(request, pk)
    require(request.user, "desk.change_template", template)
    return _form_page(request, template)


def _template(request: HttpRequest, pk: int) -> AnswerTemplate:
    return get_object_or_404(AnswerTemplate.objects.for_user(cast(User, request.user)), pk=pk)


def _form_page(request: HttpRequest, template: AnswerTemplate | None) -> HttpResponse:
    if request.method != "POST":
        return render(request, "desk/template_form.html", {"form": TemplateForm(template=template)})
    form, status = TemplateForm(request.POST, template=template), 422
    if form.is_valid():
        try:
            keep_template(user=cast(User, request.user), template=template, **form.cleaned_data)
        except ParticipationError as error:
            status = form.take_errors(error)
        else:
            messages.success(request, _("The template is kept."))
            return redirect("desk:templates")
    return render(request, "desk/template_form.html", {"form": form}, status=status)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, "desk.keep_templates")
    remove_template(user=cast(User, request.user), template=_template(request, pk))
    messages.success(request, _("The template is thrown away."))
    return redirect("desk:templates")


@never_cache
@require_safe
def begin_answer(request: HttpRequest, pk: int, template_pk: int) -> HttpResponse:
    """The idea's page with an answer that begins as the template says. Nothing is kept yet."""
    idea = asked_idea(request, pk)
    require(request.user, "ideas.answer_idea", idea)
    template = _template(request, template_pk)
    begun = {"status": template.decision or INTERIM, "reason": fill(template, idea)}
    return idea_page(request, idea, answer_form=AnswerForm(begun=begun))
