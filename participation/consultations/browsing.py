"""The list of consultations: open, to come or finished, by topic, department and place, a page at a time."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from participation.accounts.models import Department
from participation.accounts.predicates import is_editor, is_official
from participation.errors import Invalid

from .cards import cards_for
from .choices import Choices
from .links import with_query

if TYPE_CHECKING:
    from .models import ConsultationIndexPage, Place, Topic
    from .querysets import ConsultationQuerySet

PER_PAGE = 12
STATES = ("open", "upcoming", "finished")
FILTERS = ("topic", "department", "place")


def index_context(
    page: "ConsultationIndexPage",
    request: HttpRequest,
    live: "ConsultationQuerySet",
    topics: "type[Topic]",
    places: "type[Place]",
) -> dict[str, Any]:
    """The chosen consultations, and the ways to choose others."""
    state = _one_of(request, "state", STATES) or "open"
    number = _number(request)
    wanted = {name: request.GET.get(name, "") for name in FILTERS}
    choices = Choices.of(live)
    for name, model in (("topic", topics), ("department", Department), ("place", places)):
        _require_known(choices, name, wanted[name], model)
    window = list(_chosen(live, state, wanted).for_cards()[(number - 1) * PER_PAGE : number * PER_PAGE + 1])
    query = {"state": "" if state == "open" else state, **wanted}
    return {
        "section": "consultations",
        "local": page.local,
        "cards": cards_for(window[:PER_PAGE]),
        "tabs": _tabs(page.url, state, query, choices.by_state(wanted)),
        "groups": choices.groups(page.url, state, query),
        "chosen": sum(map(bool, wanted.values())),
        "heading": _labels()[state],
        "box_url": "" if window else _box_url(live),
        "clear_url": with_query(page.url, state=query["state"]),
        "next_url": with_query(page.url, **query, page=number + 1) if len(window) > PER_PAGE else "",
        "first_url": with_query(page.url, **query) if number > 1 else "",
        "feed_url": with_query(reverse("feeds:consultations"), lang=get_language()),
        "open_url": _open_url(page, request.user),
    }


def _open_url(page: "ConsultationIndexPage", user: Any) -> str:
    """The form of a new consultation, for whoever may open one."""
    if not (is_official(user) or is_editor(user)) or not page.permissions_for_user(user).can_add_subpage():
        return ""
    return reverse("wagtailadmin_pages:add", args=["consultations", "consultationpage", page.pk])


def _chosen(live: "ConsultationQuerySet", state: str, wanted: dict[str, str]) -> "ConsultationQuerySet":
    found = live.about(**wanted)
    if state == "open":
        return found.open_at().soonest_end_first()
    chosen = found.upcoming_at() if state == "upcoming" else found.finished_at()
    ordered: ConsultationQuerySet = chosen.order_by("-first_published_at", "-pk")
    return ordered


def _require_known(choices: Choices, name: str, slug: str, model: Any) -> None:
    """A filter that never existed is a mistake in the address; one that finds nothing is not."""
    if not slug or choices.knows(name, slug) or model.objects.filter(slug=slug).exists():
        return
    unknown = {
        "topic": _("There is no such topic."),
        "department": _("There is no such department."),
        "place": _("There is no such place."),
    }
    raise Invalid(errors={name: unknown[name]})


def _one_of(request: HttpRequest, name: str, allowed: tuple[str, ...]) -> str:
    value = request.GET.get(name, "")
    if value and value not in allowed:
        raise Invalid(errors={name: _("Choose one of: %(choices)s.") % {"choices": ", ".join(allowed)}})
    return value


def _number(request: HttpRequest) -> int:
    value = request.GET.get("page", "1")
    # isdecimal() takes digits of every script; so does int(). Nobody pages beyond thousands.
    if not value.isdecimal() or len(value) > 4 or int(value) < 1:
        raise Invalid(errors={"page": _("This is not the number of a page.")})
    return int(value)


def _labels() -> dict[str, str]:
    return {"open": _("Open now"), "upcoming": _("To come"), "finished": _("Finished")}


def _box_url(live: "ConsultationQuerySet") -> str:
    box = live.filter(is_suggestion_box=True).first()
    return box.url if box else ""


def _tabs(url: str, state: str, query: dict[str, str], counts: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": with_query(url, **query | {"state": "" if name == "open" else name}),
            "current": name == state,
            "count": counts.get(name, 0),
        }
        for name, label in _labels().items()
    ]
