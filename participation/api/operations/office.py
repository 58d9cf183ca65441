"""The office's part: answers, progress, moving an idea by hand; and hiding what breaks the rules."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from ideas.actions.answering import prepare_answer, publish_answer, report_progress, transition_idea
from ideas.models import Answer, AnswerReason, ProgressNote
from ideas.promises import Promise
from participation.errors import Invalid
from participation.moderation.actions import hide, unhide

from .. import answer_shapes, idea_shapes, observation_shapes
from ..access import ANYBODY, OFFICE, person, reader
from ..asked import NewAnswer, NewProgress, Paged, Reason, TransitionAsked
from ..idempotency import once
from ..lookup import idea_of, observation_of
from ..paging import BY_NUMBER, page_of
from ..problems import NotFound
from ..replies import created, reply

router = Router(tags=["office"])


@router.post("/ideas/{int:pk}/transition", response=idea_shapes.Idea, auth=OFFICE, operation_id="transition_idea")
@once
def transition(request: HttpRequest, pk: int, asked: TransitionAsked) -> HttpResponse:
    """Move an idea to another state, with the reason that people are told."""
    transition_idea(user=person(request), idea=idea_of(request, pk), to=asked.to, reason=asked.reason)
    return reply(request, idea_shapes.idea(request, idea_of(request, pk)))


@router.get("/ideas/{int:pk}/answers", response=answer_shapes.AnswerPage, auth=ANYBODY, operation_id="list_answers")
def list_answers(request: HttpRequest, pk: int, asked: Query[Paged]) -> HttpResponse:
    """The published answers; officials also see those that are being prepared."""
    idea = idea_of(request, pk)
    answers = Answer.objects.filter(idea=idea).select_related(
        "idea__department", "author", "department", "chosen_reason"
    )
    inside = reader(request).has_perm("ideas.view_answer_draft")
    answers = answers.select_related("idea__department") if inside else answers
    page = page_of(answers if inside else answers.published(), BY_NUMBER, asked, name="answers")
    items = [answer_shapes.answer_inside(row) if inside else answer_shapes.answer(row) for row in page.items]
    return reply(request, answer_shapes.AnswerPage(items=items, next=page.next, count=page.count))


@router.post("/ideas/{int:pk}/answers", response={201: answer_shapes.Answer}, auth=OFFICE, operation_id="answer_idea")
@once
def answer(request: HttpRequest, pk: int, asked: NewAnswer) -> HttpResponse:
    """Answer an idea, at once or prepared for later."""
    user = person(request)
    idea = idea_of(request, pk)
    with transaction.atomic():
        given = prepare_answer(
            user=user,
            idea=idea,
            status=asked.status,
            reason=asked.reason,
            answer=_answer(pk, asked.answer) if asked.answer else None,
            chosen=_reason(asked.chosen_reason),
            promise=Promise.cleaned(cost=asked.cost, currency=asked.currency, term=asked.term),
        )
        if asked.publish:
            publish_answer(user=user, answer=given)
    return created(request, answer_shapes.answer_inside(_answer(pk, given.pk)))


@router.post(
    "/ideas/{int:pk}/answers/{int:answer_pk}/publish",
    response=answer_shapes.Answer,
    auth=OFFICE,
    operation_id="publish_answer",
)
def publish(request: HttpRequest, pk: int, answer_pk: int) -> HttpResponse:
    """Let everybody see a prepared answer. Repeating it changes nothing."""
    idea_of(request, pk)
    publish_answer(user=person(request), answer=_answer(pk, answer_pk))
    return reply(request, answer_shapes.answer_inside(_answer(pk, answer_pk)))


def _reason(pk: int | None) -> AnswerReason | None:
    if pk is None:
        return None
    found = AnswerReason.objects.filter(pk=pk).first()
    if found is None:
        raise Invalid(errors={"chosen_reason": _("There is no such choice.")})
    return found


def _answer(idea_pk: int, pk: int) -> Answer:
    rows = Answer.objects.select_related("idea__department", "author", "department", "chosen_reason")
    answer = rows.filter(idea=idea_pk, pk=pk).first()
    if answer is None:
        raise NotFound
    return answer


@router.get("/ideas/{int:pk}/progress", response=answer_shapes.ProgressPage, auth=ANYBODY, operation_id="list_progress")
def list_progress(request: HttpRequest, pk: int, asked: Query[Paged]) -> HttpResponse:
    """How far the work has come, step by step."""
    notes = ProgressNote.objects.filter(idea=idea_of(request, pk))
    page = page_of(notes, BY_NUMBER, asked, name="progress")
    items = [answer_shapes.progress_note(row) for row in page.items]
    return reply(request, answer_shapes.ProgressPage(items=items, next=page.next, count=page.count))


@router.post(
    "/ideas/{int:pk}/progress", response={201: answer_shapes.ProgressNote}, auth=OFFICE, operation_id="report_progress"
)
@once
def progress(request: HttpRequest, pk: int, asked: NewProgress) -> HttpResponse:
    """Tell how far the work has come; 100 means done, and the supporters are asked whether it was."""
    note = report_progress(user=person(request), idea=idea_of(request, pk), percent=asked.percent, text=asked.text)
    return created(request, answer_shapes.progress_note(note))


@router.post(
    "/ideas/{int:pk}/hide", response=idea_shapes.Idea, auth=OFFICE, operation_id="hide_idea", tags=["moderation"]
)
def hide_idea(request: HttpRequest, pk: int, asked: Reason) -> HttpResponse:
    """Take an idea out of sight, with the reason that its author is told."""
    hide(user=person(request), target=idea_of(request, pk), reason=asked.reason)
    return reply(request, idea_shapes.idea(request, idea_of(request, pk)))


@router.post(
    "/ideas/{int:pk}/unhide", response=idea_shapes.Idea, auth=OFFICE, operation_id="unhide_idea", tags=["moderation"]
)
def unhide_idea(request: HttpRequest, pk: int, asked: Reason) -> HttpResponse:
    """Show an idea again, with the reason."""
    unhide(user=person(request), target=idea_of(request, pk), reason=asked.reason)
    return reply(request, idea_shapes.idea(request, idea_of(request, pk)))


@router.post(
    "/observations/{int:pk}/hide",
    response=observation_shapes.Observation,
    auth=OFFICE,
    operation_id="hide_observation",
    tags=["moderation"],
)
def hide_observation(request: HttpRequest, pk: int, asked: Reason) -> HttpResponse:
    """Take an observation out of sight, with the reason that its author is told."""
    hide(user=person(request), target=observation_of(request, pk), reason=asked.reason)
    return reply(request, observation_shapes.observation(request, observation_of(request, pk)))


@router.post(
    "/observations/{int:pk}/unhide",
    response=observation_shapes.Observation,
    auth=OFFICE,
    operation_id="unhide_observation",
    tags=["moderation"],
)
def unhide_observation(request: HttpRequest, pk: int, asked: Reason) -> HttpResponse:
    """Show an observation again, with the reason."""
    unhide(user=person(request), target=observation_of(request, pk), reason=asked.reason)
    return reply(request, observation_shapes.observation(request, observation_of(request, pk)))
