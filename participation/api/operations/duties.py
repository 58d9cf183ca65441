"""What is owed: the duties of an idea, putting a date off, opening an idea again, and how departments keep dates."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query, Router

from ideas.actions.duties import extend_duty, fulfil_duty
from ideas.actions.reopening import reopen_idea
from ideas.duties.departments import PRESSING, as_numbers, figures_of, owed_by
from ideas.models import Duty, DutyExtension
from participation.accounts.models import Department

from .. import describe, duty_shapes, idea_shapes
from ..access import ANYBODY, OFFICE, WRITE, person
from ..asked import Paged, PutOff, Reason, Reported
from ..idempotency import once
from ..lookup import idea_of
from ..paging import BY_NUMBER, page_of
from ..problems import NotFound
from ..replies import reply

router = Router(tags=["duties"])


@router.get("/ideas/{int:pk}/duties", response=duty_shapes.DutyPage, auth=ANYBODY, operation_id="list_duties")
def list_duties(request: HttpRequest, pk: int, asked: Query[Paged]) -> HttpResponse:
    """What the idea's supporters obliged the office to, by when, and what became of it."""
    page = page_of(_whole(Duty.objects.filter(idea=idea_of(request, pk))), BY_NUMBER, asked, name="duties")
    items = [duty_of(row) for row in page.items]
    return reply(request, duty_shapes.DutyPage(items=items, next=page.next, count=page.count))


@router.post(
    "/ideas/{int:pk}/duties/{int:duty_pk}/extend", response=duty_shapes.Duty, auth=OFFICE, operation_id="extend_duty"
)
@once
def extend(request: HttpRequest, pk: int, duty_pk: int, asked: PutOff) -> HttpResponse:
    """Put a date off, with the reason that everybody reads."""
    extend_duty(user=person(request), duty=_duty(request, pk, duty_pk), due=asked.due, reason=asked.reason)
    return reply(request, duty_of(_duty(request, pk, duty_pk)))


@router.post(
    "/ideas/{int:pk}/duties/{int:duty_pk}/fulfil", response=duty_shapes.Duty, auth=OFFICE, operation_id="fulfil_duty"
)
@once
def fulfil(request: HttpRequest, pk: int, duty_pk: int, asked: Reported) -> HttpResponse:
    """Report a legal check or a forum; an answer is what fulfils the others."""
    fulfil_duty(user=person(request), duty=_duty(request, pk, duty_pk), report=asked.report)
    return reply(request, duty_of(_duty(request, pk, duty_pk)))


@router.post("/ideas/{int:pk}/reopen", response=idea_shapes.Idea, auth=WRITE, operation_id="reopen_idea")
@once
def reopen(request: HttpRequest, pk: int, asked: Reason) -> HttpResponse:
    """Let an idea that expired or was declined look for support again, where its consultation allows it."""
    reopen_idea(user=person(request), idea=idea_of(request, pk), reason=asked.reason)
    return reply(request, idea_shapes.idea(request, idea_of(request, pk)))


@router.get("/departments", response=duty_shapes.DepartmentPage, auth=ANYBODY, operation_id="list_departments")
def list_departments(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """Who answers, and how they keep their dates."""
    page = page_of(Department.objects.select_related("figures"), BY_NUMBER, asked, name="departments")
    items = [duty_shapes.Department(**_department(request, row)) for row in page.items]
    return reply(request, duty_shapes.DepartmentPage(items=items, next=page.next, count=page.count))


@router.get("/departments/{slug}", response=duty_shapes.DepartmentDetail, auth=ANYBODY, operation_id="get_department")
def get_department(request: HttpRequest, slug: str) -> HttpResponse:
    """One department with its figures, also month by month."""
    row = _named(slug)
    answer = duty_shapes.DepartmentDetail(**_department(request, row), months=figures_of(row).months)
    return reply(request, answer)


@router.get("/departments/{slug}/owed", response=duty_shapes.OwedPage, auth=ANYBODY, operation_id="list_owed")
def list_owed(request: HttpRequest, slug: str, asked: Query[Paged]) -> HttpResponse:
    """What a department owes now, whatever is overdue first."""
    row = _named(slug)
    page = page_of(_whole(owed_by(row)), PRESSING, asked, name=f"department {row.pk}")
    items = [
        duty_shapes.Owed(
            duty=duty_of(duty),
            idea=duty_shapes.OwedIdea(
                id=duty.idea_id,
                code=duty.idea.code,
                title=duty.idea.title,
                url=describe.absolute(request, duty.idea.get_absolute_url()),
            ),
        )
        for duty in page.items
    ]
    return reply(request, duty_shapes.OwedPage(items=items, next=page.next, count=page.count))


def _named(slug: str) -> Department:
    found = Department.objects.select_related("figures").filter(slug=slug).first()
    if found is None:
        raise NotFound
    return found


def _department(request: HttpRequest, row: Department) -> dict[str, Any]:
    return {
        "id": row.pk,
        "slug": row.slug,
        "name": row.local_name,
        "figures": as_numbers(figures_of(row)),
        "url": describe.absolute(request, reverse("departments:one", args=[row.slug])),
    }


def _whole(rows: "QuerySet[Duty]") -> "QuerySet[Duty]":
    return rows.select_related("department", "idea").prefetch_related(
        Prefetch("extensions", DutyExtension.objects.order_by("pk"))
    )


def _duty(request: HttpRequest, pk: int, duty_pk: int) -> Duty:
    found = _whole(Duty.objects.filter(pk=duty_pk, idea=idea_of(request, pk))).first()
    if found is None:
        raise NotFound
    return found


def duty_of(row: Duty) -> duty_shapes.Duty:
    extensions = list(row.extensions.all())
    most = row.extensions_at_most
    return duty_shapes.Duty(
        id=row.pk,
        rung=row.position,
        supporters=row.supporters,
        obliges=row.obliges,
        title=row.local_title,
        department=row.department.local_name if row.department else None,
        days=row.days,
        working_days=row.in_working_days,
        met=row.met_at,
        due=row.due_at,
        overdue=row.is_overdue,
        days_left=row.days_left if row.is_open else None,
        fulfilled=row.fulfilled_at,
        in_time=row.was_in_time if row.fulfilled_at else None,
        outcome=row.outcome,
        report=row.report,
        lapsed=row.lapsed_at,
        lapse=row.lapse,
        extensions=[
            duty_shapes.Extension(
                before=each.due_before, after=each.due_after, reason=each.reason, created=each.created_at
            )
            for each in extensions
        ],
        extensions_left=None if most is None else max(most - len(extensions), 0),
    )
