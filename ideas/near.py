"""What there is already beside what is being written or read: ideas with their answers, observations, consultations."""

from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.consultations.stages import Power
from search.finding import Hit
from search.registry import thread_of
from search.similarity import similar

from .kept import kept
from .life import ANSWERED, FOLDED, Status
from .models import Idea, Observation
from .stages import why_not_votable

SECONDS = 300
MOST = 5
_LOOKED_AT = 12
_COLUMNS = ("pk", "status", "closes_at", "support_count", "threshold", "threshold_met", "consultation_id")


@dataclass(frozen=True)
class Near:
    """One thing that says something near; ``may_support`` is that a press is enough to support it."""

    kind: str
    kind_label: str
    pk: int
    title: str
    url: str
    support: int | None = None
    may_support: bool = False
    answer: str = ""
    answer_url: str = ""


def near_to(title: str) -> list[Near]:
    """What is near to a title that is being typed; nothing where nothing is near."""
    title = title.replace("\0", "")[:300]
    return _described(similar(title, limit=_LOOKED_AT))[:MOST] if len(title.strip()) > 1 else []


def near_idea(idea: Idea, kinds: Iterable[str] = ()) -> list[Near]:
    """What else says something near; asked for once in a few minutes, and without what was hidden since."""
    key = f"ideas.near:{idea.pk}:{idea.version}:{get_language()}"
    hits: list[Hit] | None = cache.get(key)
    if hits is None:
        own = thread_of("idea", idea.pk)
        hits = similar(idea.title, limit=_LOOKED_AT, exclude=("idea", idea.pk))
        hits = [hit for hit in hits if hit.thread != own]
        cache.set(key, hits, SECONDS)
    near = _described(hits, beside=idea)
    parts = set(idea.parts.values_list("pk", flat=True)) if idea.status == Status.SPLIT else set()
    wanted = [each for each in near if not kinds or each.kind in kinds]
    return [each for each in wanted if each.kind != "idea" or each.pk not in parts][:MOST]


def _described(hits: list[Hit], *, beside: Idea | None = None) -> list[Near]:
    """As things stand now; of what belongs to one idea, its results among it, the idea stands for all."""
    ideas = _public(Idea, hits, _COLUMNS)
    observations = _public(Observation, hits, ("pk",))
    threads = {thread_of("idea", pk) for pk in ideas}
    told = _results_of({*ideas, *([beside.pk] if beside else ())}, hits)
    near = []
    for hit in hits:
        if hit.kind == "idea":
            if (idea := ideas.get(hit.object_id)) is not None and idea.status not in FOLDED:
                near.append(_near_idea(hit, idea))
        elif hit.thread not in threads and (hit.kind, hit.object_id) not in told and _is_shown(hit, observations):
            near.append(Near(hit.kind, hit.kind_label, hit.object_id, hit.title, hit.url))
    return near


def _results_of(ideas: Collection[int], hits: list[Hit]) -> set[tuple[str, int]]:
    found = [hit.object_id for hit in hits if hit.kind == "result"]
    if not (found and ideas):
        return set()
    linked = Idea.objects.filter(pk__in=ideas, results__in=found).values_list("results", flat=True)
    return {("result", pk) for pk in linked}


def _is_shown(hit: Hit, observations: Container[int]) -> bool:
    return hit.kind != "observation" or hit.object_id in observations


def _public(kind: type[Idea] | type[Observation], hits: list[Hit], columns: tuple[str, ...]) -> dict[int, Idea]:
    name = kind._meta.model_name
    found = [hit.object_id for hit in hits if hit.kind == name]
    return kind._default_manager.published().only(*columns).in_bulk(found) if found else {}


def _near_idea(hit: Hit, idea: Idea) -> Near:
    known = kept()
    stage = known.stages.get(idea.consultation_id)
    is_hidden = idea.consultation_id in known.hidden
    is_full = stage is not None and stage.supporters_at_most and idea.support_count >= stage.supporters_at_most
    open_to_support = stage is not None and Power.SUPPORT in stage.powers and why_not_votable(idea) is None
    answer = _("Official answer: %(state)s") % {"state": Status(idea.status).label} if idea.status in ANSWERED else ""
    return Near(
        kind=hit.kind,
        kind_label=hit.kind_label,
        pk=idea.pk,
        title=hit.title,
        url=hit.url,
        support=None if is_hidden else idea.support_count,
        may_support=open_to_support and (is_hidden or not is_full),
        answer=answer,
        answer_url=f"{hit.url}#answers" if answer else "",
    )
