"""What comes on paper or is told at a counter."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import Query, Router

from ideas.actions.posting import Proposal
from ideas.paper import actions
from ideas.paper.models import SignatureSheet
from ideas.paper.showing import paper_support
from participation.accounts.permissions import require
from participation.contributions.reading import language_of
from participation.limits import limit

from .. import idea_shapes
from .. import paper_shapes as shapes
from ..access import ANYBODY, OFFICE, WRITE, person
from ..asked import Paged, Reason
from ..idempotency import once
from ..lookup import idea_of, open_to_posts, place_of, topic_of
from ..paging import BY_NUMBER, LATEST, page_of
from ..problems import NotFound
from ..replies import created, reply

router = Router(tags=["paper"])


def sheet_of(request: HttpRequest, pk: int) -> SignatureSheet:
    """Raises NotFound, for those who may see sheets."""
    require(person(request), "paper.view_sheet")
    found: SignatureSheet | None = SignatureSheet.objects.with_names().prefetch_related("rows").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


@router.get("/ideas/{int:pk}/paper", response=shapes.PaperShape, auth=ANYBODY, operation_id="paper_support")
def support_on_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """How many of an idea's votes came on paper."""
    idea = idea_of(request, pk)
    count = None if idea.consultation.hides_results() else paper_support(idea)
    return reply(request, shapes.PaperShape(support=count))


@router.get("/ideas/{int:pk}/sheets", response=shapes.SheetList, auth=OFFICE, operation_id="list_sheets")
def list_sheets(request: HttpRequest, pk: int, asked: Query[Paged]) -> HttpResponse:
    """The sheets of an idea with what became of each line."""
    require(person(request), "paper.view_sheet")
    rows = SignatureSheet.objects.with_names().prefetch_related("rows").filter(idea=idea_of(request, pk))
    page = page_of(rows, BY_NUMBER, asked, name="sheets")
    return reply(request, shapes.SheetList(items=shapes.sheets(page.items), next=page.next, count=page.count))


@router.post("/ideas/{int:pk}/sheets", response={201: shapes.SheetShape}, auth=OFFICE, operation_id="enter_sheet")
@once
def enter(request: HttpRequest, pk: int, asked: shapes.NewSheet) -> HttpResponse:
    """Write a sheet down. Nothing counts before a second person has checked it."""
    made = actions.enter_sheet(user=person(request), idea=idea_of(request, pk), number=asked.number, lines=asked.lines)
    return created(request, shapes.sheet(sheet_of(request, made.pk)))


@router.get("/sheets", response=shapes.SheetList, auth=OFFICE, operation_id="list_all_sheets")
def list_all_sheets(request: HttpRequest, asked: Query[shapes.SheetsAsked]) -> HttpResponse:
    """The sheets of all ideas, the latest first; with ``state=entered`` those that wait for a second person."""
    require(person(request), "paper.view_sheet")
    rows = SignatureSheet.objects.with_names().prefetch_related("rows")
    page = page_of(rows.filter(state=asked.state) if asked.state else rows, LATEST, asked, name=f"sheets.{asked.state}")
    return reply(request, shapes.SheetList(items=shapes.sheets(page.items), next=page.next, count=page.count))


@router.get("/sheets/{int:pk}", response=shapes.SheetShape, auth=OFFICE, operation_id="get_sheet")
def get_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The report of one sheet."""
    return reply(request, shapes.sheet(sheet_of(request, pk)))


@router.post("/sheets/{int:pk}/check", response=shapes.SheetShape, auth=OFFICE, operation_id="check_sheet")
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """A second person counts the sheet. Repeating it changes nothing."""
    actions.check_sheet(user=person(request), sheet=sheet_of(request, pk))
    return reply(request, shapes.sheet(sheet_of(request, pk)))


@router.post("/sheets/{int:pk}/undo", response=shapes.SheetShape, auth=OFFICE, operation_id="undo_sheet")
def undo(request: HttpRequest, pk: int, asked: Reason) -> HttpResponse:
    """Take a whole sheet back. One that is counted waits for a second person's agreement, and counts until then."""
    actions.undo_sheet(user=person(request), sheet=sheet_of(request, pk), reason=asked.reason)
    return reply(request, shapes.sheet(sheet_of(request, pk)))


@router.post("/sheets/{int:pk}/undo/agree", response=shapes.SheetShape, auth=OFFICE, operation_id="agree_to_undo_sheet")
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """A second person agrees: the sheet goes with its votes. Repeating it changes nothing."""
    actions.agree_to_undo(user=person(request), sheet=sheet_of(request, pk))
    return reply(request, shapes.sheet(sheet_of(request, pk)))


@router.post("/sheets/{int:pk}/keep", response=shapes.SheetShape, auth=OFFICE, operation_id="keep_sheet")
def keep(request: HttpRequest, pk: int, asked: Reason) -> HttpResponse:
    """Do not agree to taking the sheet back: it goes on counting."""
    actions.keep_sheet(user=person(request), sheet=sheet_of(request, pk), reason=asked.reason)
    return reply(request, shapes.sheet(sheet_of(request, pk)))


@router.post("/counter/ideas", response={201: shapes.CounterIdeaShape}, auth=OFFICE, operation_id="enter_counter_idea")
@once
def enter_idea(request: HttpRequest, asked: shapes.NewCounterIdea) -> HttpResponse:
    """Post what somebody told at a counter; the answer holds the code for the person, told this once."""
    user = person(request)
    require(user, "paper.enter_idea")
    proposal = Proposal.cleaned(
        title=asked.title,
        body=asked.body,
        consultation=open_to_posts(asked.consultation),
        topic=topic_of(asked.topic),
        place=place_of(asked.place),
        language=asked.language or language_of(f"{asked.title} {asked.body}") or get_language(),
    )
    entered, code = actions.enter_idea(user=user, proposal=proposal, consent=asked.consent, name=asked.name)
    idea = idea_shapes.idea(request, idea_of(request, entered.idea_id))
    return created(request, shapes.CounterIdeaShape(idea=idea, code=code, url=idea.url), idea.url)


@router.post("/counter/claim", response=idea_shapes.Idea, auth=WRITE, operation_id="claim_counter_idea")
def claim(request: HttpRequest, asked: shapes.CodeAsked) -> HttpResponse:
    """Make the idea one's own that one told at a counter. Repeating it answers the same idea."""
    user = person(request)
    limit("claim", user.pk)
    idea = actions.claim_idea(user=user, code=asked.code)
    return reply(request, idea_shapes.idea(request, idea_of(request, idea.pk)))
