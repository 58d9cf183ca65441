"""Answers before they go out: approval, a planned time, reasons from the list, and templates."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from ideas.actions.approving import approve_answer, ask_approval, refuse_approval
from ideas.actions.planning import plan_answer
from ideas.models import Answer, AnswerReason, Idea
from participation.accounts.permissions import require
from participation.desk.answer_templates.actions import keep_template, remove_template
from participation.desk.answer_templates.filling import fill
from participation.desk.models import AnswerTemplate
from participation.errors import Invalid

from .. import answer_shapes
from ..access import ANYBODY, OFFICE, person
from ..asked import Paged
from ..idempotency import once
from ..paging import BY_NUMBER, page_of
from ..problems import NotFound
from ..replies import created, reply
from . import shapes

router = Router(tags=["desk"])


def _answer(request: HttpRequest, pk: int, answer_pk: int) -> Answer:
    require(person(request), "ideas.open_desk")
    rows = Answer.objects.select_related("idea__department", "author", "department", "chosen_reason")
    answer = rows.filter(idea=pk, pk=answer_pk).first()
    if answer is None:
        raise NotFound
    return answer


@router.get("/answer-reasons", response=shapes.OfferedReasonPage, auth=ANYBODY, operation_id="list_answer_reasons")
def list_reasons(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """The reasons that answers are given for."""
    page = page_of(AnswerReason.objects.filter(is_offered=True), BY_NUMBER, asked, name="answer-reasons")
    items = [shapes.OfferedReason(id=row.pk, name=row.local_name, decision=row.decision or None) for row in page.items]
    return reply(request, shapes.OfferedReasonPage(items=items, next=page.next, count=page.count))


@router.put(
    "/desk/ideas/{int:pk}/answers/{int:answer_pk}/approval-request",
    response=answer_shapes.Answer,
    auth=OFFICE,
    operation_id="ask_approval",
)
def ask(request: HttpRequest, pk: int, answer_pk: int) -> HttpResponse:
    """Lay a prepared answer before the colleagues."""
    ask_approval(user=person(request), answer=_answer(request, pk, answer_pk))
    return reply(request, answer_shapes.answer_inside(_answer(request, pk, answer_pk)))


@router.put(
    "/desk/ideas/{int:pk}/answers/{int:answer_pk}/approval",
    response=answer_shapes.Answer,
    auth=OFFICE,
    operation_id="approve_answer",
)
def decide(request: HttpRequest, pk: int, answer_pk: int, asked: shapes.ApprovalAsked) -> HttpResponse:
    """Approve exactly the text that was read, or say what is to be changed. Nobody approves their own."""
    user, answer = person(request), _answer(request, pk, answer_pk)
    if asked.approve:
        approve_answer(user=user, answer=answer, fingerprint=asked.fingerprint)
    else:
        refuse_approval(user=user, answer=answer, fingerprint=asked.fingerprint, words=asked.words)
    return reply(request, answer_shapes.answer_inside(_answer(request, pk, answer_pk)))


@router.put(
    "/desk/ideas/{int:pk}/answers/{int:answer_pk}/plan",
    response=answer_shapes.Answer,
    auth=OFFICE,
    operation_id="plan_answer",
)
def plan(request: HttpRequest, pk: int, answer_pk: int, asked: shapes.PlanAsked) -> HttpResponse:
    """Let a prepared answer go out by itself at a moment to come."""
    if asked.at is not None and asked.at.tzinfo is None:
        raise Invalid(errors={"at": _("Say the time zone too, as in 2026-03-31T09:00:00+09:00.")})
    plan_answer(user=person(request), answer=_answer(request, pk, answer_pk), at=asked.at)
    return reply(request, answer_shapes.answer_inside(_answer(request, pk, answer_pk)))


@router.get("/desk/templates", response=shapes.TemplatePage, auth=OFFICE, operation_id="list_templates")
def list_templates(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """Those of one's department, and those of all."""
    user = person(request)
    require(user, "desk.keep_templates")
    rows = AnswerTemplate.objects.for_user(user).select_related("department")
    page = page_of(rows, BY_NUMBER, asked, name="desk.templates")
    items = [_shown(row) for row in page.items]
    return reply(request, shapes.TemplatePage(items=items, next=page.next, count=page.count))


@router.post("/desk/templates", response={201: shapes.Template}, auth=OFFICE, operation_id="new_template")
@once
def new_template(request: HttpRequest, asked: shapes.NewTemplate) -> HttpResponse:
    """Make a template for one's department."""
    return created(request, _shown(keep_template(user=person(request), **asked.model_dump())))


@router.put("/desk/templates/{int:pk}", response=shapes.Template, auth=OFFICE, operation_id="change_template")
def change_template(request: HttpRequest, pk: int, asked: shapes.NewTemplate) -> HttpResponse:
    """Change a template of one's department."""
    template = _template(request, pk)
    return reply(request, _shown(keep_template(user=person(request), template=template, **asked.model_dump())))


@router.delete("/desk/templates/{int:pk}", response={204: None}, auth=OFFICE, operation_id="remove_template")
def delete_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a template away."""
    remove_template(user=person(request), template=_template(request, pk))
    return HttpResponse(status=204)


@router.get(
    "/desk/ideas/{int:pk}/templates/{int:template_pk}",
    response=shapes.Filled,
    auth=OFFICE,
    operation_id="fill_template",
)
def fill_template(request: HttpRequest, pk: int, template_pk: int) -> HttpResponse:
    """How an answer to this idea begins with a template."""
    template = _template(request, template_pk)
    idea = Idea.objects.with_names().select_related("consultation").filter(pk=pk).first()
    if idea is None:
        raise NotFound
    return reply(request, shapes.Filled(status=template.decision or None, reason=fill(template, idea)))


def _template(request: HttpRequest, pk: int) -> AnswerTemplate:
    user = person(request)
    require(user, "desk.keep_templates")
    template = AnswerTemplate.objects.for_user(user).select_related("department").filter(pk=pk).first()
    if template is None:
        raise NotFound
    return template


def _shown(row: AnswerTemplate) -> shapes.Template:
    return shapes.Template(
        id=row.pk,
        name=row.name,
        text=row.text,
        decision=row.decision or None,
        department=row.department.local_name if row.department else None,
    )
