"""The ladder: at how many supporters what is owed, by whom and by when; and the days on which offices are closed."""

import math
from collections.abc import Collection
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from participation.accounts.models import Department

if TYPE_CHECKING:
    from .models import ConsultationPage, Place

SATURDAY = 5
HUNDRED = Decimal(100)


class Obligation(models.TextChoices):
    """What the public body owes at a rung."""

    ANSWER = "answer", _("an answer of the department")
    LEGAL_CHECK = "legal_check", _("a legal check")
    HEARING = "hearing", _("a public forum")
    DECISION = "decision", _("a decision of the head of the body")


# What ends a ladder: after these two everybody knows whether it will be done.
FINAL = frozenset({Obligation.ANSWER, Obligation.DECISION})


class Reopening(models.TextChoices):
    """Who may give an idea that ended without a yes another chance."""

    NEVER = "never", _("nobody")
    OFFICE = "office", _("the office")
    AUTHOR = "author", _("its author, and the office")


class Holiday(models.Model):
    """A day on which offices are closed, so that it is no working day."""

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        ordering: ClassVar = ["day"]
        verbose_name = _("public holiday")
        verbose_name_plural = _("public holidays")

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


def day_due(start: datetime, days: int, *, in_working_days: bool) -> datetime:
    """The same time of day so many days later; Saturdays, Sundays and holidays are no working days."""
    if not in_working_days:
        return start + timedelta(days=days)
    first = timezone.localdate(start)
    # Enough for any table of holidays: there is no month without ten working days.
    last = first + timedelta(days=3 * days + 30)
    closed = set(Holiday.objects.filter(day__gt=first, day__lte=last).values_list("day", flat=True))
    return start + (_after_working_days(first, days, closed) - first)


def _after_working_days(day: date, days: int, closed: Collection[date]) -> date:
    while days:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY and day not in closed:
            days -= 1
    return day


class Rung(Orderable):
    """One rung of a consultation's ladder."""

    page = ParentalKey("consultations.ConsultationPage", on_delete=models.CASCADE, related_name="rungs")
    supporters = models.PositiveIntegerField(
        _("supporters it takes"),
        validators=[MinValueValidator(1)],
        help_text=_("With a share beside it: at least so many."),
    )
    per_cent = models.DecimalField(
        _("share of the people of the place, in per cent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(HUNDRED)],
        help_text=_(
            "Of the place that an idea is about, as many as live there when it is posted or moved there. Where that is"
            " not known, the number beside it holds."
        ),
    )
    obliges = models.CharField(
        pgettext_lazy("of a rung", "what is owed"), max_length=12, choices=Obligation, default=Obligation.ANSWER
    )
    title = models.CharField(
        _("in words"), max_length=80, blank=True, help_text=_("Empty: the usual words for what is owed.")
    )
    translations = models.JSONField(_("words in other languages"), default=dict, blank=True)
    department = models.ForeignKey(
        Department,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department that owes it"),
        help_text=_("Empty: the department in charge of the idea."),
    )
    days = models.PositiveSmallIntegerField(_("days"), default=30, validators=[MinValueValidator(1)])
    in_working_days = models.BooleanField(_("working days"), default=False)
    within_days = models.PositiveSmallIntegerField(
        _("days to reach it"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Counted from the rung before. Empty: as long as support is gathered."),
    )
    goes_on = models.BooleanField(
        _("support goes on after the answer"),
        default=False,
        help_text=_("An answered idea can still reach the next rung."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("rung")
        verbose_name_plural = _("rungs")

    def __str__(self) -> str:
        return self.local_title

    def clean(self) -> None:
        super().clean()
        if self.goes_on and self.obliges not in FINAL:
            raise ValidationError({"goes_on": _("This is for answers and decisions: after the others it always does.")})

    @property
    def local_title(self) -> str:
        return self.translations.get(get_language() or "") or self.title or str(Obligation(self.obliges).label)

    def need_in(self, place: "Place | None") -> int:
        """How many supporters it takes for an idea that is about this place."""
        people = place.population if place is not None else None
        if self.per_cent is None or not people:
            return self.supporters
        return max(self.supporters, math.ceil(self.per_cent * people / HUNDRED))


def usual_rung(page: "ConsultationPage") -> Rung | None:
    """The one rung of a consultation that has no ladder: an answer from its threshold on."""
    if not page.threshold:
        return None
    return Rung(page_id=page.pk, supporters=page.threshold, days=page.answer_days)


def check_ladder(rungs: list[Rung]) -> dict[int, dict[str, Any]]:
    """What contradicts itself, by the rung's position and field."""
    found: dict[int, dict[str, Any]] = {}
    for position, rung in enumerate(rungs):
        before, is_last = rungs[position - 1] if position else None, position == len(rungs) - 1
        if before is not None and rung.supporters <= before.supporters:
            found[position] = {
                "supporters": _("Each rung takes more supporters than the one before it (%(number)s).")
                % {"number": f"{before.supporters:,}"}
            }
        elif before is not None and (rung.per_cent or 0) < (before.per_cent or 0):
            found[position] = {"per_cent": _("Each rung takes a greater share than the one before it.")}
        elif before is None and rung.within_days:
            found[position] = {"within_days": _("The first rung has the days to find support that are given above.")}
        elif is_last and rung.obliges not in FINAL:
            found[position] = {"obliges": _("The last rung ends in an answer or a decision.")}
        elif is_last and rung.goes_on:
            found[position] = {"goes_on": _("There is no rung above this one for which support could go on.")}
    return found
