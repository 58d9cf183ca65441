"""What contributions are put to and ordered by: consultations, topics, places."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from participation.consultations.models import ConsultationPage, Place, Topic

from .. import consultation_shapes as shapes
from .. import schemas
from ..access import ANYBODY
from ..asked import ConsultationsAsked, Paged
from ..lookup import consultation_of, public_consultations
from ..paging import BY_NUMBER, LATEST, Listed, page_of
from ..replies import reply

router = Router(tags=["consultations"])


@router.get("/consultations", response=shapes.ConsultationPage, auth=ANYBODY, operation_id="list_consultations")
def list_consultations(request: HttpRequest, asked: Query[ConsultationsAsked]) -> HttpResponse:
    """Consultations, the latest first."""
    consultations = public_consultations().for_cards()
    narrow = {
        "open": consultations.open_at,
        "upcoming": consultations.upcoming_at,
        "finished": consultations.finished_at,
    }
    if asked.state:
        consultations = narrow[asked.state]()
    page: Listed[ConsultationPage] = page_of(consultations, LATEST, asked, name=f"consultations.{asked.state}")
    items = [shapes.consultation(request, row) for row in page.items]
    return reply(request, shapes.ConsultationPage(items=items, next=page.next, count=page.count))


@router.get("/consultations/{slug}", response=shapes.Consultation, auth=ANYBODY, operation_id="get_consultation")
def get_consultation(request: HttpRequest, slug: str) -> HttpResponse:
    """One consultation with its stages and what each allows."""
    return reply(request, shapes.consultation(request, consultation_of(slug)))


@router.get("/topics", response=schemas.TopicPage, auth=ANYBODY, operation_id="list_topics")
def list_topics(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """What ideas and observations are about."""
    page = page_of(Topic.objects.select_related("parent"), BY_NUMBER, asked, name="topics")
    items = [
        schemas.Topic(id=row.pk, slug=row.slug, name=row.local_name, parent=row.parent.slug if row.parent else None)
        for row in page.items
    ]
    return reply(request, schemas.TopicPage(items=items, next=page.next, count=page.count))


@router.get("/places", response=schemas.PlacePage, auth=ANYBODY, operation_id="list_places")
def list_places(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """Where: neighbourhoods, or the whole area."""
    page = page_of(Place.objects.all(), BY_NUMBER, asked, name="places")
    items = [
        schemas.Place(id=row.pk, slug=row.slug, name=row.local_name, population=row.population) for row in page.items
    ]
    return reply(request, schemas.PlacePage(items=items, next=page.next, count=page.count))
