"""What the pages of results show, made ready for their templates."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from participation.accounts.models import User
from participation.contributions.text import to_plain
from participation.events.models import Event

from ..models import Idea
from ..money import money
from ..rows import TAGS, tag_label
from .models import Milestone, Result, ResultReport

State = Result.State
STATE_TAGS = {State.PLANNED: "open", State.UNDERWAY: "progress", State.DONE: "done", State.STOPPED: "declined"}
#: How many reports stand on a page; the log has the rest.
SHOWN_REPORTS = 20
SHOWN_IDEAS = 100


@dataclass(frozen=True)
class Card:
    """A result in a list, or beside an idea."""

    result: Result
    tag: str
    state: str
    percent_label: str
    meta: list[str]
    steps: list[dict[str, Any]] = field(default_factory=list)


def cards(results: Iterable[Result]) -> list[Card]:
    return [_card(result) for result in results]


def cards_of(idea: Idea) -> list[Card]:
    """The results of one idea with their steps: two queries where there are some, one where there are none."""
    results = Result.objects.answering(idea).with_names().prefetch_related("milestones").order_by("pk")
    return [_card(result, steps=milestones(result.milestones.all())) for result in results]


def _card(result: Result, steps: list[dict[str, Any]] | None = None) -> Card:
    meta = [str(each) for each in (_department(result), result.topic, result.place) if each]
    if result.ends_on:
        meta.append(_("until %(day)s") % {"day": day_in_words(result.ends_on)})
    return Card(
        result=result,
        tag=STATE_TAGS[State(result.state)],
        state=str(State(result.state).label),
        percent_label=percent_label(result.percent),
        meta=meta,
        steps=steps or [],
    )


def _department(result: Result) -> str:
    return result.department.local_name if result.department else ""


def percent_label(percent: int) -> str:
    return _("%(percent)s%% done") % {"percent": percent}


def day_in_words(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def milestones(steps: Iterable[Milestone]) -> list[dict[str, Any]]:
    """The steps of the work as points of a line; names as components/lifeline.html has them."""
    today, points = timezone.localdate(), []
    for step in steps:
        if step.reached_on:
            said, state = _("reached on %(day)s") % {"day": day_in_words(step.reached_on)}, "done"
        elif step.due_on:
            said = _("by %(day)s") % {"day": day_in_words(step.due_on)}
            state = "overdue" if step.is_late_at(today) else "next"
        else:
            said, state = "", "next"
        points.append({"label": step.title, "detail": said, "state": state})
    return points


@dataclass(frozen=True)
class Told:
    """A report in the department's voice; names as components/office.html has them."""

    id: str
    department: str
    person: str
    date: datetime
    html: str
    kind: str
    language: str


def told(result: Result) -> list[Told]:
    reports = result.reports.select_related("author").order_by("-pk")[:SHOWN_REPORTS]
    return [
        Told(
            id=f"report-{report.pk}",
            department=_department(result) or _("The office"),
            person=report.author.public_name if report.author else "",
            date=report.created_at,
            html=report.html,
            kind=_kind(report),
            language=report.language,
        )
        for report in reports
    ]


def _kind(report: ResultReport) -> str:
    if report.is_correction:
        return _("Corrected from %(before)s%% to %(percent)s%%") % {
            "before": report.before,
            "percent": report.percent,
        }
    return percent_label(report.percent)


def log(result: Result) -> list[dict[str, Any]]:
    """All that happened to the result, the latest first. Old figures stay readable here."""
    events = Event.objects.about(result).public().select_related("actor__department").order_by("-pk")[:100]
    return [
        {"when": event.created_at, "who": _who(event), "lines": lines} for event in events if (lines := _lines(event))
    ]


def _who(event: Event) -> str:
    person = event.actor
    if person is None:
        return ""
    return person.department.local_name if person.department else person.public_name


def _lines(event: Event) -> list[str]:
    said = event.payload
    if event.verb == "result.planned":
        return [_("Planned")]
    if event.verb in {"result.progressed", "result.done"}:
        return [_("From %(from)s%% to %(to)s%%") % said, *said["milestones"]]
    if event.verb == "result.stopped":
        return [_("Stopped: %(reason)s") % said]
    if event.verb == "result.changed":
        note = [said["note"]] if said["note"] else []
        return [*note, *(_change(name, *values) for name, values in said["changes"].items())]
    return []


def _change(name: str, before: Any, after: Any) -> str:
    words = {"name": _field_name(name), "before": _value(name, before), "after": _value(name, after)}
    if name == "text":
        return _("The description was changed.")
    return _("%(name)s: before %(before)s, now %(after)s") % words


def _field_name(name: str) -> str:
    if name.startswith("milestone "):
        return _("Step")
    return str(Result._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a plain field


def _value(name: str, value: Any) -> str:
    if value in (None, ""):
        return "–"
    if name == "cost":
        return money(value, settings.CURRENCY)
    if isinstance(value, list):  # a step: its words, by when, and when it was reached
        title, due, reached = value
        said = [title]
        if due:
            said.append(_("by %(day)s") % {"day": _day(due)})
        if reached:
            said.append(_("reached on %(day)s") % {"day": _day(reached)})
        return "“" + ", ".join(said) + "”"
    return _day(value) if name in {"starts_on", "ends_on"} else str(value)


def _day(iso: str) -> str:
    day = parse_date(iso)
    return day_in_words(day) if day else iso


def facts(result: Result) -> list[dict[str, str]]:
    listed = reverse("results:list")
    found = []
    if result.department:
        url = f"{listed}?department={result.department_id}"
        found.append({"name": _("Department"), "value": result.department.local_name, "url": url})
    if result.starts_on or result.ends_on:
        found.append({"name": _("Term"), "value": _term(result), "url": ""})
    if result.cost is not None:
        found.append({"name": _("Cost"), "value": money(result.cost, settings.CURRENCY), "url": ""})
    if result.topic:
        found.append({"name": _("Topic"), "value": str(result.topic), "url": f"{listed}?topic={result.topic_id}"})
    if result.place:
        found.append({"name": _("Place"), "value": str(result.place), "url": f"{listed}?place={result.place_id}"})
    return found


def _term(result: Result) -> str:
    if result.starts_on and result.ends_on:
        days = {"first": day_in_words(result.starts_on), "last": day_in_words(result.ends_on)}
        return _("%(first)s to %(last)s") % days
    if result.starts_on:
        return _("from %(day)s") % {"day": day_in_words(result.starts_on)}
    assert result.ends_on is not None
    return _("until %(day)s") % {"day": day_in_words(result.ends_on)}


def linked_ideas(result: Result) -> list[dict[str, Any]]:
    """The public ideas that it answers, as rows."""
    ideas = Idea.objects.published().filter(results=result).with_names().order_by("pk")[:SHOWN_IDEAS]
    return [{"idea": idea, "tag": TAGS[idea.status], "label": tag_label(idea)} for idea in ideas]


def result_context(result: Result, user: User | AnonymousUser) -> dict[str, Any]:
    """All that a result's page shows."""
    return {
        "section": "answers",
        "result": result,
        "card": _card(result),
        "summary": to_plain(result.html),
        "facts": facts(result),
        "steps": milestones(result.milestones.all()),
        "ideas": linked_ideas(result),
        "reports": told(result),
        "log": log(result),
        "may_change": user.has_perm("results.change_result", result),
        "linked": linked_data(result),
    }


def linked_data(result: Result) -> dict[str, Any]:
    """The result for machines, in schema.org's words."""
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Project",
        "name": result.title,
        "description": to_plain(result.html)[:500],
        "url": settings.BASE_URL + result.get_absolute_url(),
    }
    if result.department:
        described["parentOrganization"] = {"@type": "GovernmentOrganization", "name": result.department.local_name}
    if result.starts_on:
        described["foundingDate"] = result.starts_on.isoformat()
    if result.ends_on:
        described["dissolutionDate"] = result.ends_on.isoformat()
    return described


def in_words(count: int) -> str:
    return npgettext("of the office", "%(count)s result", "%(count)s results", count) % {"count": f"{count:,}"}
