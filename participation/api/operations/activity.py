"""Finding, public activity, who I am, and reports to the moderators."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from participation.errors import Invalid
from participation.limits import limit
from participation.moderation.actions import report
from search.finding import find
from search.suggestions import suggestions

from .. import describe, schemas
from .. import finding_shapes as shapes
from ..access import ANYBODY, MYSELF, WRITE, person, who
from ..activity import counted, public_events
from ..asked import LARGEST, EventsAsked, NewReport, SearchAsked, SuggestionsAsked
from ..idempotency import once
from ..lookup import idea_of, observation_of
from ..replies import created, reply
from ..searching import check_search_cursor, filters_of

router = Router()


@router.get("/search", response=shapes.SearchPage, auth=ANYBODY, operation_id="search", tags=["search"])
def search(request: HttpRequest, asked: Query[SearchAsked]) -> HttpResponse:
    """What was found, with its words marked by <mark>; everything else in a snippet is escaped."""
    limit("search", who(request))
    check_search_cursor(asked.cursor)
    page = find(
        asked.q,
        filters=filters_of(asked),
        sort=asked.sort,
        limit=asked.limit,
        cursor=asked.cursor,
        grouped=asked.group == "thread",
    )
    facets = {
        name: [shapes.FacetValue(value=each.value, label=each.label, count=each.count) for each in values]
        for name, values in page.facets.items()
    }
    answer = shapes.SearchPage(
        items=[shapes.hit(request, hit) for hit in page.hits],
        next=page.next,
        count=page.count,
        facets=facets,
        suggestion=page.suggestion,
        notice=" ".join(filter(None, (page.notice, *page.problems))),
        engine=page.engine,
    )
    return reply(request, answer)


@router.get("/events", response=schemas.EventPage, auth=ANYBODY, operation_id="list_events", tags=["activity"])
def list_events(request: HttpRequest, asked: Query[EventsAsked]) -> HttpResponse:
    """Public activity in the order in which it happened, after the number given."""
    after = _position(asked)
    rows = public_events().settled().filter(pk__gt=after)
    found = list(rows.select_related("actor__department", "content_type").order_by("pk")[: asked.limit + 1])
    shown = found[: asked.limit]
    last = shown[-1].pk if shown else after
    answer = schemas.EventPage(
        items=[describe.event(row) for row in shown],
        next=str(last) if len(found) > asked.limit else None,
        count=counted(rows),
        last=last,
    )
    return reply(request, answer)


def _position(asked: EventsAsked) -> int:
    """Where to go on. Every list gives ``next`` and takes ``cursor``: this one's is the number of an event."""
    if not asked.cursor:
        return asked.after
    if not (asked.cursor.isascii() and asked.cursor.isdigit()) or int(asked.cursor) > LARGEST:
        raise Invalid(errors={"cursor": _("This page of the list cannot be found. Go back to its beginning.")})
    return int(asked.cursor)


@router.get("/search/suggestions", response=shapes.Suggestions, auth=ANYBODY, operation_id="suggest", tags=["search"])
def suggest(request: HttpRequest, asked: Query[SuggestionsAsked]) -> HttpResponse:
    """What somebody may mean who has not typed to the end, initial consonants included; the likeliest first."""
    limit("search", who(request))
    items = [
        shapes.Suggestion(text=each.text, label=each.label, url=describe.absolute(request, each.url))
        for each in suggestions(asked.q)
    ]
    return reply(request, shapes.Suggestions(items=items))


@router.get("/me", response=schemas.Me, auth=MYSELF, operation_id="me", tags=["account"])
def me(request: HttpRequest) -> HttpResponse:
    """Who this session or token speaks for."""
    return reply(request, describe.me(request))


@router.post("/reports", response={201: schemas.Report}, auth=WRITE, operation_id="report", tags=["moderation"])
@once
def post_report(request: HttpRequest, asked: NewReport) -> HttpResponse:
    """Tell the moderators of an idea or an observation. While a report is open, a second one is the same report."""
    user = person(request)
    limit("report", user.pk)
    find_target = {"idea": idea_of, "observation": observation_of}[asked.kind]
    made = report(user=user, target=find_target(request, asked.id), reason=asked.reason, text=asked.text)
    answer = schemas.Report(id=made.pk, kind=asked.kind, target=asked.id, reason=made.reason, created=made.created_at)
    return created(request, answer)
