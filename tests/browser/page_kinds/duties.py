"""What is owed, in sight of everybody: the ladder, dates put off, re-opening, departments."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from ideas.actions.duties import extend_duty
from ideas.actions.owing import climb
from ideas.duties.figures import work_out_figures
from ideas.models import Duty, Idea
from participation.consultations.ladder import Obligation
from tests.factories import ConsultationFactory

from .table import Site, Visit, kind

LADDER = [
    {"supporters": 50, "days": 30},
    {"supporters": 500, "obliges": Obligation.HEARING, "days": 60, "title": "시민 토론회"},
    {"supporters": 5000, "obliges": Obligation.DECISION, "days": 20, "in_working_days": True},
]


def climbed(site: Site, support: int = 620) -> Idea:
    page = ConsultationFactory(department=site.transport, ladder=LADDER)
    found = site.idea(consultation=page, voting=True, threshold=50)
    Idea.objects.filter(pk=found.pk).update(support_count=support)
    found = Idea.objects.select_related("consultation", "topic__department", "place").get(pk=found.pk)
    with transaction.atomic():
        climb(found)
    return found


@kind("idea-with-ladder")
def with_ladder(site: Site) -> Visit:
    found = climbed(site)
    duty = found.duties.get(position=1)
    extend_duty(user=site.suho, duty=duty, due=duty.due_at + timedelta(days=9), reason="예산 심의를 기다립니다.")
    late = found.duties.get(position=2)
    Duty.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(days=2))
    return Visit(found.get_absolute_url(), site.suho)


@kind("duty-extend-with-errors")
def extend_with_errors(site: Site) -> Visit:
    found = climbed(site, support=60)
    at = f"/ideas/{found.pk}/duties/{found.duties.get().pk}/extend/"
    return Visit(at, site.suho, ("기한 늦추기", "Put the date off"), 422)


@kind("idea-reopen")
def reopen(site: Site) -> Visit:
    found = site.idea(expired=True, department=site.transport, threshold=50)
    return Visit(f"/ideas/{found.pk}/reopen/", site.suho)


@kind("departments")
def departments(site: Site) -> Visit:
    climbed(site)
    work_out_figures()
    return Visit("/departments/")


@kind("department")
def department(site: Site) -> Visit:
    found = climbed(site)
    now = timezone.now()
    for days in (3, 40, 70):
        Duty.objects.create(
            idea=found,
            position=9,
            days=30,
            department=site.transport,
            met_at=now - timedelta(days=days + 20),
            due_at=now - timedelta(days=days - 2),
            fulfilled_at=now - timedelta(days=days - 4 * (days == 40)),
            outcome="accepted",
        )
    Duty.objects.filter(idea=found, position=1).update(due_at=now - timedelta(days=2))
    work_out_figures()
    return Visit(f"/departments/{site.transport.slug}/")


@kind("department-that-owes-nothing")
def quiet(site: Site) -> Visit:
    return Visit(f"/departments/{site.transport.slug}/")
