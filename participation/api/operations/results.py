"""Results: what the office does about ideas, and how far it has come."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from ideas.results import actions
from ideas.results.listing import LATEST, Wanted, narrowed
from ideas.results.models import Result
from participation.accounts.models import Department
from participation.consultations.models import Place, Topic

from .. import result_shapes as shapes
from ..access import ANYBODY, OFFICE, person
from ..asked import Paged, Reason
from ..idempotency import once
from ..lookup import idea_of, number_of, public_consultations
from ..paging import BY_NUMBER, page_of
from ..problems import NotFound
from ..replies import created, reply

router = Router(tags=["results"])


def result_of(pk: int) -> Result:
    """Raises NotFound."""
    found: Result | None = Result.objects.with_names().prefetch_related("milestones").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


@router.get("/results", response=shapes.ResultList, auth=ANYBODY, operation_id="list_results")
def list_results(request: HttpRequest, asked: Query[shapes.ResultsAsked]) -> HttpResponse:
    """Results, what changed last first."""
    said = {
        "state": asked.state,
        "department": number_of(Department.objects.all(), asked.department, "department"),
        "topic": number_of(Topic.objects.all(), asked.topic, "topic"),
        "place": number_of(Place.objects.all(), asked.place, "place"),
        "consultation": number_of(public_consultations(), asked.consultation, "consultation"),
        "idea": asked.idea,
    }
    rows = narrowed(Wanted.read(said)).with_names().prefetch_related("milestones")
    page = page_of(rows, LATEST, asked, name="api.results")
    return reply(
        request, shapes.ResultList(items=shapes.results(request, page.items), next=page.next, count=page.count)
    )


@router.post("/results", response={201: shapes.ResultShape}, auth=OFFICE, operation_id="plan_result")
@once
def plan(request: HttpRequest, asked: shapes.NewResult) -> HttpResponse:
    """Publish what your department is going to do, for the ideas that it answers."""
    ideas = [idea_of(request, pk) for pk in dict.fromkeys(asked.ideas)]
    made = actions.plan_result(user=person(request), plan=shapes.plan_of(asked), ideas=ideas)
    answer = shapes.result(request, result_of(made.pk))
    return created(request, answer, answer.url)


@router.get("/results/{int:pk}", response=shapes.ResultShape, auth=ANYBODY, operation_id="get_result")
def get_result(request: HttpRequest, pk: int) -> HttpResponse:
    """One result."""
    return reply(request, shapes.result(request, result_of(pk)))


@router.patch("/results/{int:pk}", response=shapes.ResultShape, auth=OFFICE, operation_id="change_result")
def change(request: HttpRequest, pk: int, asked: shapes.ChangedResult) -> HttpResponse:
    """Correct the plan; what stood there before stays in the log."""
    result = result_of(pk)
    actions.change_result(user=person(request), result=result, plan=shapes.changed_plan(asked, result), note=asked.note)
    return reply(request, shapes.result(request, result_of(pk)))


@router.get(
    "/results/{int:pk}/reports", response=shapes.ResultReportList, auth=ANYBODY, operation_id="list_result_reports"
)
def list_reports(request: HttpRequest, pk: int, asked: Query[Paged]) -> HttpResponse:
    """All that was told of the work, corrections too."""
    page = page_of(result_of(pk).reports.all(), BY_NUMBER, asked, name="result reports")
    items = [shapes.report(row) for row in page.items]
    return reply(request, shapes.ResultReportList(items=items, next=page.next, count=page.count))


@router.post(
    "/results/{int:pk}/reports",
    response={201: shapes.ResultReportShape},
    auth=OFFICE,
    operation_id="report_result",
)
@once
def report(request: HttpRequest, pk: int, asked: shapes.NewResultReport) -> HttpResponse:
    """Tell how far the work has come, once for all linked ideas; 100 means done."""
    told = actions.report_result(
        user=person(request), result=result_of(pk), percent=asked.percent, text=asked.text, reached=asked.reached
    )
    return created(request, shapes.report(told))


@router.post("/results/{int:pk}/stop", response=shapes.ResultShape, auth=OFFICE, operation_id="stop_result")
def stop(request: HttpRequest, pk: int, asked: Reason) -> HttpResponse:
    """Say that the work does not go on, and why. A later report takes it up again."""
    actions.stop_result(user=person(request), result=result_of(pk), reason=asked.reason)
    return reply(request, shapes.result(request, result_of(pk)))


@router.put(
    "/results/{int:pk}/ideas/{int:idea_pk}", response=shapes.ResultShape, auth=OFFICE, operation_id="link_result"
)
def link(request: HttpRequest, pk: int, idea_pk: int) -> HttpResponse:
    """Say that the result answers this idea. Repeating it changes nothing."""
    actions.link_result(user=person(request), result=result_of(pk), idea=idea_of(request, idea_pk))
    return reply(request, shapes.result(request, result_of(pk)))


@router.post(
    "/results/{int:pk}/ideas/{int:idea_pk}/unlink",
    response=shapes.ResultShape,
    auth=OFFICE,
    operation_id="unlink_result",
)
def unlink(request: HttpRequest, pk: int, idea_pk: int, asked: Reason) -> HttpResponse:
    """Take a wrong link back, with the reason that everybody sees."""
    actions.unlink_result(
        user=person(request), result=result_of(pk), idea=idea_of(request, idea_pk), reason=asked.reason
    )
    return reply(request, shapes.result(request, result_of(pk)))
