"""Evaluations: asked for by officials, given by whoever was asked, and their means where they are public."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from ideas.models import Idea
from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.consultations.models import ConsultationPage
from participation.desk.evaluations.actions import ask_evaluation, evaluate
from participation.desk.evaluations.criteria import criteria_of, set_criteria
from participation.desk.evaluations.results import Result, public_results_of, results_of
from participation.desk.models import Evaluation

from ..access import ANYBODY, MYSELF, OFFICE, WRITE, person
from ..asked import Paged
from ..idempotency import once
from ..lookup import idea_of
from ..paging import LATEST, page_of
from ..problems import NotFound
from ..replies import created, reply
from . import shapes

router = Router(tags=["desk"])


def _idea(request: HttpRequest, pk: int) -> Idea:
    require(person(request), "ideas.open_desk")
    idea: Idea | None = Idea.objects.select_related("consultation").filter(pk=pk).first()
    if idea is None:
        raise NotFound
    return idea


@router.get("/ideas/{int:pk}/evaluations", response=shapes.PublicResults, auth=ANYBODY, operation_id="list_evaluations")
def public(request: HttpRequest, pk: int) -> HttpResponse:
    """The means that were published with the answer; never who said what."""
    results = [_means(result) for result in public_results_of(idea_of(request, pk))]
    return reply(request, shapes.PublicResults(items=results))


@router.get("/desk/ideas/{int:pk}/evaluations", response=shapes.Results, auth=OFFICE, operation_id="desk_evaluations")
def inside(request: HttpRequest, pk: int) -> HttpResponse:
    """All rounds of an idea with what each evaluator said."""
    idea = _idea(request, pk)
    require(person(request), "desk.read_evaluations", idea)
    return reply(request, shapes.Results(items=[_result(result) for result in results_of(idea)]))


@router.post(
    "/desk/ideas/{int:pk}/evaluations", response={201: shapes.Result}, auth=OFFICE, operation_id="ask_evaluation"
)
@once
def ask(request: HttpRequest, pk: int, asked: shapes.EvaluationAsked) -> HttpResponse:
    """Ask people who know the matter."""
    idea = _idea(request, pk)
    round_asked = ask_evaluation(
        user=person(request),
        idea=idea,
        people=list(User.objects.filter(pk__in=asked.people)),
        due_on=asked.due_on,
        question=asked.question,
        goes_public=asked.goes_public,
    )
    result = next(each for each in results_of(idea) if each.request.pk == round_asked.pk)
    return created(request, _result(result))


@router.get("/desk/evaluations", response=shapes.EvaluationPage, auth=MYSELF, operation_id="my_evaluations")
def mine(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """What was asked of whoever asks."""
    rows = Evaluation.objects.of(person(request)).select_related("request__idea")
    page = page_of(rows, LATEST, asked, name="desk.evaluations")
    items = [_mine(row) for row in page.items]
    return reply(request, shapes.EvaluationPage(items=items, next=page.next, count=page.count))


@router.put("/desk/evaluations/{int:pk}", response=shapes.MyEvaluation, auth=WRITE, operation_id="evaluate")
def give(request: HttpRequest, pk: int, asked: shapes.Scores) -> HttpResponse:
    """Give one's scores, in the order of the criteria, and words. What others are asked is not there."""
    user = person(request)
    row = Evaluation.objects.of(user).select_related("request__idea").filter(pk=pk).first()
    if row is None:
        raise NotFound
    evaluate(user=user, evaluation=row, scores=asked.scores, words=asked.words)
    return reply(request, _mine(Evaluation.objects.select_related("request__idea").get(pk=pk)))


@router.get(
    "/desk/consultations/{slug}/criteria", response=shapes.Criteria, auth=OFFICE, operation_id="evaluation_criteria"
)
def criteria(request: HttpRequest, slug: str) -> HttpResponse:
    """What is weighed in a consultation."""
    require(person(request), "desk.set_criteria")
    return reply(request, _criteria(slug))


@router.put(
    "/desk/consultations/{slug}/criteria", response=shapes.Criteria, auth=OFFICE, operation_id="set_evaluation_criteria"
)
def change_criteria(request: HttpRequest, slug: str, asked: shapes.CriteriaAsked) -> HttpResponse:
    """Replace what is weighed; an empty list brings the usual four back."""
    user = person(request)
    require(user, "desk.set_criteria")
    consultation = _consultation(slug)
    set_criteria(
        user=user, consultation=consultation, criteria=[(each.name, each.translations) for each in asked.criteria]
    )
    return reply(request, _criteria(slug))


def _criteria(slug: str) -> shapes.Criteria:
    rows = criteria_of(_consultation(slug))
    return shapes.Criteria(items=[shapes.Criterion(**row) for row in rows])


def _consultation(slug: str) -> ConsultationPage:
    found: ConsultationPage | None = ConsultationPage.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound
    return found


def _means(result: Result) -> shapes.PublicResult:
    means = [shapes.Mean(name=each.name, mean=each.mean, scores=each.scores) for each in result.means]
    return shapes.PublicResult(means=means, evaluators=result.done)


def _result(result: Result) -> shapes.Result:
    asked = result.request
    return shapes.Result(
        id=asked.pk,
        question=asked.question,
        due=asked.due_on,
        public=asked.goes_public,
        means=_means(result).means,
        evaluations=[
            shapes.Given(
                evaluator=each.evaluator.display_name,
                scores=[score or None for score in each.scores],
                words=each.words,
                done=each.done_at,
            )
            for each in asked.evaluations.all()
        ],
    )


def _mine(row: Evaluation) -> shapes.MyEvaluation:
    asked = row.request
    return shapes.MyEvaluation(
        id=row.pk,
        idea=asked.idea_id,
        title=asked.idea.title,
        html=asked.idea.html,
        question=asked.question,
        criteria=asked.names,
        due=asked.due_on,
        scores=[score or None for score in row.scores],
        words=row.words,
        done=row.done_at,
    )
