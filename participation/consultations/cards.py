"""A consultation as a card: its state in a word, the days left, and the one thing to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .dates import is_nearly_over, short_day, time_left
from .links import ideas_of, new_idea_in, new_observation_in
from .sections import notes_for
from .stages import Power, StageKind

if TYPE_CHECKING:
    from .models import ConsultationPage, Stage

PHOTO = "fill-640x280"


@dataclass(frozen=True)
class State:
    """How things stand: the kind of the tag and its word."""

    kind: str
    label: str


@dataclass(frozen=True)
class Verb:
    """Something to do, and where."""

    label: str
    url: str


def state_of(page: "ConsultationPage", stage: "Stage | None") -> State:
    """The state in a word."""
    if stage is None:
        upcoming = page.next_stage() is not None
        return State("neutral", _("Starts soon")) if upcoming else State("expired", _("Finished"))
    if page.is_suggestion_box:
        return State("open", _("Always open"))
    if Power.SUBMIT in stage.powers:
        return State("open", _("Taking ideas"))
    if Power.SUPPORT in stage.powers:
        return State("vote", _("Voting"))
    if Power.OBSERVE in stage.powers:
        return State("observation", _("Gathering observations"))
    return State("progress", _("Answer in preparation"))


def verbs_of(page: "ConsultationPage", stage: "Stage | None") -> list[Verb]:
    """What can be done now, the most fitting first."""
    if stage is None:
        return [] if page.next_stage() else [Verb(_("See what came of it"), ideas_of(page.pk))]
    powers, verbs = stage.powers, []
    if Power.SUBMIT in powers:
        verbs.append(Verb(_("Propose an idea"), new_idea_in(page.pk)))
    if Power.SUPPORT in powers:
        label = _("Support an idea") if Power.SUBMIT in powers else pgettext("button", "Vote")
        verbs.append(Verb(label, ideas_of(page.pk)))
    if Power.OBSERVE in powers:
        verbs.append(Verb(_("Write down what you saw"), new_observation_in(page.pk)))
    if stage.kind == StageKind.ANSWER:
        verbs.append(Verb(_("Read the answers"), ideas_of(page.pk, sort="answered")))
    return verbs


def card_for(page: "ConsultationPage", note: str = "") -> dict[str, Any]:
    """What components/card.html wants to know."""
    stage = page.stage_at()
    state, verbs = state_of(page, stage), verbs_of(page, stage)
    verb = verbs[0] if verbs else Verb(_("Read ahead"), page.url)
    if stage is not None and stage.kind == StageKind.OBSERVE:
        # A card has room for a word beside the days left.
        verb = Verb(pgettext("button", "Write it down"), verb.url)
    return {
        "url": page.url,
        "title": page.local.title,
        "language": page.text_language if page.lacks_translation else "",
        "text": page.local.intro,
        "cover": page.cover,
        "colour": page.tone,
        "image": _image(page),
        "tag_kind": state.kind,
        "tag_label": state.label,
        "left": _left(page, stage),
        "left_soon": stage is not None and is_nearly_over(stage),
        "note": note,
        "verb": verb.label,
        "verb_url": verb.url,
        "primary": stage is not None and Power.SUPPORT in stage.powers and Power.SUBMIT not in stage.powers,
    }


def cards_for(pages: Iterable["ConsultationPage"]) -> list[dict[str, Any]]:
    """The cards of many, with their notes asked for at once."""
    pages = list(pages)
    notes = notes_for(page.pk for page in pages)
    return [card_for(page, notes.get(page.pk, "")) for page in pages]


def _image(page: "ConsultationPage") -> dict[str, Any] | None:
    if page.photo is None:
        return None
    picture = page.photo.get_rendition(PHOTO)
    return {"url": picture.url, "alt": page.photo_alt, "width": picture.width, "height": picture.height}


def _left(page: "ConsultationPage", stage: "Stage | None") -> str:
    if stage is not None:
        return "" if page.is_suggestion_box else time_left(stage)
    coming = page.next_stage()
    if coming is not None:
        return _("from %(day)s") % {"day": short_day(coming.starts_at)}
    ends = [stage.ends_at for stage in page.all_stages if stage.ends_at and stage.ends_at <= timezone.now()]
    return _("until %(day)s") % {"day": short_day(max(ends))} if ends else ""
