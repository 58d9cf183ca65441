"""What the first page and plain pages show, made ready for their templates."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from participation.consultations.cards import cards_for
from participation.consultations.links import with_query
from participation.consultations.models import ConsultationIndexPage

from .figures import figures
from .sections import home_sections

if TYPE_CHECKING:
    from .models import HomePage, StandardPage

CARDS = 3


def home_context(page: "HomePage", request: HttpRequest) -> dict[str, Any]:
    """What is open now, the four steps in numbers, and what others put on the first page."""
    listed = ConsultationIndexPage.listed()
    open_now = list(listed.open_at().filter(is_suggestion_box=False).soonest_end_first().for_cards()[: CARDS + 1])
    box = listed.filter(is_suggestion_box=True).for_cards().first() if len(open_now) < CARDS else None
    more = len(open_now) > CARDS
    return {
        "local": page.local,
        "cards": cards_for([*open_now[:CARDS], *([box] if box else [])]),
        "open_count": listed.open_at().count() if more else 0,
        "tiles": tiles(),
        "home_sections": home_sections(request),
        "linked": linked_data(request),
    }


def tiles() -> list[dict[str, Any]]:
    """The four steps, each with its number; a number that nobody counts is left out."""
    counted = figures()
    share = counted.get("answered_in_time")
    nothing_to_tell = share is None or not counted.get("answers")
    in_time = _("what became of it") if nothing_to_tell else _("%(share)d%% answered in time") % {"share": share}
    steps = [
        ("observe", pgettext("mark", "O"), _("Observe"), _("a line about what you saw"), "observations"),
        ("post", pgettext("mark", "P"), _("Post"), _("worked out into an idea"), "ideas"),
        ("vote", pgettext("mark", "V"), _("Vote"), _("one person, one vote"), "votes"),
        ("confirm", pgettext("mark", "C"), _("Confirm"), in_time, "answers"),
    ]
    urls = {
        "observations": reverse("observations:list"),
        "ideas": reverse("ideas:list"),
        "votes": with_query(reverse("ideas:list"), sort="supported"),
        "answers": with_query(reverse("ideas:list"), sort="answered"),
    }
    return [
        {
            "kind": kind,
            "mark": mark,
            "name": name,
            "note": note,
            "number": "" if (number := counted.get(key)) is None else number_format(number, force_grouping=True),
            "url": urls[key],
        }
        for kind, mark, name, note, key in steps
    ]


def linked_data(request: HttpRequest) -> dict[str, Any]:
    """The site for machines, with the way to search it."""
    search = settings.BASE_URL + reverse("search:results")
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": settings.SITE_NAME or _("Madang"),
        "url": settings.BASE_URL + request.path,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search + "?q={search_term_string}"},
            "query-input": "required name=search_term_string",
        },
    }


def standard_context(page: "StandardPage", request: HttpRequest) -> dict[str, Any]:
    """The words in the reader's language, and the plain page above this one, where there is one."""
    parent = page.get_parent()
    is_nested = parent.content_type_id == page.content_type_id
    return {"local": page.local, "crumbs": [{"label": parent.title, "url": parent.url}] if is_nested else []}
