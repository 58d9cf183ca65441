"""The worker's part: reads what was voted since it last looked, and judges the hours in which enough came."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Avg, Count, F, Q, Sum
from django.utils import timezone

from participation.accounts.models import User
from participation.events.models import Event

from ..models import VersionedVote
from .models import HOUR, KEPT_FOR, Arrivals, Mark, Pattern, SignIn, UnusualVote
from .signs import FEWEST, TOGETHER, Arrival, Usual, unusual
from .watched import watched

EVENTS_AT_ONCE, PEOPLE_AT_ONCE, HOURS_AT_ONCE = 5000, 500, 20
# An hour that is not over is judged again when it has grown by a tenth, so that a long one costs no square.
GROWN = 1.1
DAY, WEEK = timedelta(days=1), timedelta(days=7)
STEPS = 3


def follow_votes() -> int:
    """Read new votes and judge; returns how many events and hours were looked at."""
    return _read() + sum(_judge(pk) for pk in _ripe())


@transaction.atomic
def _read() -> int:
    """Sort new votes into hours. The mark moves with them: whoever is killed has read nothing."""
    newest = Event.objects.settled().order_by("-pk").values_list("pk", flat=True).first() or 0
    mark = Mark.objects.select_for_update(skip_locked=True).filter(pk=1).first()
    if mark is None:
        # Another worker is at it; or it is the first time, and what was before the method was there is not judged.
        Mark.objects.get_or_create(pk=1, defaults={"last_event": newest})
        return 0
    if mark.last_event >= newest:
        return 0
    kind = watched()
    events = list(
        Event.objects.filter(pk__gt=mark.last_event, pk__lte=newest, verb__in=(kind.supported, *kind.ended))
        .order_by("pk")
        .values_list("pk", "verb", "actor_id", "object_id", "created_at")[:EVENTS_AT_ONCE]
    )
    supported: dict[tuple[int, datetime], list[int]] = {}
    for pk, verb, actor, thing, at in events:
        if verb == kind.supported:
            supported.setdefault((thing, _hour(at)), []).append(pk)
        else:
            _take_away(thing, actor)
    for (thing, hour), pks in supported.items():
        _add(thing, hour, pks)
    mark.last_event = events[-1][0] if len(events) == EVENTS_AT_ONCE else newest
    mark.save()
    return len(events)


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _kind() -> ContentType:
    return ContentType.objects.get_for_model(watched().model)


def _add(thing: int, hour: datetime, pks: list[int]) -> None:
    first = {"first_event": min(pks)}
    cell, _ = Arrivals.objects.get_or_create(content_type=_kind(), object_id=thing, hour=hour, defaults=first)
    Arrivals.objects.filter(pk=cell.pk).update(votes=F("votes") + len(pks))


def _take_away(thing: int, actor: int | None) -> None:
    """Support that ended is no unusual support any more."""
    marked = UnusualVote.objects.filter(arrivals__content_type=_kind(), arrivals__object_id=thing, voter=actor)
    for each in marked:
        Arrivals.objects.filter(pk=each.arrivals_id, unusual__gt=0).update(unusual=F("unusual") - 1)
    if marked.delete()[0]:
        _sum_up(thing)


def _sum_up(thing: int) -> None:
    total = Arrivals.objects.filter(content_type=_kind(), object_id=thing).aggregate(total=Sum("unusual", default=0))
    said = {"unusual": total["total"], "judged_at": timezone.now()}
    Pattern.objects.update_or_create(content_type=_kind(), object_id=thing, defaults=said)


def _ripe() -> list[int]:
    """Hours with enough new votes in them, and those that ended since they were last looked at."""
    now = timezone.now()
    grown = Q(votes__gte=F("judged") * GROWN) | Q(hour__lte=now - HOUR)
    rows = Arrivals.objects.filter(grown, votes__gt=F("judged"), votes__gte=FEWEST, hour__gt=now - KEPT_FOR)
    return list(rows.order_by("hour").values_list("pk", flat=True)[:HOURS_AT_ONCE])


@transaction.atomic
def _judge(pk: int) -> int:
    cell = Arrivals.objects.select_for_update(of=("self",)).get(pk=pk)
    arrivals = _arrivals(cell)
    found = unusual(arrivals, _usual(cell, arrivals))
    cell.marked.all().delete()
    UnusualVote.objects.bulk_create(
        UnusualVote(arrivals=cell, voter_id=voter, signs=" ".join(sorted(signs))) for voter, signs in found.items()
    )
    cell.judged, cell.unusual = cell.votes, len(found)
    cell.save(update_fields=["judged", "unusual"])
    _sum_up(cell.object_id)
    return 1


def _arrivals(cell: Arrivals) -> list[Arrival]:
    """The supports of the hour that still stand, one for each person."""
    events = Event.objects.filter(
        content_type=cell.content_type_id,
        object_id=cell.object_id,
        pk__gte=cell.first_event,
        verb=watched().supported,
        actor__isnull=False,
        created_at__gte=cell.hour,
        created_at__lt=cell.hour + HOUR,
    )
    times = dict(events.order_by("pk").values_list("actor_id", "created_at"))
    return [arrival for some in _parts(times) for arrival in _of_people(cell, some, times)]


def _parts(people: Iterable[int]) -> Iterable[list[int]]:
    rest = iter(sorted(people))
    while part := list(islice(rest, PEOPLE_AT_ONCE)):
        yield part


def _of_people(cell: Arrivals, people: list[int], times: Mapping[int, datetime]) -> Iterable[Arrival]:
    accounts = User.objects.filter(pk__in=people).values_list("pk", "same_person_as", "date_joined")
    voters = {pk: (first or pk, joined) for pk, first, joined in accounts}
    kind = cell.content_type_id
    votes = VersionedVote.objects.filter(content_type=kind, object_id=str(cell.object_id), vote=1)
    standing = set(votes.filter(user__in=[voter for voter, _ in voters.values()]).values_list("user_id", flat=True))
    networks = dict(_sign_ins(cell).filter(user__in=people).order_by("at").values_list("user_id", "network"))
    paths = _paths(cell, people)
    for person, (voter, joined) in voters.items():
        if voter in standing:
            yield Arrival(person, times[person], joined, networks.get(person), paths.get(person))


def _paths(cell: Arrivals, people: Collection[int]) -> dict[int, tuple[int, ...]]:
    """The last three things that each of them supported, up to this one, within a day."""
    events = Event.objects.filter(
        actor__in=people,
        verb=watched().supported,
        created_at__gte=cell.hour - DAY,
        created_at__lt=cell.hour + HOUR,
    )
    ways: dict[int, list[int]] = {}
    for person, thing in events.order_by("pk").values_list("actor_id", "object_id"):
        way = ways.setdefault(person, [])
        if cell.object_id not in way and thing not in way:
            way.append(thing)
    return {person: tuple(way[-STEPS:]) for person, way in ways.items() if len(way) >= STEPS}


def _sign_ins(cell: Arrivals) -> "models.QuerySet[SignIn]":
    """Those of the week before the hour: the hashes of an earlier one say nothing about it."""
    return SignIn.objects.filter(at__gt=cell.hour - WEEK, at__lt=cell.hour + HOUR)


def _usual(cell: Arrivals, arrivals: Collection[Arrival]) -> Usual:
    same = Arrivals.objects.filter(content_type=cell.content_type_id, object_id=cell.object_id)
    own = same.filter(hour__gte=cell.hour - DAY, hour__lt=cell.hour).aggregate(total=Sum("votes", default=0))
    week = Arrivals.objects.filter(hour__gt=cell.hour - WEEK, hour__lte=cell.hour)
    others = week.exclude(object_id=cell.object_id).aggregate(mean=Avg("votes", default=0.0))
    here = Counter(each.network for each in arrivals if each.network is not None)
    shared = [network for network, count in here.items() if count >= TOGETHER]
    rows = _sign_ins(cell).filter(network__in=shared).order_by().values_list("network").annotate(people=Count("pk"))
    networks = {network: max(0, people - here[network]) for network, people in rows}
    elsewhere = max(0, _sign_ins(cell).count() - here.total())
    return Usual(own["total"] / 24, float(others["mean"]), networks, elsewhere)


def forget_old() -> int:
    """The numbers stay; from which network somebody came, and whose vote was unusual, is not kept."""
    before = timezone.now() - KEPT_FOR
    sign_ins = SignIn.objects.filter(at__lt=before).delete()[0]
    return sign_ins + UnusualVote.objects.filter(arrivals__hour__lt=before).delete()[0]
