"""What people noticed: writing it down, agreeing with it."""

from dataclasses import dataclass

from django.core.files.base import File
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.consultations.models import ConsultationPage, Place, Topic
from participation.consultations.stages import Power
from participation.contributions.text import clean_line
from participation.errors import Invalid
from participation.events.outbox import record
from participation.votes.casting import cast_vote

from ..models import Observation
from ..stages import require_stage
from ..wording import language_written

TEXT_MIN, TEXT_MAX = 4, 300


@dataclass(frozen=True)
class Sighting:
    """What a person noticed, as typed. Only the text is asked for."""

    text: str
    consultation: ConsultationPage
    topic: Topic | None = None
    place: Place | None = None
    spot: str = ""
    photo: File | None = None  # type: ignore[type-arg]  # bytes
    photo_alt: str = ""
    language: str = ""

    def check(self) -> None:
        """Raises Invalid naming each field at fault."""
        errors = {}
        length = len(clean_line(self.text))
        if length < TEXT_MIN:
            errors["text"] = _("Write what you saw, in a sentence.")
        elif length > TEXT_MAX:
            errors["text"] = _("That is %(length)s letters. Shorten it to %(count)s.") % {
                "length": length,
                "count": TEXT_MAX,
            }
        if self.photo and not clean_line(self.photo_alt):
            errors["photo_alt"] = _("Describe the photo in words, for people who cannot see it.")
        if errors:
            raise Invalid(errors=errors)


@transaction.atomic
def post_observation(*, user: User, sighting: Sighting) -> Observation:
    """Write down what somebody noticed. Raises Invalid or StageClosed."""
    require(user, "ideas.add_observation")
    sighting.check()
    require_stage(sighting.consultation, Power.OBSERVE)
    observation = Observation(
        author=user,
        capacity=user.capacity,
        spoke_for=user.department if user.is_official else None,
        text=clean_line(sighting.text),
        language=sighting.language or language_written(sighting.text),
        consultation=sighting.consultation,
        topic=sighting.topic or sighting.consultation.topic,
        place=sighting.place or sighting.consultation.place,
        spot=clean_line(sighting.spot)[:120],
        photo_alt=clean_line(sighting.photo_alt)[:200] if sighting.photo else "",
    )
    if sighting.photo:
        observation.photo = sighting.photo
    observation.save()
    record("observation.posted", actor=user, target=observation, public=True)
    return observation


@transaction.atomic
def agree_with_observation(*, user: User, observation: Observation, agrees: bool) -> Observation:
    """Say "I saw that too", or take it back. Repeating either changes nothing."""
    require(user, "ideas.agree_observation", observation)
    cast = cast_vote(voter=user, target=observation, value=1 if agrees else 0)
    if cast.changed:
        Observation.objects.filter(pk=observation.pk).update(agree_count=F("agree_count") + cast.support_delta)
        observation.refresh_from_db(fields=["agree_count"])
        record("observation.agreed" if agrees else "observation.agreement_withdrawn", actor=user, target=observation)
    return observation
