"""An idea's whole life on one line: what happened, who did it, when and why, and what is owed next."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Literal, TypedDict

from django.contrib.auth.models import AnonymousUser
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext as _

from participation.accounts.models import Capacity, User
from participation.consultations.ladder import Obligation
from participation.events.models import Event

from .life import Status
from .models import Idea, Observation

# From so many days before the day on which the answer is due, the line warns.
NEAR_DAYS = 5


class Entry(TypedDict):
    """One point of the line: "done", "next" (still to come) or "overdue"; ``near`` warns of a day close by."""

    verb: str
    label: str
    detail: str
    when: datetime | None
    url: str
    state: Literal["done", "next", "overdue"]
    near: bool
    note: str
    actor: str


def lifeline(idea: Idea, user: User | AnonymousUser) -> list[Entry]:
    """All points in the order of time, in the reader's language; what is to come stands last.

    One query for the events; one more where the idea began with observations, and one where it was confirmed.
    """
    events = list(Event.objects.about(idea).public().in_order().select_related("actor__department"))
    told = {event.verb for event in events}
    points = [point for event in events if (tell := TELL.get(event.verb)) and (point := tell(idea, event)) is not None]
    points += _untold(idea, told)
    if idea.is_hidden and (user.has_perm("contributions.view_hidden") or _wrote(user, idea)):
        points.append(_point("idea.hidden", _("Hidden"), when=idea.hidden_at, note=idea.hidden_reason))
    points.sort(key=lambda point: point["when"] or idea.created_at)
    return [*_beginning(idea), *points, *_word_of_citizens(idea), *_to_come(idea)]


def days_in_words(days: int) -> str:
    """How long until a day, or how long it has passed."""
    if days > 0:
        return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
    if days == 0:
        return _("today is the last day")
    return ngettext("%(count)s day late", "%(count)s days late", -days) % {"count": -days}


def _point(
    verb: str,
    label: str,
    *,
    detail: str = "",
    when: datetime | None = None,
    url: str = "",
    state: Literal["done", "next", "overdue"] = "done",
    near: bool = False,
    note: str = "",
    actor: str = "",
) -> Entry:
    return Entry(
        verb=verb, label=label, detail=detail, when=when, url=url, state=state, near=near, note=note, actor=actor
    )


def _wrote(user: User | AnonymousUser, idea: Idea) -> bool:
    return user.is_authenticated and idea.author_id == user.pk


def _office_or_name(event: Event) -> str:
    """Officials speak as their department; citizens go by their public name."""
    person = event.actor
    if event.capacity == Capacity.OFFICIAL:
        if person is not None and person.department is not None:
            return person.department.local_name
        return str(event.payload.get("department", ""))
    return person.public_name if person is not None else ""


def _from_event(event: Event, label: str, *, detail: str = "", url: str = "", note: str = "") -> Entry:
    actor = _office_or_name(event)
    return _point(event.verb, label, detail=detail or actor, when=event.created_at, url=url, note=note, actor=actor)


def _submitted(idea: Idea, event: Event) -> Entry:
    return _from_event(event, _("Idea posted"), detail=idea.source_author)


def _edited(idea: Idea, event: Event) -> Entry:
    return _from_event(
        event, _("Edited"), url=reverse("ideas:history", args=[idea.pk]), note=str(event.payload.get("note", ""))
    )


def _threshold_met(idea: Idea, event: Event) -> Entry:
    label = _supporters_reached(event.payload.get("threshold") or idea.threshold)
    return _from_event(event, label, detail=_owed_from_here(event), note=_reason(event))


def _owed_from_here(event: Event) -> str:
    if event.payload.get("obliges", Obligation.ANSWER) == Obligation.ANSWER:
        return _("An answer is owed from here on")
    return _("Owed from here on: %(what)s") % {"what": _obligation(event)}


def _obligation(event: Event) -> str:
    kind = str(event.payload.get("obliges", ""))
    return str(Obligation(kind).label) if kind in Obligation.values else kind


def _fell_below(idea: Idea, event: Event) -> Entry:
    label = _("Support fell below %(threshold)s") % {"threshold": intcomma(event.payload.get("threshold") or 0)}
    return _from_event(event, label, detail=_("Nothing is owed any more"))


def _duty_fulfilled(idea: Idea, event: Event) -> Entry:
    return _from_event(event, _("Done: %(what)s") % {"what": _obligation(event)}, note=str(event.payload["report"]))


def _extended(idea: Idea, event: Event) -> Entry:
    label = _("Date put off to %(date)s") % {"date": _day(event, "due")}
    return _from_event(event, label, note=_reason(event))


def _day(event: Event, name: str) -> str:
    moment = datetime.fromisoformat(str(event.payload[name]))
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


def _overdue(idea: Idea, event: Event) -> Entry:
    label = _("Overdue since %(date)s") % {"date": _day(event, "due")}
    return _from_event(event, label, detail=str(event.payload.get("department", "")))


def _reopened(idea: Idea, event: Event) -> Entry:
    return _from_event(event, _("Opened again"), note=_reason(event))


def _supporters_reached(threshold: int | None) -> str:
    if not threshold:
        return _("Handed to the office")
    return ngettext("%(count)s supporter reached", "%(count)s supporters reached", threshold) % {
        "count": intcomma(threshold)
    }


def _assigned(idea: Idea, event: Event) -> Entry:
    department = idea.department
    if department is not None and event.payload.get("department_id") == department.pk:
        name = department.local_name
    else:
        name = str(event.payload.get("department", ""))
    label = _("Department in charge named") if name else _("No department in charge any more")
    return _from_event(event, label, detail=name)


def _interim(idea: Idea, event: Event) -> Entry:
    return _from_event(event, _("Interim answer"), url=_answer_url(idea, event))


def _answered(idea: Idea, event: Event) -> Entry:
    return _from_event(event, _answer_label(str(event.payload.get("to", ""))), url=_answer_url(idea, event))


def _answer_label(status: str) -> str:
    return _("Answer: %(decision)s") % {"decision": _status_name(status)}


def _status_name(status: str) -> str:
    return str(Status(status).label) if status in Status.values else status


def _answer_url(idea: Idea, event: Event) -> str:
    return f"{idea.get_absolute_url()}#answer-{event.payload['answer']}" if "answer" in event.payload else ""


def _progressed(idea: Idea, event: Event) -> Entry:
    label = _("In progress: %(percent)s%%") % {"percent": event.payload.get("percent", 0)}
    return _from_event(event, label, url=_result_url(event), note=str(event.payload.get("text", "")))


def _done(idea: Idea, event: Event) -> Entry:
    return _from_event(event, _("Done"), url=_result_url(event), note=str(event.payload.get("text", "")))


def _result_linked(idea: Idea, event: Event) -> Entry:
    return _from_event(event, _("Carried out as: %(title)s") % _result_title(event), url=_result_url(event))


def _result_stopped(idea: Idea, event: Event) -> Entry:
    label = _("Stopped: %(title)s") % _result_title(event)
    return _from_event(event, label, url=_result_url(event), note=_reason(event))


def _result_unlinked(idea: Idea, event: Event) -> Entry:
    label = _("No longer carried out as: %(title)s") % _result_title(event)
    return _from_event(event, label, url=_result_url(event), note=_reason(event))


def _paper_added(idea: Idea, event: Event) -> Entry | None:
    count = event.payload["count"]
    label = ngettext("%(count)s signature on paper", "%(count)s signatures on paper", count) % {
        "count": intcomma(count)
    }
    return _from_event(event, label)


def _paper_undone(idea: Idea, event: Event) -> Entry | None:
    count = event.payload["count"]
    label = ngettext("%(count)s signature on paper taken back", "%(count)s signatures on paper taken back", count) % {
        "count": intcomma(count)
    }
    return _from_event(event, label, note=_reason(event))


def _at_counter(idea: Idea, event: Event) -> Entry | None:
    return _from_event(event, _("Written down at a counter"))


def _entered_campaign(idea: Idea, event: Event) -> Entry | None:
    label = _("Takes part in the campaign: %(title)s") % _result_title(event)
    return _from_event(event, label, url=_campaign_url(event))


def _rewarded(idea: Idea, event: Event) -> Entry | None:
    label = _("Rewarded: %(reward)s") % {"reward": event.payload["reward"]}
    return _from_event(event, label, url=_campaign_url(event))


def _reward_withdrawn(idea: Idea, event: Event) -> Entry | None:
    return _from_event(event, _("The reward goes with the earlier decision"), url=_campaign_url(event))


def _campaign_url(event: Event) -> str:
    return reverse("campaigns:detail", args=[event.payload["campaign"]])


def _result_title(event: Event) -> dict[str, str]:
    return {"title": str(event.payload.get("title", ""))}


def _result_url(event: Event) -> str:
    """Where the result is told of whose progress this is; nothing where the idea has none."""
    return reverse("results:short", args=[event.payload["result"]]) if "result" in event.payload else ""


def _expired(idea: Idea, event: Event) -> Entry:
    return _from_event(event, _("The time to find support ended"), detail=_support(idea))


def _owed_all_the_same(idea: Idea, event: Event) -> Entry:
    label = _("The time to find support ended: it is answered all the same")
    return _from_event(event, label, detail=_support(idea))


def _support(idea: Idea) -> str:
    if not idea.threshold:
        return ngettext("%(count)s supporter", "%(count)s supporters", idea.support_count) % {
            "count": intcomma(idea.support_count)
        }
    return _("%(count)s of %(threshold)s supporters") % {
        "count": intcomma(idea.support_count),
        "threshold": intcomma(idea.threshold),
    }


def _retired(idea: Idea, event: Event) -> Entry:
    instead = event.payload.get("instead")
    label = _("Retired in favour of another idea") if instead else _("Retired")
    url = idea.retired_for.get_absolute_url() if idea.retired_for is not None else ""
    return _from_event(event, label, url=url, note=_reason(event))


def _merging(label: str) -> Callable[[Idea, Event], Entry]:
    """A point that leads to the log of what was merged and divided."""

    def tell(idea: Idea, event: Event) -> Entry:
        return _from_event(event, gettext(label), url=reverse("ideas:merges", args=[idea.pk]), note=_reason(event))

    return tell


def _unhidden(idea: Idea, event: Event) -> Entry:
    return _point(event.verb, _("Shown again"), detail=_("Moderators"), when=event.created_at, note=_reason(event))


def _moved(idea: Idea, event: Event) -> Entry:
    label = _("State: %(state)s") % {"state": _status_name(str(event.payload.get("to", "")))}
    return _from_event(event, label, note=_reason(event))


def _reason(event: Event) -> str:
    return str(event.payload.get("reason", ""))


TELL: dict[str, Callable[[Idea, Event], Entry | None]] = {
    "idea.submitted": _submitted,
    "idea.imported": _submitted,
    "idea.edited": _edited,
    "idea.voting_opened": lambda idea, event: _from_event(event, _("Voting opened")),
    "idea.voting_closed": lambda idea, event: _from_event(event, _("Voting closed")),
    "idea.threshold_met": _threshold_met,
    "idea.owed_all_the_same": _owed_all_the_same,
    "idea.fell_below": _fell_below,
    "idea.duty_fulfilled": _duty_fulfilled,
    "idea.deadline_extended": _extended,
    "idea.answer_overdue": _overdue,
    "idea.reopened": _reopened,
    "idea.assigned": _assigned,
    "idea.interim_answered": _interim,
    "idea.answered": _answered,
    "idea.progressed": _progressed,
    "idea.done": _done,
    "idea.result_linked": _result_linked,
    "idea.result_stopped": _result_stopped,
    "idea.result_unlinked": _result_unlinked,
    "idea.entered_campaign": _entered_campaign,
    "idea.rewarded": _rewarded,
    "idea.reward_withdrawn": _reward_withdrawn,
    "idea.paper_added": _paper_added,
    "idea.paper_undone": _paper_undone,
    "idea.entered_at_counter": _at_counter,
    "idea.expired": _expired,
    "idea.retired": _retired,
    "idea.merged": _merging(gettext_noop("Merged into another idea")),
    "idea.unmerged": _merging(gettext_noop("The merge was undone")),
    "idea.took_in": _merging(gettext_noop("Took in another idea")),
    "idea.gave_back": _merging(gettext_noop("Gave a merged idea back")),
    "idea.split": _merging(gettext_noop("Divided into parts")),
    "idea.unsplit": _merging(gettext_noop("The division was undone")),
    "idea.unhidden": _unhidden,
    "idea.moved": _moved,
}


def _untold(idea: Idea, told: set[str]) -> list[Entry]:
    """What the idea knows of its life although no public event tells it: an import, what happened while hidden."""
    points = []
    if not told & {"idea.submitted", "idea.imported"}:
        name = idea.source_author or (idea.author.public_name if idea.author else "")
        points.append(_point("idea.submitted", _("Idea posted"), detail=name, when=idea.created_at, actor=name))
    if idea.threshold_met_at and "idea.threshold_met" not in told:
        points.append(
            _point(
                "idea.threshold_met",
                _supporters_reached(idea.threshold),
                detail=_("An answer is owed from here on"),
                when=idea.threshold_met_at,
            )
        )
    if idea.is_imported and idea.closes_at and idea.status in {Status.EXPIRED, Status.ANSWERED}:
        points.append(_point("idea.expired", _("The time to find support ended"), when=idea.closes_at))
    if idea.answered_at and "idea.answered" not in told:
        office = idea.department.local_name if idea.department else ""
        label = _answer_label(idea.status) if idea.is_answered else _("Answer")
        points.append(_point("idea.answered", label, detail=office, when=idea.answered_at, actor=office))
    return points


def _beginning(idea: Idea) -> list[Entry]:
    """What was noticed before anybody proposed anything."""
    seen = [observation for observation in _observations(idea) if not observation.is_hidden]
    if not seen:
        return []
    label = ngettext("Began with %(count)s observation", "Began with %(count)s observations", len(seen)) % {
        "count": len(seen)
    }
    first = min(seen, key=lambda observation: observation.created_at)
    spots = list(dict.fromkeys(spot for each in seen if (spot := each.spot or str(each.place or ""))))
    detail = spots[0] if spots else ""
    if len(spots) > 1:
        detail = ngettext(
            "%(place)s and %(count)s other place", "%(place)s and %(count)s other places", len(spots) - 1
        ) % {
            "place": spots[0],
            "count": len(spots) - 1,
        }
    return [_point("observation.gathered", label, detail=detail, when=first.created_at, url=first.get_absolute_url())]


def _observations(idea: Idea) -> Iterable[Observation]:
    if "observations" in getattr(idea, "_prefetched_objects_cache", {}):
        return idea.observations.all()
    return idea.observations.select_related("place")


def _word_of_citizens(idea: Idea) -> list[Entry]:
    """What the supporters say of the work, once somebody has said something."""
    if not idea.confirmed_count and not idea.disputed_count:
        return []
    detail = _("%(done)s say it was done, %(not_done)s say not yet") % {
        "done": intcomma(idea.confirmed_count),
        "not_done": intcomma(idea.disputed_count),
    }
    latest = idea.confirmations.aggregate(latest=Max("created_at"))["latest"]
    return [_point("idea.confirmed", _("Word of the citizens"), detail=detail, when=latest)]


def _to_come(idea: Idea) -> list[Entry]:
    """What the idea waits for; nothing where its life is over."""
    if idea.status in {Status.POSTED, Status.VOTING}:
        return [_wanted_support(idea)]
    if idea.status == Status.OWED:
        return [_owed_answer(idea)]
    if idea.status in {Status.ACCEPTED, Status.PARTLY, Status.IN_PROGRESS}:
        so_far = _("%(percent)s%% done") % {"percent": idea.progress} if idea.progress else ""
        return [_point("idea.done", _("Carried out"), detail=so_far, state="next")]
    if idea.status == Status.DONE and not idea.confirmed_count and not idea.disputed_count:
        return [_point("idea.confirmed", _("Supporters say whether it was done"), state="next")]
    return []


def _wanted_support(idea: Idea) -> Entry:
    label = _supporters_wanted(idea.threshold) if idea.threshold else _("Finding support")
    detail = "" if idea.consultation.hides_results() else _support(idea)
    if idea.closes_at is not None and idea.closes_at > timezone.now():
        left = days_in_words((timezone.localdate(idea.closes_at) - timezone.localdate()).days)
        detail = f"{detail} · {left}" if detail else left
    return _point("idea.threshold_met", label, detail=detail, when=idea.closes_at, state="next")


def _supporters_wanted(threshold: int) -> str:
    return ngettext("%(count)s supporter needed", "%(count)s supporters needed", threshold) % {
        "count": intcomma(threshold)
    }


def _owed_answer(idea: Idea) -> Entry:
    days = idea.days_to_answer
    office = idea.department.local_name if idea.department else ""
    detail = " · ".join(part for part in (office, "" if days is None else days_in_words(days)) if part)
    return _point(
        "idea.answered",
        _("Answer due")
        if idea.obliges == Obligation.ANSWER
        else _("Due: %(what)s") % {"what": Obligation(idea.obliges).label},
        detail=detail,
        when=idea.answer_due_at,
        state="overdue" if idea.is_overdue else "next",
        near=days is not None and days <= NEAR_DAYS,
        actor=office,
    )
