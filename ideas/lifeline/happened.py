"""What happened to an idea, told from its public events: one function for each verb that people read."""

from collections.abc import Callable
from datetime import datetime

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext as _

from participation.consultations.ladder import Obligation
from participation.events.models import Event

from ..models import Idea
from .points import Entry, answer_label, from_event, point, status_name, support, supporters_reached


def _submitted(idea: Idea, event: Event) -> Entry:
    return from_event(event, _("Idea posted"), detail=idea.source_author)


def _edited(idea: Idea, event: Event) -> Entry:
    return from_event(
        event, _("Edited"), url=reverse("ideas:history", args=[idea.pk]), note=str(event.payload.get("note", ""))
    )


def _threshold_met(idea: Idea, event: Event) -> Entry:
    label = supporters_reached(event.payload.get("threshold") or idea.threshold)
    return from_event(event, label, detail=_owed_from_here(event), note=_reason(event))


def _owed_from_here(event: Event) -> str:
    if event.payload.get("obliges", Obligation.ANSWER) == Obligation.ANSWER:
        return _("An answer is owed from here on")
    return _("Owed from here on: %(what)s") % {"what": _obligation(event)}


def _obligation(event: Event) -> str:
    kind = str(event.payload.get("obliges", ""))
    return str(Obligation(kind).label) if kind in Obligation.values else kind


def _fell_below(idea: Idea, event: Event) -> Entry:
    label = _("Support fell below %(threshold)s") % {"threshold": intcomma(event.payload.get("threshold") or 0)}
    return from_event(event, label, detail=_("Nothing is owed any more"))


def _duty_fulfilled(idea: Idea, event: Event) -> Entry:
    return from_event(event, _("Done: %(what)s") % {"what": _obligation(event)}, note=str(event.payload["report"]))


def _extended(idea: Idea, event: Event) -> Entry:
    label = _("Date put off to %(date)s") % {"date": _day(event, "due")}
    return from_event(event, label, note=_reason(event))


def _day(event: Event, name: str) -> str:
    moment = datetime.fromisoformat(str(event.payload[name]))
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


def _overdue(idea: Idea, event: Event) -> Entry:
    label = _("Overdue since %(date)s") % {"date": _day(event, "due")}
    return from_event(event, label, detail=str(event.payload.get("department", "")))


def _reopened(idea: Idea, event: Event) -> Entry:
    return from_event(event, _("Opened again"), note=_reason(event))


def _assigned(idea: Idea, event: Event) -> Entry:
    department = idea.department
    if department is not None and event.payload.get("department_id") == department.pk:
        name = department.local_name
    else:
        name = str(event.payload.get("department", ""))
    label = _("Department in charge named") if name else _("No department in charge any more")
    return from_event(event, label, detail=name)


def _interim(idea: Idea, event: Event) -> Entry:
    return from_event(event, _("Interim answer"), url=_answer_url(idea, event))


def _answered(idea: Idea, event: Event) -> Entry:
    return from_event(event, answer_label(str(event.payload.get("to", ""))), url=_answer_url(idea, event))


def _answer_url(idea: Idea, event: Event) -> str:
    return f"{idea.get_absolute_url()}#answer-{event.payload['answer']}" if "answer" in event.payload else ""


def _progressed(idea: Idea, event: Event) -> Entry:
    label = _("In progress: %(percent)s%%") % {"percent": event.payload.get("percent", 0)}
    return from_event(event, label, url=_result_url(event), note=str(event.payload.get("text", "")))


def _done(idea: Idea, event: Event) -> Entry:
    return from_event(event, _("Done"), url=_result_url(event), note=str(event.payload.get("text", "")))


def _result_linked(idea: Idea, event: Event) -> Entry:
    return from_event(event, _("Carried out as: %(title)s") % _result_title(event), url=_result_url(event))


def _result_stopped(idea: Idea, event: Event) -> Entry:
    label = _("Stopped: %(title)s") % _result_title(event)
    return from_event(event, label, url=_result_url(event), note=_reason(event))


def _result_unlinked(idea: Idea, event: Event) -> Entry:
    label = _("No longer carried out as: %(title)s") % _result_title(event)
    return from_event(event, label, url=_result_url(event), note=_reason(event))


def _paper_added(idea: Idea, event: Event) -> Entry | None:
    count = event.payload["count"]
    label = ngettext("%(count)s signature on paper", "%(count)s signatures on paper", count) % {
        "count": intcomma(count)
    }
    return from_event(event, label)


def _paper_undone(idea: Idea, event: Event) -> Entry | None:
    count = event.payload["count"]
    label = ngettext("%(count)s signature on paper taken back", "%(count)s signatures on paper taken back", count) % {
        "count": intcomma(count)
    }
    return from_event(event, label, note=_reason(event))


def _at_counter(idea: Idea, event: Event) -> Entry | None:
    return from_event(event, _("Written down at a counter"))


def _entered_campaign(idea: Idea, event: Event) -> Entry | None:
    label = _("Takes part in the campaign: %(title)s") % _result_title(event)
    return from_event(event, label, url=_campaign_url(event))


def _rewarded(idea: Idea, event: Event) -> Entry | None:
    label = _("Rewarded: %(reward)s") % {"reward": event.payload["reward"]}
    return from_event(event, label, url=_campaign_url(event))


def _reward_withdrawn(idea: Idea, event: Event) -> Entry | None:
    return from_event(event, _("The reward goes with the earlier decision"), url=_campaign_url(event))


def _campaign_url(event: Event) -> str:
    return reverse("campaigns:detail", args=[event.payload["campaign"]])


def _result_title(event: Event) -> dict[str, str]:
    return {"title": str(event.payload.get("title", ""))}


def _result_url(event: Event) -> str:
    """Where the result is told of whose progress this is; nothing where the idea has none."""
    return reverse("results:short", args=[event.payload["result"]]) if "result" in event.payload else ""


def _expired(idea: Idea, event: Event) -> Entry:
    return from_event(event, _("The time to find support ended"), detail=support(idea))


def _owed_all_the_same(idea: Idea, event: Event) -> Entry:
    label = _("The time to find support ended: it is answered all the same")
    return from_event(event, label, detail=support(idea))


def _retired(idea: Idea, event: Event) -> Entry:
    instead = event.payload.get("instead")
    label = _("Retired in favour of another idea") if instead else _("Retired")
    url = idea.retired_for.get_absolute_url() if idea.retired_for is not None else ""
    return from_event(event, label, url=url, note=_reason(event))


def _merging(label: str) -> Callable[[Idea, Event], Entry]:
    """A point that leads to the log of what was merged and divided."""

    def tell(idea: Idea, event: Event) -> Entry:
        return from_event(event, gettext(label), url=reverse("ideas:merges", args=[idea.pk]), note=_reason(event))

    return tell


def _unhidden(idea: Idea, event: Event) -> Entry:
    return point(event.verb, _("Shown again"), detail=_("Moderators"), when=event.created_at, note=_reason(event))


def _moved(idea: Idea, event: Event) -> Entry:
    label = _("State: %(state)s") % {"state": status_name(str(event.payload.get("to", "")))}
    return from_event(event, label, note=_reason(event))


def _reason(event: Event) -> str:
    return str(event.payload.get("reason", ""))


TELL: dict[str, Callable[[Idea, Event], Entry | None]] = {
    "idea.submitted": _submitted,
    "idea.imported": _submitted,
    "idea.edited": _edited,
    "idea.voting_opened": lambda idea, event: from_event(event, _("Voting opened")),
    "idea.voting_closed": lambda idea, event: from_event(event, _("Voting closed")),
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
