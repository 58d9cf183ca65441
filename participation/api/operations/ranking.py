"""How lists are ordered: what each order goes by, half-lives tried and changed, and what a person has opened."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from ideas.ranking.actions import change_half_life
from ideas.ranking.seen import choose_memory, forget, remembers, see
from ideas.ranking.showing import changes, orders_explained, rules_in_force
from ideas.ranking.simulation import Place, simulate
from participation.accounts.permissions import require
from participation.consultations.models import ConsultationPage

from .. import describe
from .. import ranking_shapes as shapes
from ..access import ANYBODY, MYSELF, OFFICE, WRITE, person
from ..idempotency import once
from ..lookup import idea_of, number_of, public_consultations
from ..replies import created, reply

router = Router(tags=["orders"])


@router.get("/orders", response=shapes.Orders, auth=ANYBODY, operation_id="explain_orders")
def explain(request: HttpRequest) -> HttpResponse:
    """What each order of the lists goes by, the half-lives in force, and the latest changes to them."""
    rules = [
        shapes.HalfLifeRule(name=rule["name"], days=rule["days"], url=describe.absolute(request, rule["url"]))
        for rule in rules_in_force()
    ]
    orders = [shapes.OrderExplained(label=label, text=text) for label, text in orders_explained()]
    log = [_change(change) for change in changes(everywhere=True)]
    return reply(request, shapes.Orders(orders=orders, half_lives=rules, changes=log))


def _change(change: dict[str, object]) -> shapes.HalfLifeChange:
    said = {name: change[name] for name in ("consultation", "before", "after", "reason", "by", "percent")}
    return shapes.HalfLifeChange(at=change["when"], **said)  # type: ignore[arg-type]  # as the shape has them


@router.get("/orders/half-life", response=shapes.Simulation, auth=OFFICE, operation_id="try_half_life")
def try_half_life(request: HttpRequest, asked: Query[shapes.HalfLifeTried]) -> HttpResponse:
    """The first page as it is, and as it would be under another half-life."""
    require(person(request), "ideas.see_ranking")
    page = _consultation(asked.consultation)
    found = simulate(page.pk if page else None, asked.days)
    return reply(
        request,
        shapes.Simulation(
            days_now=found.days_now,
            days=found.days,
            before=[_place(place) for place in found.before],
            after=[_place(place) for place in found.after],
        ),
    )


def _place(place: Place) -> shapes.PlacedIdea:
    return shapes.PlacedIdea(id=place.idea.pk, title=place.idea.title, place=place.number, other=place.other)


@router.post("/orders/half-life", response={201: shapes.HalfLifeChange}, auth=OFFICE, operation_id="change_half_life")
@once
def change(request: HttpRequest, asked: shapes.HalfLifeAsked) -> HttpResponse:
    """Put another half-life in force. The ideas follow within moments; ``percent`` says how far they have."""
    page = _consultation(asked.consultation)
    change_half_life(user=person(request), consultation=page, days=asked.days, reason=asked.reason)
    return created(request, _change(changes(page.pk if page else None)[0]))


def _consultation(named: str) -> ConsultationPage | None:
    key = number_of(public_consultations(), named, "consultation")
    found: ConsultationPage | None = public_consultations().filter(pk=key).first() if key else None
    return found


@router.put("/ideas/{int:pk}/seen", response=shapes.Seen, auth=WRITE, operation_id="see_idea")
def mark_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that I have seen an idea, for the order ``unseen``; ``seen`` is false where I chose no memory."""
    see(person(request), idea_of(request, pk))
    return reply(request, shapes.Seen(seen=remembers(person(request))))


@router.get("/me/seen", response=shapes.Memory, auth=MYSELF, operation_id="get_memory")
def memory(request: HttpRequest) -> HttpResponse:
    """Whether the site remembers which ideas I opened."""
    return reply(request, shapes.Memory(remember=remembers(person(request))))


@router.put("/me/seen", response=shapes.Memory, auth=WRITE, operation_id="choose_memory")
def choose(request: HttpRequest, asked: shapes.MemoryAsked) -> HttpResponse:
    """Let the site remember which ideas I open, or not; without it, what it remembered is forgotten."""
    choose_memory(person(request), remember=asked.remember)
    return reply(request, shapes.Memory(remember=asked.remember))


@router.delete("/me/seen", response=shapes.Memory, auth=WRITE, operation_id="forget_seen")
def forget_all(request: HttpRequest) -> HttpResponse:
    """Forget which ideas I opened: everything is new to me again."""
    forget(person(request))
    return reply(request, shapes.Memory(remember=remembers(person(request))))
