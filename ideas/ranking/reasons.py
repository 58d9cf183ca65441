"""Why an idea stands where it stands, in a sentence for each order."""

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.consultations.dates import short_day

from ..kept import kept
from ..models import Idea
from .half_life import known_half_lives, pulse

Reason = Callable[[Idea, bool, datetime], str]


def why(idea: Idea, sort: str, *, is_local: bool = False, now: datetime | None = None) -> str:
    """The reason for the idea's place; ``is_local`` says that the list is that of its consultation alone.

    Hidden results stay hidden: of such an idea is said that its votes do not count yet.
    """
    reason = REASONS.get(sort)
    if reason is None:
        return ""
    if sort in BY_VOTES and idea.consultation_id in kept().hidden:
        return _("The results of this vote are hidden until its end. It stands where it stood before the vote.")
    return reason(idea, is_local, now or timezone.now())


def _popular(idea: Idea, is_local: bool, now: datetime) -> str:
    rules = known_half_lives()
    rule = rules.of(idea.consultation_id) if is_local else rules.site
    heat = idea.local_heat if is_local else idea.heat
    weight = max(2 ** (heat - rule.age_at(now)) - 2 ** (rule.age_at(idea.created_at) - rule.age_at(now)), 0.0)
    said = {
        "supporters": supporters(idea.support_count),
        "days": ngettext("%(days)s day", "%(days)s days", rule.days) % {"days": rule.days},
        "age": _age(idea, now),
        "weight": number_format(round(weight, 1), 1, force_grouping=True),
    }
    return _("%(supporters)s, %(age)s. Every %(days)s halve the weight: today they weigh like %(weight)s.") % said


def _newest(idea: Idea, is_local: bool, now: datetime) -> str:
    return _("Posted on %(day)s: the newest comes first.") % {"day": short_day(idea.created_at)}


def _supported(idea: Idea, is_local: bool, now: datetime) -> str:
    return _("%(supporters)s, whenever they came.") % {"supporters": supporters(idea.support_count)}


def _rising(idea: Idea, is_local: bool, now: datetime) -> str:
    gain = 2 ** max(idea.rising - pulse(now), -60.0) * (1 + idea.support_count) ** 0.5
    if gain < 0.05:
        return _("Nobody has come to support it of late.")
    said = {
        "gain": number_format(round(gain, 1), 1, force_grouping=True),
        "supporters": supporters(idea.support_count),
    }
    return (
        _("Gained %(gain)s supporters of late, those of yesterday counted half; set against %(supporters)s in all.")
        % said
    )


def _near(idea: Idea, is_local: bool, now: datetime) -> str:
    if not idea.threshold:
        return _("This consultation has no threshold.")
    said = {
        "supporters": supporters(idea.support_count),
        "threshold": f"{idea.threshold:,}",
        "percent": int(100 * idea.support_count / idea.threshold),
    }
    return _("%(supporters)s of the %(threshold)s from which an answer is owed: %(percent)s%%.") % said


def _controversial(idea: Idea, is_local: bool, now: datetime) -> str:
    support, oppose = idea.support_count, idea.oppose_count
    if not support or not oppose:
        return _("All votes on it say the same, or there are none.")
    said = {
        "support": f"{support:,}",
        "oppose": f"{oppose:,}",
        "percent": int(100 * min(support, oppose) / max(support, oppose)),
    }
    return _("%(support)s for and %(oppose)s against: the smaller side has %(percent)s%% of the larger one.") % said


def _unseen(idea: Idea, is_local: bool, now: datetime) -> str:
    return _("What you have not opened comes first, the newest on top. Posted on %(day)s.") % {
        "day": short_day(idea.created_at)
    }


def _needs_answer(idea: Idea, is_local: bool, now: datetime) -> str:
    if idea.answer_due_at is None:
        return ""
    return _("The answer is due on %(day)s: the earliest day comes first.") % {"day": short_day(idea.answer_due_at)}


def _answered(idea: Idea, is_local: bool, now: datetime) -> str:
    if idea.answered_at is None:
        return _("Another board answered it and did not say when.")
    return _("Answered on %(day)s: the latest answer comes first.") % {"day": short_day(idea.answered_at)}


def _random(idea: Idea, is_local: bool, now: datetime) -> str:
    return _("By lot: the number in this page’s address decides, for everybody alike.")


def supporters(count: int) -> str:
    return ngettext("%(count)s supporter", "%(count)s supporters", count) % {"count": f"{count:,}"}


def _age(idea: Idea, now: datetime) -> str:
    days = max((timezone.localdate(now) - timezone.localdate(idea.created_at)).days, 0)
    if days == 0:
        return _("posted today")
    return ngettext("posted %(days)s day ago", "posted %(days)s days ago", days) % {"days": f"{days:,}"}


BY_VOTES = frozenset({"popular", "supported", "rising", "near", "controversial"})
REASONS: dict[str, Reason] = {
    "popular": _popular,
    "newest": _newest,
    "supported": _supported,
    "rising": _rising,
    "near": _near,
    "controversial": _controversial,
    "unseen": _unseen,
    "needs_answer": _needs_answer,
    "answered": _answered,
    "random": _random,
}
