"""Changing how lists are ordered."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.consultations.models import ConsultationPage
from participation.contributions.text import clean_line
from participation.errors import Invalid, ReasonNeeded
from participation.events.outbox import record

from ..models import HalfLifeChange, Idea, PopularityRule
from ..models.ranking import LONGEST_HALF_LIFE
from .half_life import HalfLives, half_lives

REASON_LENGTH = 500


def check_days(days: int) -> None:
    """Raises Invalid on ``days``."""
    if not 1 <= days <= LONGEST_HALF_LIFE:
        said = _("Give a number of days from 1 to %(most)s.") % {"most": LONGEST_HALF_LIFE}
        raise Invalid(errors={"days": said})


@transaction.atomic
def change_half_life(*, user: User, consultation: ConsultationPage | None, days: int, reason: str) -> HalfLifeChange:
    """Let support lose half its weight in so many days, in one consultation's list or (None) in those of the site.

    What is posted from now on follows at once, the ideas that are there in the worker's batches. Raises ReasonNeeded,
    or Invalid on ``days``.
    """
    require(user, "ideas.change_half_life", consultation)
    check_days(days)
    reason = clean_line(reason)[:REASON_LENGTH]
    if not reason:
        raise ReasonNeeded
    rules = half_lives()
    rule = _held_rule(consultation, rules)
    before = rule.half_life_days
    if days == before:
        raise Invalid(errors={"days": _("That is the half-life as it is now.")})
    now = timezone.now()
    new = half_lives().of(consultation.pk if consultation else None).changed(days, now)
    rule.half_life_days, rule.since, rule.offset = new.days, new.since, new.offset
    rule.save()
    # What had not followed the change before follows this one.
    rule.changes.unfinished().update(finished_at=now)
    ideas = Idea.objects.filter(consultation=consultation) if consultation else Idea.objects.all()
    last = ideas.order_by("-pk").values_list("pk", flat=True).first() or 0
    change = HalfLifeChange.objects.create(
        rule=rule, before=before, after=days, actor=user, reason=reason, created_at=now, last=last
    )
    record(
        "consultation.half_life_changed" if consultation else "site.half_life_changed",
        actor=user,
        target=consultation or rule,
        public=True,
        before=before,
        after=days,
        reason=reason,
    )
    return change


def _held_rule(consultation: ConsultationPage | None, rules: HalfLives) -> PopularityRule:
    """The rule's row, which nobody else changes meanwhile; the first time it is the one in force until now."""
    found = rules.of(consultation.pk if consultation else None)
    defaults = {"half_life_days": found.days, "since": found.since, "offset": found.offset}
    PopularityRule.objects.get_or_create(consultation=consultation, defaults=defaults)
    rule: PopularityRule = PopularityRule.objects.select_for_update(of=("self",)).get(consultation=consultation)
    return rule
