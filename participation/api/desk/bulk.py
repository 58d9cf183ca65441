"""One state for many ideas: laid down for the worker, and watched."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from ideas.models import AnswerReason
from ideas.office.listing import Wanted, work_of
from participation.accounts.permissions import require
from participation.desk.bulk.actions import MOST, start_bulk
from participation.desk.bulk.showing import progress_of
from participation.desk.models import BulkJob
from participation.errors import Invalid

from ..access import OFFICE, person
from ..asked import Paged
from ..idempotency import once
from ..paging import BY_NUMBER, LATEST, page_of
from ..problems import NotFound
from ..replies import created, reply
from . import shapes

router = Router(tags=["desk"])


@router.post("/desk/bulk", response={201: shapes.Bulk}, auth=OFFICE, operation_id="start_bulk")
@once
def start(request: HttpRequest, asked: shapes.BulkAsked) -> HttpResponse:
    """Set a state for the ideas named, or for all that a list of the desk holds. The worker does it."""
    user = person(request)
    require(user, "desk.start_bulk")
    numbers = list(asked.ideas)
    if asked.matching is not None:
        work = work_of(user, Wanted.read(asked.matching.model_dump()))
        numbers += list(work.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    job = start_bulk(user=user, ideas=numbers, to=asked.to, reason=asked.reason, chosen=_reason(asked.chosen_reason))
    return created(request, _shown(job))


def _reason(pk: int | None) -> AnswerReason | None:
    found = AnswerReason.objects.filter(pk=pk).first() if pk is not None else None
    if pk is not None and found is None:
        raise Invalid(errors={"chosen_reason": _("There is no such choice.")})
    return found


@router.get("/desk/bulk", response=shapes.BulkPage, auth=OFFICE, operation_id="list_bulk")
def list_bulk(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """Your own jobs, the latest first."""
    user = person(request)
    require(user, "desk.start_bulk")
    page = page_of(BulkJob.objects.filter(actor=user), LATEST, asked, name="desk.bulk")
    return reply(request, shapes.BulkPage(items=[_shown(job) for job in page.items], next=page.next, count=page.count))


@router.get("/desk/bulk/{int:pk}", response=shapes.Bulk, auth=OFFICE, operation_id="get_bulk")
def get_bulk(request: HttpRequest, pk: int) -> HttpResponse:
    """How far one's own job has come."""
    return reply(request, _shown(_job(request, pk)))


@router.get("/desk/bulk/{int:pk}/items", response=shapes.BulkItemPage, auth=OFFICE, operation_id="list_bulk_items")
def list_items(request: HttpRequest, pk: int, asked: Query[shapes.BulkItemsAsked]) -> HttpResponse:
    """Each idea of the job, with what became of it and why."""
    items = _job(request, pk).items.all()
    if asked.outcome:
        items = items.filter(outcome="" if asked.outcome == "waiting" else asked.outcome)
    page = page_of(items, BY_NUMBER, asked, name=f"desk.bulk.{asked.outcome}")
    shown = [shapes.BulkItem(idea=row.idea_id, outcome=row.outcome or "waiting", words=row.words) for row in page.items]
    return reply(request, shapes.BulkItemPage(items=shown, next=page.next, count=page.count))


def _job(request: HttpRequest, pk: int) -> BulkJob:
    user = person(request)
    require(user, "desk.start_bulk")
    job = BulkJob.objects.filter(actor=user, pk=pk).first()
    if job is None:
        raise NotFound
    return job


def _shown(job: BulkJob) -> shapes.Bulk:
    progress = progress_of(job)
    return shapes.Bulk(
        id=job.pk,
        to=job.to,
        reason=job.reason,
        total=progress.total,
        done=progress.done,
        asked=progress.asked,
        refused=progress.refused,
        created=job.created_at,
        finished=job.finished_at,
    )
