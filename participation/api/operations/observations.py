"""What people noticed: the board, one of them, writing one down, and "I saw that too"."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from ideas.actions.observing import Sighting, agree_with_observation, post_observation
from ideas.keysets import Keyset
from ideas.models import Observation, ObservationQuerySet
from participation.consultations.models import Place, Topic
from participation.limits import limit, turn

from .. import observation_shapes as shapes
from ..access import ANYBODY, WRITE, person
from ..asked import NewObservation, ObservationsAsked
from ..idempotency import once
from ..lookup import number_of, observation_of, open_to_posts, place_of, public_consultations, topic_of
from ..paging import page_of
from ..replies import created, reply

router = Router(tags=["observations"])
ORDERS = {
    "newest": Keyset("created_at", datetime, descending=True),
    "agreed": Keyset("agree_count", int, descending=True),
}


def narrowed(asked: ObservationsAsked) -> ObservationQuerySet:
    """The public observations that pass the filters. Raises Invalid naming the filter that makes no sense."""
    observations = Observation.objects.published().select_related("author", "topic", "place", "spoke_for")
    filters = {
        "topic": number_of(Topic.objects.all(), asked.topic, "topic"),
        "place": number_of(Place.objects.all(), asked.place, "place"),
        "consultation": number_of(public_consultations(), asked.consultation, "consultation"),
    }
    observations = observations.filter(**{name: number for name, number in filters.items() if number})
    if asked.gathered is None:
        return observations
    return observations.filter(ideas__isnull=False).distinct() if asked.gathered else observations.not_gathered()


@router.get("/observations", response=shapes.ObservationPage, auth=ANYBODY, operation_id="list_observations")
def list_observations(request: HttpRequest, asked: Query[ObservationsAsked]) -> HttpResponse:
    """One page of what people noticed."""
    page = page_of(narrowed(asked), ORDERS[asked.sort], asked, name=f"observations.{asked.sort}")
    items = shapes.observations(request, page.items)
    return reply(request, shapes.ObservationPage(items=items, next=page.next, count=page.count))


@router.post("/observations", response={201: shapes.Observation}, auth=WRITE, operation_id="post_observation")
@once
def post(request: HttpRequest, asked: NewObservation) -> HttpResponse:
    """Write down what you noticed. Photos are added on the site."""
    user = person(request)
    with turn("observe", user.pk):
        sighting = Sighting(
            text=asked.text,
            consultation=open_to_posts(asked.consultation),
            topic=topic_of(asked.topic),
            place=place_of(asked.place),
            spot=asked.spot,
        )
        observation = post_observation(user=user, sighting=sighting)
    answer = shapes.observation(request, observation_of(request, observation.pk))
    return created(request, answer, answer.url)


@router.get("/observations/{int:pk}", response=shapes.Observation, auth=ANYBODY, operation_id="get_observation")
def get_observation(request: HttpRequest, pk: int) -> HttpResponse:
    """One observation."""
    return reply(request, shapes.observation(request, observation_of(request, pk)))


@router.put("/observations/{int:pk}/agreement", response=shapes.Agreement, auth=WRITE, operation_id="agree")
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """I saw that too. Repeating it changes nothing."""
    return _agree(request, pk, agrees=True)


@router.delete("/observations/{int:pk}/agreement", response=shapes.Agreement, auth=WRITE, operation_id="disagree")
def disagree(request: HttpRequest, pk: int) -> HttpResponse:
    """Take that back. Repeating it changes nothing."""
    return _agree(request, pk, agrees=False)


def _agree(request: HttpRequest, pk: int, *, agrees: bool) -> HttpResponse:
    user = person(request)
    limit("vote", user.pk)
    observation = agree_with_observation(user=user, observation=observation_of(request, pk), agrees=agrees)
    return reply(request, shapes.Agreement(agreed=observation.agree_count, my_agreement=agrees))
