"""The desk: what waits, who answers, notes among officials, days of absence."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from ideas.actions.answering import assign_idea
from ideas.models import Idea
from ideas.office.listing import Wanted, work_of, work_page
from participation.accounts.desk import sections_of
from participation.accounts.models import Absence, User
from participation.accounts.permissions import require
from participation.desk.absences.actions import cancel_absence, tell_absence
from participation.desk.colleagues import colleagues as all_colleagues
from participation.desk.history import history_of
from participation.desk.models import InternalNote
from participation.desk.notes.actions import write_note
from participation.errors import Invalid

from .. import describe, idea_shapes
from ..access import MYSELF, OFFICE, person
from ..asked import Paged
from ..idempotency import once
from ..lookup import department_of
from ..paging import BY_NUMBER, LATEST, page_of
from ..problems import NotFound
from ..replies import created, reply
from . import shapes
from .lookup import colleague_of

router = Router(tags=["desk"])


@router.get("/desk", response=shapes.Desk, auth=MYSELF, operation_id="desk")
def sections(request: HttpRequest) -> HttpResponse:
    """What waits for whoever asks; empty for people who do not work here."""
    found = [
        shapes.Section(name=row.name, label=str(row.label), count=row.number, url=describe.absolute(request, row.url))
        for row in sections_of(person(request))
    ]
    return reply(request, shapes.Desk(items=found))


@router.get("/desk/ideas", response=shapes.WorkPage, auth=OFFICE, operation_id="list_work")
def list_work(request: HttpRequest, asked: Query[shapes.WorkAsked]) -> HttpResponse:
    """One list of the desk, in the order in which it must be done."""
    user = person(request)
    require(user, "ideas.open_desk")
    wanted = Wanted.read(asked.model_dump(exclude={"limit", "cursor"}))
    page, cursor = work_page(user, wanted, asked.cursor, asked.limit)
    items = [
        shapes.Work(
            idea=shown,
            owner=row.owner.public_name if row.owner else None,
            due=row.answer_due_at,
            days=row.days_to_answer,
            overdue=row.is_overdue,
        )
        for row, shown in zip(page.items, idea_shapes.ideas(request, page.items), strict=True)
    ]
    count = work_of(user, wanted).order_by().count()
    return reply(request, shapes.WorkPage(items=items, next=cursor or None, count=count))


@router.get("/desk/colleagues", response=shapes.ColleaguePage, auth=OFFICE, operation_id="list_colleagues")
def list_colleagues(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """The officials: who can be put in charge, stand in, or be called in a note."""
    require(person(request), "ideas.open_desk")
    page = page_of(all_colleagues(), BY_NUMBER, asked, name="desk.colleagues")
    return reply(
        request,
        shapes.ColleaguePage(items=[_colleague(row) for row in page.items], next=page.next, count=page.count),
    )


def _colleague(row: User) -> shapes.Colleague:
    department = row.department.local_name if row.department else None
    return shapes.Colleague(id=row.pk, name=row.public_name, badge=row.badge, department=department)


@router.put("/desk/ideas/{int:pk}/assignment", response=idea_shapes.Idea, auth=OFFICE, operation_id="assign_idea")
def assign(request: HttpRequest, pk: int, asked: shapes.Assigned) -> HttpResponse:
    """Say who answers, and by when."""
    owner = colleague_of(asked.owner, "owner") if asked.owner is not None else None
    assign_idea(
        user=person(request),
        idea=_idea(request, pk),
        department=department_of(asked.department),
        owner=owner,
        due=asked.due,
    )
    return reply(request, idea_shapes.idea(request, _idea(request, pk)))


def _idea(request: HttpRequest, pk: int) -> Idea:
    """Also what was hidden: the office's duty stays."""
    require(person(request), "ideas.open_desk")
    idea = Idea.objects.with_names().select_related("consultation").filter(pk=pk).first()
    if idea is None:
        raise NotFound
    found: Idea = idea
    return found


@router.get("/desk/ideas/{int:pk}/history", response=shapes.History, auth=OFFICE, operation_id="desk_history")
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done with an idea inside the office, the latest first."""
    idea = _idea(request, pk)
    require(person(request), "desk.read_notes", idea)
    steps = [shapes.Step(at=step.at, person=step.person, text=step.text) for step in history_of(idea)]
    return reply(request, shapes.History(items=steps))


@router.get("/desk/ideas/{int:pk}/notes", response=shapes.NotePage, auth=OFFICE, operation_id="list_notes")
def list_notes(request: HttpRequest, pk: int, asked: Query[Paged]) -> HttpResponse:
    """Notes among officials, in order."""
    idea = _idea(request, pk)
    require(person(request), "desk.read_notes", idea)
    notes = InternalNote.objects.filter(idea=idea).select_related("author").prefetch_related("mentioned")
    page = page_of(notes, BY_NUMBER, asked, name="desk.notes")
    return reply(request, shapes.NotePage(items=[_note(row) for row in page.items], next=page.next, count=page.count))


@router.post("/desk/ideas/{int:pk}/notes", response={201: shapes.Note}, auth=OFFICE, operation_id="write_note")
@once
def new_note(request: HttpRequest, pk: int, asked: shapes.NewNote) -> HttpResponse:
    """Write a note that stays inside."""
    return created(request, _note(write_note(user=person(request), idea=_idea(request, pk), text=asked.text)))


def _note(row: InternalNote) -> shapes.Note:
    return shapes.Note(
        id=row.pk,
        text=row.text,
        html=row.html,
        author=row.author.display_name if row.author else None,
        mentioned=[each.display_name for each in row.mentioned.all()],
        created=row.created_at,
    )


@router.get("/desk/absences", response=shapes.AbsencePage, auth=OFFICE, operation_id="list_absences")
def list_absences(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """One's own absences that are not over, and those in which one stands in."""
    user = person(request)
    require(user, "desk.tell_absence")
    rows = Absence.objects.not_over().filter(Q(person=user) | Q(deputy=user)).select_related("person", "deputy")
    page = page_of(rows, LATEST, asked, name="desk.absences")
    return reply(
        request, shapes.AbsencePage(items=[_absence(row) for row in page.items], next=page.next, count=page.count)
    )


@router.post("/desk/absences", response={201: shapes.Absence}, auth=OFFICE, operation_id="tell_absence")
@once
def new_absence(request: HttpRequest, asked: shapes.NewAbsence) -> HttpResponse:
    """Say that one is away, and who stands in."""
    user = person(request)
    require(user, "desk.tell_absence")
    deputy = colleague_of(asked.deputy, "deputy")
    try:
        absence = tell_absence(user=user, deputy=deputy, starts_on=asked.starts, ends_on=asked.ends)
    except Invalid as refusal:
        named = {"starts_on": "starts", "ends_on": "ends"}
        raise Invalid(errors={named.get(field, field): text for field, text in refusal.errors.items()}) from None
    return created(request, _absence(absence))


@router.delete("/desk/absences/{int:pk}", response={204: None}, auth=OFFICE, operation_id="cancel_absence")
def remove_absence(request: HttpRequest, pk: int) -> HttpResponse:
    """One is here after all."""
    user = person(request)
    require(user, "desk.tell_absence")
    absence = Absence.objects.select_related("person").filter(pk=pk, person=user).first()
    if absence is None:
        raise NotFound
    cancel_absence(user=user, absence=absence)
    return HttpResponse(status=204)


def _absence(row: Absence) -> shapes.Absence:
    return shapes.Absence(
        id=row.pk,
        person=row.person.display_name,
        deputy=row.deputy.display_name,
        starts=row.starts_on,
        ends=row.ends_on,
    )
