"""Finds what an address or a body names, as far as this person may see it."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _

from ideas.models import Idea, Observation
from ideas.votable import votable_idea
from participation.accounts.models import Department
from participation.consultations.models import ConsultationPage, Place, Topic
from participation.consultations.querysets import ConsultationQuerySet
from participation.errors import Invalid
from participation.moderation.visibility import may_see

from .access import reader
from .problems import NotFound

Model = TypeVar("Model", bound=models.Model)


def idea_of(request: HttpRequest, pk: int) -> Idea:
    """The idea with all that its answer shows. Raises NotFound, also for what is hidden from this person."""
    ideas = Idea.objects.with_names().select_related("consultation")
    return _seen(request, next(iter(ideas.filter(pk=pk)), None))


def votable_of(request: HttpRequest, pk: int) -> Idea:
    """The same with what a vote needs and no more."""
    return _seen(request, votable_idea(pk))


def _seen(request: HttpRequest, idea: Idea | None) -> Idea:
    """Asked of the one idea: what is public needs no look at the reader's permissions."""
    if idea is None or not may_see(reader(request), idea):
        raise NotFound
    return idea


def observation_of(request: HttpRequest, pk: int) -> Observation:
    """Raises NotFound, also for what is hidden from this person."""
    observations = Observation.objects.visible_to(reader(request)).filter(pk=pk)
    found: Observation = _found(observations.select_related("author", "topic", "place", "spoke_for").first())
    return found


def consultation_of(slug: str) -> ConsultationPage:
    found: ConsultationPage = _found(public_consultations().for_cards().filter(slug=slug).first())
    return found


def public_consultations() -> ConsultationQuerySet:
    """Live ones that are not kept behind a password."""
    consultations: ConsultationQuerySet = ConsultationPage.objects.live().unrestricted()
    return consultations


def named(queryset: "models.QuerySet[Model]", ref: str | None, field: str) -> Model | None:
    """The thing whose slug or number this is; None for nothing said. Raises Invalid on the field."""
    if ref is None or not ref.strip():
        return None
    ref = ref.strip()
    found = queryset.filter(slug=ref).first()
    if found is None and (number := _number(ref)) is not None:
        found = queryset.filter(pk=number).first()
    if found is None:
        raise Invalid(errors={field: _("There is no such choice.")})
    return found


def number_of(queryset: "models.QuerySet[Model]", ref: str, field: str) -> str:
    """The same as the number that filters take, as text; empty for nothing said."""
    found = named(queryset.only("pk"), ref, field)
    return str(found.pk) if found is not None else ""


def topic_of(ref: str | None) -> Topic | None:
    return named(Topic.objects.all(), ref, "topic")


def place_of(ref: str | None) -> Place | None:
    return named(Place.objects.all(), ref, "place")


def department_of(ref: str | None) -> Department | None:
    return named(Department.objects.all(), ref, "department")


def open_to_posts(ref: str | None) -> ConsultationPage:
    """The consultation that something is put to: the one named, or the suggestion box. Raises Invalid."""
    consultations = public_consultations()
    said = (ref or "").strip()
    found: ConsultationPage | None = (
        named(consultations, said, "consultation") if said else consultations.filter(is_suggestion_box=True).first()
    )
    if found is None:
        raise Invalid(errors={"consultation": _("This is needed.")})
    return found


def gathered(request: HttpRequest, ids: Iterable[int]) -> list[Observation]:
    """The observations an idea begins with. Raises Invalid where one of them cannot be seen."""
    wanted = set(ids)
    found = list(Observation.objects.visible_to(reader(request)).filter(pk__in=wanted).order_by("pk")) if wanted else []
    if len(found) != len(wanted):
        raise Invalid(errors={"observations": _("There is no such choice.")})
    return found


def _found(thing: Any) -> Any:
    if thing is None:
        raise NotFound
    return thing


def _number(ref: str) -> int | None:
    return int(ref) if ref.isascii() and ref.isdigit() and len(ref) < 19 else None
