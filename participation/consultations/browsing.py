"""The list of consultations: open, to come or finished, by topic and department, a page at a time."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext as _

from participation.accounts.models import Department
from participation.errors import Invalid

from .cards import cards_for
from .links import with_query

if TYPE_CHECKING:
    from .models import ConsultationIndexPage, Topic
    from .querysets import ConsultationQuerySet

PER_PAGE = 12
STATES = ("open", "upcoming", "finished")


def index_context(
    page: "ConsultationIndexPage", request: HttpRequest, live: "ConsultationQuerySet", topics: "type[Topic]"
) -> dict[str, Any]:
    """The chosen consultations, and the ways to choose others."""
    state = _one_of(request, "state", STATES) or "open"
    topic, department = request.GET.get("topic", ""), request.GET.get("department", "")
    number = _number(request)
    found = _narrowed(live, topic, department, topics)
    chosen = _in_state(found, state)
    window = list(chosen.for_cards()[(number - 1) * PER_PAGE : number * PER_PAGE + 1])
    query = {"state": "" if state == "open" else state, "topic": topic, "department": department}
    return {
        "section": "consultations",
        "local": page.local,
        "cards": cards_for(window[:PER_PAGE]),
        "tabs": _tabs(page.url, state, query),
        "groups": _groups(page.url, live, topics, query),
        "chosen": sum(map(bool, (topic, department))),
        "heading": _labels()[state],
        "box_url": "" if window else _box_url(live),
        "clear_url": with_query(page.url, state=query["state"]),
        "next_url": with_query(page.url, **query, page=number + 1) if len(window) > PER_PAGE else "",
        "first_url": with_query(page.url, **query) if number > 1 else "",
    }


def _in_state(found: "ConsultationQuerySet", state: str) -> "ConsultationQuerySet":
    if state == "open":
        return found.open_at().soonest_end_first()
    chosen = found.upcoming_at() if state == "upcoming" else found.finished_at()
    ordered: ConsultationQuerySet = chosen.order_by("-first_published_at", "-pk")
    return ordered


def _narrowed(
    found: "ConsultationQuerySet", topic: str, department: str, topics: "type[Topic]"
) -> "ConsultationQuerySet":
    if topic:
        ids = [row.pk for row in topics.objects.all() if topic in (row.slug, row.parent and row.parent.slug)]
        if not ids:
            raise Invalid(errors={"topic": _("There is no such topic.")})
        found = found.filter(topic__in=ids)
    if department:
        row = Department.objects.filter(slug=department).first()
        if row is None:
            raise Invalid(errors={"department": _("There is no such department.")})
        found = found.filter(department=row)
    return found


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


def _tabs(url: str, state: str, query: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": with_query(url, **query | {"state": "" if name == "open" else name}),
            "current": name == state,
            "count": None,
        }
        for name, label in _labels().items()
    ]


def _groups(
    url: str, live: "ConsultationQuerySet", topics: "type[Topic]", query: dict[str, str]
) -> list[dict[str, Any]]:
    """The topics and departments that have consultations, as components/facets.html wants them."""
    wanted = _in_state(live, query["state"] or "open").order_by()
    counts: dict[str, Counter[int]] = {"topic": Counter(), "department": Counter()}
    for topic, department, count in wanted.values_list("topic", "department").annotate(Count("pk")):
        counts["topic"][topic] += count
        counts["department"][department] += count
    rows: dict[str, Any] = {
        "topic": topics.objects.filter(pk__in=[key for key in counts["topic"] if key]),
        "department": Department.objects.filter(pk__in=[key for key in counts["department"] if key]),
    }
    names = {"topic": _("Topic"), "department": _("Department")}
    return [
        {
            "name": names[name],
            "items": [
                {
                    "label": row.local_name,
                    "url": with_query(url, **query | {name: "" if query[name] == row.slug else row.slug}),
                    "count": counts[name][row.pk],
                    "current": query[name] == row.slug,
                }
                for row in rows[name]
            ],
        }
        for name in ("topic", "department")
        if rows[name]
    ]
