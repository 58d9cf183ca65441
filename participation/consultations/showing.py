"""What the pages of consultations show, made ready for their templates."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from participation.accounts.predicates import is_editor, is_official

from .cards import state_of, verbs_of
from .dates import last_moment, long_day, short_day, span, time_left
from .sections import Section, sections_of
from .stages import Power, StageKind

if TYPE_CHECKING:
    from .models import ConsultationPage, Stage

SHARED = "fill-1200x630"


def consultation_context(page: "ConsultationPage", request: HttpRequest) -> dict[str, Any]:
    """The head, the stages, the tabs, and what can be done now."""
    stage, sections = page.stage_at(), sections_of(request, page)
    verbs = verbs_of(page, stage)
    return {
        "section": "consultations",
        "local": page.local,
        "stage": stage,
        "state": state_of(page, stage),
        "started": _started(page),
        "steps": [] if page.is_suggestion_box else stage_strip(page, sections),
        "tabs": _tabs(page, sections),
        "sections": [section for section in sections if section.template],
        "now": situation(page, stage),
        "verbs": verbs,
        "crumbs": [{"label": _("Consultations"), "url": reverse("consultations")}],
        "linked": linked_data(page, request),
        "edit_url": _edit_url(page, request.user),
        "share_picture": _share_picture(page),
    }


def _edit_url(page: "ConsultationPage", user: Any) -> str:
    """The form of this consultation, for whoever may change it."""
    if not (is_official(user) or is_editor(user)) or not page.permissions_for_user(user).can_edit():
        return ""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _share_picture(page: "ConsultationPage") -> str:
    """The photo as others' sites show it beside a link; without one, the house's own picture stands."""
    if page.photo is None:
        return ""
    picture: str = page.photo.get_rendition(SHARED).url
    return str(urljoin(settings.BASE_URL, picture))


def stage_strip(page: "ConsultationPage", sections: list[Section]) -> list[dict[str, str]]:
    """The stages as components/steps.html wants them."""
    present = page.stage_at()
    return [
        {
            "name": stage.local_title,
            "dates": span(stage),
            "state": "now" if stage is present else "past" if stage.is_over or stage.is_open else "next",
            "note": " · ".join(_notes(page, stage, stage is present, sections)),
        }
        for stage in page.all_stages
    ]


def _notes(page: "ConsultationPage", stage: "Stage", is_present: bool, sections: list[Section]) -> list[str]:
    notes = [time_left(stage)] if is_present else []
    notes += [str(section.note) for section in sections if section.note and stage.kind in section.kinds]
    if stage.kind == StageKind.ANSWER and page.department:
        notes.append(page.department.local_name)
    elif not is_present and stage.votes_per_person and Power.SUPPORT in stage.powers:
        notes.append(_("%(count)d votes each") % {"count": stage.votes_per_person})
    return notes


def situation(page: "ConsultationPage", stage: "Stage | None") -> str:
    """What can be done now and until when, in one sentence; or why nothing can be."""
    if stage is None:
        coming = page.next_stage()
        if coming is None:
            return _("This consultation is over. What was said and answered stays here to be read.")
        return _("This has not begun yet: “%(stage)s” starts on %(day)s.") % {
            "stage": coming.local_title,
            "day": long_day(coming.starts_at),
        }
    sentence = _sentence(stage)
    last = last_moment(stage)
    if last is None:
        return capfirst(sentence)
    return _("Until %(day)s: %(sentence)s") % {"day": long_day(last), "sentence": sentence}


def _sentence(stage: "Stage") -> str:
    if Power.SUBMIT in stage.powers and Power.SUPPORT in stage.powers:
        return _("you can propose ideas and support those of others.")
    if Power.SUBMIT in stage.powers:
        return _("you can propose ideas. Voting comes later.")
    if Power.OPPOSE in stage.powers:
        return _("you can vote for or against. New ideas are no longer taken.")
    if Power.SUPPORT in stage.powers:
        return _("you can vote. New ideas are no longer taken.")
    if Power.OBSERVE in stage.powers:
        return _("you can write down what you see. Ideas come next.")
    return _("the office prepares its answer. Voting is closed; the counts stay to be seen.")


def _started(page: "ConsultationPage") -> str:
    if page.is_suggestion_box or not page.all_stages:
        return ""
    first = page.all_stages[0]
    return _("from %(day)s") % {"day": short_day(first.starts_at)}


def _tabs(page: "ConsultationPage", sections: list[Section]) -> list[dict[str, Any]]:
    about = {"label": pgettext("tab of a consultation", "About"), "url": page.url, "current": True, "count": None}
    return [about, *({"label": s.label, "url": s.url, "current": False, "count": s.count} for s in sections)]


def linked_data(page: "ConsultationPage", request: HttpRequest) -> dict[str, Any]:
    """The page for machines, in schema.org's words."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": page.local.title,
        "description": page.local.intro,
        "url": request.build_absolute_uri(page.url),
        "inLanguage": page.text_language,
    }
    if page.first_published_at:
        data["datePublished"] = page.first_published_at.isoformat()
    if page.last_published_at:
        data["dateModified"] = page.last_published_at.isoformat()
    if page.department:
        data["publisher"] = {"@type": "GovernmentOrganization", "name": page.department.local_name}
    return data
