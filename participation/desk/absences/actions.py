"""Saying that one is away, and taking it back."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from participation.accounts.models import Absence, User
from participation.accounts.permissions import require
from participation.errors import Invalid
from participation.events.outbox import record

from ..colleagues import colleagues


@transaction.atomic
def tell_absence(*, user: User, deputy: User, starts_on: date, ends_on: date) -> Absence:
    """Name who stands in from one day to another. Raises Invalid naming the field."""
    require(user, "desk.tell_absence")
    if ends_on < starts_on:
        raise Invalid(errors={"ends_on": _("The last day comes before the first.")})
    if ends_on < timezone.localdate():
        raise Invalid(errors={"ends_on": _("This day is over. Choose today or a later one.")})
    if deputy.pk == user.pk or not colleagues().filter(pk=deputy.pk).exists():
        raise Invalid(errors={"deputy": _("Choose a colleague.")})
    # One person's absences are told one after the other.
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if user.absences.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise Invalid(errors={"starts_on": _("You have told an absence in these days already.")})
    absence = Absence.objects.create(person=user, deputy=deputy, starts_on=starts_on, ends_on=ends_on)
    record(
        "user.absence_told",
        actor=user,
        target=user,
        deputy=deputy.pk,
        starts_on=starts_on.isoformat(),
        ends_on=ends_on.isoformat(),
    )
    return absence


@transaction.atomic
def cancel_absence(*, user: User, absence: Absence) -> None:
    """One is here after all; the deputy no longer stands in."""
    require(user, "desk.cancel_absence", absence)
    record("user.absence_cancelled", actor=user, target=absence.person, deputy=absence.deputy_id)
    absence.delete()
