"""How orders, half-lives and their changes are told, on pages and in the API alike."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.accounts.models import Capacity
from participation.consultations.models import ConsultationIndexPage, ConsultationPage

from ..models import HalfLifeChange, PopularityRule
from .half_life import half_lives

CHANGES_SHOWN = 50


def days_in_words(days: int) -> str:
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def orders_explained() -> list[tuple[str, str]]:
    """Each order with what it goes by."""
    return [
        (
            _("Popular"),
            _(
                "Supporters, whose weight halves with the age of the idea: in the lists of the site by the site’s"
                " half-life, in the list of one consultation by that consultation’s."
            ),
        ),
        (
            _("Rising"),
            _(
                "Supporters gained of late, where one of yesterday counts half and one of the day before a quarter,"
                " divided by the square root of one more than all supporters. So a small idea that gathers quickly"
                " stands before a large one that no longer does. Who withdraws counts against it at that moment."
            ),
        ),
        (
            _("Near the threshold"),
            _("The share of the supporters that are needed for an answer, among ideas that still gather them."),
        ),
        (
            _("Controversial"),
            _("All votes, times the smaller side’s share of the larger one: many votes, as many for as against."),
        ),
        (
            _("New to me"),
            _(
                "What you have not opened yet, the newest first. The site remembers for signed-in people which ideas"
                " they opened, for this order alone. Nobody else sees it, it goes with the account, and you can have it"
                " forgotten or switched off."
            ),
        ),
        (_("Newest"), _("The day of posting.")),
        (_("Most supported"), _("Supporters, whenever they came.")),
        (_("Needs an answer"), _("Ideas that are owed an answer, the earliest day first.")),
        (_("Answered"), _("The day of the answer.")),
        (
            _("Random"),
            _("By lot. The address keeps the lot: it shows everybody the same order, tomorrow as well."),
        ),
    ]


def rules_in_force() -> list[dict[str, Any]]:
    """The site's half-life and those that consultations have of their own."""
    rows = [{"name": _("Lists of the site"), "days": half_lives().site.days, "url": reverse("ideas:list")}]
    own = PopularityRule.objects.filter(consultation__in=ConsultationIndexPage.listed()).select_related("consultation")
    for rule in own.prefetch_related("consultation__words").order_by("consultation__title"):
        page: ConsultationPage = rule.consultation  # type: ignore[assignment]  # filtered
        rows.append({"name": page.local.title, "days": rule.half_life_days, "url": page.url or ""})
    return rows


def changes(consultation_id: int | None = None, *, everywhere: bool = False) -> list[dict[str, Any]]:
    """The latest changes of half-lives, of one list or of all, in words."""
    found = HalfLifeChange.objects.select_related("rule__consultation", "actor__department")
    if everywhere:
        found = found.public().prefetch_related("rule__consultation__words")
    else:
        found = found.filter(rule__consultation=consultation_id)
    return [
        {
            "list": change.rule.consultation.local.title if change.rule.consultation else _("Lists of the site"),
            "consultation": change.rule.consultation.slug if change.rule.consultation else None,
            "before": change.before,
            "after": change.after,
            "what": _("from %(before)s to %(after)s")
            % {"before": days_in_words(change.before), "after": days_in_words(change.after)},
            "reason": change.reason,
            "when": change.created_at,
            "by": _actor(change),
            "percent": change.percent,
        }
        for change in found[:CHANGES_SHOWN]
    ]


def _actor(change: HalfLifeChange) -> str:
    """Officials are named as their department."""
    actor = change.actor
    if actor is None or actor.closed_at:
        return ""
    if actor.capacity == Capacity.OFFICIAL and actor.department:
        return actor.department.local_name
    return _("Administration")
