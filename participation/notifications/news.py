"""Which events are news, to whom, and in what words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ideas.life import Status
from ideas.models import Idea, MergeProposal, Observation
from ideas.results.models import Result
from participation.accounts.models import Department
from participation.consultations.ladder import Obligation
from participation.contributions.models import Follow
from participation.events.models import Event

from .audiences import (
    EVERYBODY,
    OF_OBSERVATION,
    Audience,
    author,
    concerned_by_result,
    followers,
    followers_of_topic,
    office,
    supporters_of_an_earlier_text,
)
from .keepers import administrators, keepers, keepers_and_head

NAMES = "notifications.department_names"
Sentence = Callable[[Event], str]


def at_desk(event: Event) -> str:
    """Where an official does what the news asks for."""
    return reverse("office:idea", args=[event.object_id])


@dataclass(frozen=True)
class News:
    """A verb that is told: the kind people choose a pace for, who hears of it, and the sentence."""

    kind: str
    to: tuple[Audience, ...]
    sentence: Sentence
    told_of_hidden: bool = False
    #: What somebody must know although they asked to hear no more of the thing: a duty, or that it was taken away.
    told_when_muted: bool = False
    #: People whom the event itself names, besides those who have to do with the thing.
    named: Callable[[Event], Iterable[int]] | None = None
    #: Where it is read; without it, on the thing's own page.
    read_at: Callable[[Event], str] | None = None

    def recipients(self, event: Event) -> set[int]:
        """Everybody concerned, but whoever did it and whoever asked to hear no more of this."""
        target: Any = event.target
        found = {person for audience in self.to for person in audience(target) if person is not None}
        found.update(self.named(event) if self.named else ())
        if self.told_when_muted:
            return found - {event.actor_id or 0}
        muted = Follow.objects.about(target).filter(is_muted=True).values_list("user_id", flat=True)
        return found - set(muted) - {event.actor_id or 0}


def _day(text: str) -> str:
    return date_format(timezone.localtime(datetime.fromisoformat(text)), "DATE_FORMAT") if text else ""


def _department(event: Event) -> str:
    """The department's name at that time, in the reader's language where it has one."""
    name = str(event.payload["department"])
    language = get_language() or settings.LANGUAGE_CODE
    if language == settings.LANGUAGE_CODE or not name:
        return name
    return str(_names().get(name, {}).get(language) or name)


def _office(event: Event) -> str:
    """The same where something is said of whoever is in charge: an idea may belong to no department."""
    return _department(event) or _("The office")


def _people(number: int) -> str:
    return f"{number:,}"


def _names() -> dict[str, dict[str, str]]:
    """Kept for a minute: a page of notices names a department many times."""
    names: dict[str, dict[str, str]] | None = cache.get(NAMES)
    if names is None:
        names = dict(Department.objects.values_list("name", "translations"))
        cache.set(NAMES, names, 60)
    return names


def _posted(event: Event) -> str:
    return _("New in a topic you follow.")


def _owed(event: Event) -> str:
    said = {"threshold": _people(event.payload["threshold"]), "department": _department(event)}
    said["date"] = _day(event.payload["due"])
    if event.payload.get("obliges", Obligation.ANSWER) != Obligation.ANSWER:
        said["what"] = str(Obligation(event.payload["obliges"]).label)
        return _("%(threshold)s people support it. Owed by %(date)s: %(what)s.") % said
    if not said["department"]:
        return _("%(threshold)s people support it: an answer is owed by %(date)s.") % said
    return _("%(threshold)s people support it: %(department)s must answer by %(date)s.") % said


def _due(event: Event) -> dict[str, str]:
    return {"department": _office(event), "date": _day(str(event.payload["due"]))}


def _fell_below(event: Event) -> str:
    said = {"threshold": _people(event.payload["threshold"])}
    return _("Support was taken back: fewer than %(threshold)s people support it, and nothing is owed any more.") % said


def _fulfilled(event: Event) -> str:
    said = {"department": _office(event), "report": event.payload["report"]}
    return _("%(department)s reports what was done: %(report)s") % said


def _goes_on(event: Event) -> str:
    threshold = event.payload["threshold"]
    if threshold is None:
        return _("It looks for support again.")
    return _("It looks for support again: %(threshold)s people are needed.") % {"threshold": _people(threshold)}


def _extended(event: Event) -> str:
    said = _due(event) | {"before": _day(str(event.payload["before"])), "reason": event.payload["reason"]}
    return _("%(department)s put the date off from %(before)s to %(date)s. The reason: %(reason)s") % said


def _reminded(event: Event) -> str:
    return _("A date comes near: %(department)s must have done its part by %(date)s.") % _due(event)


def _overdue(event: Event) -> str:
    return _("Overdue: %(department)s should have done its part by %(date)s.") % _due(event)


def _escalated(event: Event) -> str:
    return _("Overdue for more than a week: %(department)s should have done its part by %(date)s.") % _due(event)


def _reopened(event: Event) -> str:
    return _("It was opened again: %(reason)s") % {"reason": event.payload["reason"]}


def _answered(event: Event) -> str:
    said = {"department": _office(event), "decision": Status(event.payload["to"]).label}
    return _("%(department)s has answered: %(decision)s.") % said


def _interim(event: Event) -> str:
    return _("%(department)s has given an interim answer.") % {"department": _office(event)}


def _progressed(event: Event) -> str:
    return _("The work has come to %(percent)s per cent.") % {"percent": event.payload["percent"]}


def _done(event: Event) -> str:
    return _("The office says it is done. Was it? Please tell.")


def _reached(event: Event) -> dict[str, str]:
    return {name: _people(event.payload[name] or 0) for name in ("support", "threshold")}


def _expired(event: Event) -> str:
    said = _reached(event)
    if event.payload["threshold"] is None:
        return (
            ngettext(
                "The time to find support is over. %(support)s person supported it.",
                "The time to find support is over. %(support)s people supported it.",
                event.payload["support"],
            )
            % said
        )
    return _("The time to find support is over: %(support)s of %(threshold)s people supported it.") % said


def _owed_all_the_same(event: Event) -> str:
    said = _due(event) | _reached(event)
    return (
        _(
            "The time to find support is over: %(support)s of %(threshold)s people supported it. %(department)s answers"
            " all the same, by %(date)s."
        )
        % said
    )


def _retired(event: Event) -> str:
    instead = _title(event.payload["instead"])
    if not instead:
        return _("Its author took it back in favour of another idea.")
    return _("Its author took it back in favour of “%(title)s”. You can support that one.") % {"title": instead}


def _title(idea: int) -> str:
    """The title of another idea; nothing where that cannot be seen any more."""
    return Idea.objects.published().filter(pk=idea).values_list("title", flat=True).first() or ""


def _reworded(event: Event) -> str:
    return _("The text that you supported says something else now. Please say whether you support it, too.")


def _merged(event: Event) -> str:
    into = _title(event.payload["into"])
    if not into:
        return _("It was merged into another idea. Support given here counts there, and can be taken back.")
    return _("It was merged into “%(title)s”. Support given here counts there, and can be taken back.") % {
        "title": into
    }


def _unmerged(event: Event) -> str:
    return _("It stands by itself again: the merge was undone, and its supporters count here.")


def _merge_agreed(event: Event) -> str:
    return _("You said that an idea is the same as this one. They are one now.")


def _merge_declined(event: Event) -> str:
    said = {"title": _title(event.payload["into"]), "answer": event.payload["answer"]}
    if not said["title"]:
        return _("You said that it is the same as another idea. They stay two: %(answer)s") % said
    return _("You said that it is the same as “%(title)s”. They stay two: %(answer)s") % said


def who_proposed(event: Event) -> Iterable[int]:
    """The person who said that two ideas are the same."""
    rows = MergeProposal.objects.filter(pk=event.payload["proposal"], proposed_by__isnull=False)
    return [person for person in rows.values_list("proposed_by_id", flat=True) if person is not None]


def _split(event: Event) -> str:
    return _("It was divided into parts. Which of them do you support? Please choose.")


def _unsplit(event: Event) -> str:
    return _("It is whole again: the division was undone.")


def _assigned(event: Event) -> str:
    said = {"department": _office(event), "date": _day(event.payload["due"])}
    if not said["date"]:
        return _("%(department)s is in charge of it now.") % said
    return _("%(department)s is in charge of it now; the answer is due on %(date)s.") % said


def _hidden(event: Event) -> str:
    return _("It was hidden by a moderator. The reason: %(reason)s") % {"reason": event.payload["reason"]}


def _unhidden(event: Event) -> str:
    return _("It can be seen again. The reason: %(reason)s") % {"reason": event.payload["reason"]}


def _gathered(event: Event) -> str:
    return _("Somebody made an idea of what you observed.")


def _rewarded(event: Event) -> str:
    said = {"title": event.payload["title"], "reward": event.payload["reward"]}
    return _("It was adopted in the campaign “%(title)s”. The reward: %(reward)s") % said


def _reward_withdrawn(event: Event) -> str:
    return _("The decision was revised. The reward of the campaign “%(title)s” goes with it.") % {
        "title": event.payload["title"]
    }


def _result_linked(event: Event) -> str:
    return _("The office carries it out as “%(title)s”.") % {"title": event.payload["title"]}


def _result_progressed(event: Event) -> str:
    count = event.payload["to"]
    if count < event.payload["from"]:
        return _("Corrected: the work has come to %(percent)s per cent, not further.") % {"percent": count}
    return _("The work has come to %(percent)s per cent.") % {"percent": count}


def _result_stopped(event: Event) -> str:
    return _("The work was stopped. The reason: %(reason)s") % {"reason": event.payload["reason"]}


NEWS: dict[str, News] = {
    "idea.submitted": News("topic_new", (followers_of_topic,), _posted),
    "idea.threshold_met": News("idea_state", (*EVERYBODY, office), _owed),
    "idea.answered": News("answer", EVERYBODY, _answered),
    "idea.interim_answered": News("answer", EVERYBODY, _interim),
    "idea.progressed": News("idea_state", EVERYBODY, _progressed),
    "idea.done": News("answer", EVERYBODY, _done),
    "idea.expired": News("idea_state", EVERYBODY, _expired),
    "idea.owed_all_the_same": News("idea_state", (*EVERYBODY, office), _owed_all_the_same),
    "idea.retired": News("idea_state", EVERYBODY, _retired),
    "idea.reworded": News("idea_state", (supporters_of_an_earlier_text,), _reworded),
    "idea.merged": News("idea_state", EVERYBODY, _merged),
    "idea.unmerged": News("idea_state", EVERYBODY, _unmerged),
    "idea.merge_agreed": News("idea_state", (), _merge_agreed, told_when_muted=True, named=who_proposed),
    "idea.merge_declined": News("idea_state", (), _merge_declined, told_when_muted=True, named=who_proposed),
    "idea.split": News("idea_state", EVERYBODY, _split),
    "idea.unsplit": News("idea_state", EVERYBODY, _unsplit),
    "idea.assigned": News("idea_state", (office,), _assigned, told_when_muted=True, read_at=at_desk),
    "idea.fell_below": News("idea_state", (*EVERYBODY, office), _fell_below),
    "idea.duty_fulfilled": News("answer", EVERYBODY, _fulfilled),
    "idea.support_goes_on": News("idea_state", EVERYBODY, _goes_on),
    "idea.deadline_extended": News("idea_state", (*EVERYBODY, office), _extended),
    "idea.reopened": News("idea_state", (*EVERYBODY, office), _reopened),
    "idea.answer_reminded": News("duty", (), _reminded, told_when_muted=True, named=keepers, read_at=at_desk),
    "idea.answer_overdue": News("duty", (), _overdue, told_when_muted=True, named=keepers_and_head, read_at=at_desk),
    "idea.answer_escalated": News("duty", (), _escalated, told_when_muted=True, named=administrators, read_at=at_desk),
    "idea.hidden": News("moderation", (author,), _hidden, told_of_hidden=True, told_when_muted=True),
    "idea.unhidden": News("moderation", (author,), _unhidden, told_when_muted=True),
    "idea.rewarded": News("answer", (author,), _rewarded),
    "idea.reward_withdrawn": News("answer", (author,), _reward_withdrawn),
    "idea.result_linked": News("idea_state", EVERYBODY, _result_linked),
    "result.progressed": News("idea_state", (concerned_by_result, followers), _result_progressed),
    "result.done": News("answer", (concerned_by_result, followers), _done),
    "result.stopped": News("idea_state", (concerned_by_result, followers), _result_stopped),
    "observation.hidden": News("moderation", (author,), _hidden, told_of_hidden=True, told_when_muted=True),
    "observation.unhidden": News("moderation", (author,), _unhidden, told_when_muted=True),
    "observation.gathered": News("observation", OF_OBSERVATION, _gathered),
}


def sentence(event: Event) -> str:
    """What happened, in the active language."""
    return NEWS[event.verb].sentence(event)


def address(event: Event) -> str:
    """Where the event is read, in the active language."""
    place = NEWS[event.verb].read_at
    target: Any = event.target
    return place(event) if place else str(target.get_absolute_url())


def may_be_told(event: Event) -> bool:
    """Whether the thing is still there to be told of: of what was hidden, only that it was is told."""
    target: models.Model | None = event.target
    if isinstance(target, Result):
        return True
    if not isinstance(target, Idea | Observation) or _is_told_of_result(event):
        return False
    return NEWS[event.verb].told_of_hidden or not target.is_hidden


def _is_told_of_result(event: Event) -> bool:
    """The progress of an idea that follows its result is news of the result: once, for all its ideas."""
    return event.verb in {"idea.progressed", "idea.done"} and "result" in event.payload
