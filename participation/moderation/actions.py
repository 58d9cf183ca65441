"""Reporting, hiding and showing again. Nothing is deleted, and every step has its reason."""

from datetime import timedelta
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.contributions.models import Contribution
from participation.contributions.signals import visibility_changed
from participation.contributions.text import clean_text
from participation.errors import Conflict, Invalid, ReasonNeeded, TooManyRequests
from participation.events.outbox import record

from .models import Report

Some = TypeVar("Some", bound=Contribution)


@transaction.atomic
def report(*, user: User, target: Some, reason: str, text: str = "") -> Report:
    """Tell the moderators of a contribution. A second one by the same person, while one is open, is the same report.

    At settings.REPORTS_THAT_HIDE open reports the contribution is hidden until a moderator has looked.
    Raises Invalid on ``reason``, TooManyRequests.
    """
    require(user, "moderation.report", target)
    if reason not in Report.Reason.values:
        raise Invalid(errors={"reason": _("Choose a reason.")})
    target = _locked(target)
    existing = Report.objects.about(target).open().filter(reporter_id=user.voter_id).first()
    if existing is not None:
        return existing
    _spare_the_queue(user)
    # Kept under the person, not the account: two accounts of one person are one report.
    made = Report.objects.create(reporter_id=user.voter_id, target=target, reason=reason, text=clean_text(text)[:1000])
    target.report_count = Report.objects.about(target).open().count()
    target.save(update_fields=["report_count"])
    record(f"{_name(target)}.reported", actor=user, target=target, reason=reason)
    if target.report_count >= settings.REPORTS_THAT_HIDE and not target.is_hidden:
        with override(target.author.language if target.author else settings.LANGUAGE_CODE):
            why = _("Several people reported this. A moderator will look at it.")
        _set_hidden(target, actor=None, reason=why)
    return made


@transaction.atomic
def hide(*, user: User, target: Some, reason: str) -> Some:
    """Take a contribution out of sight, with a reason that its author is told. Settles its open reports as upheld.

    Raises ReasonNeeded.
    """
    require(user, "moderation.hide", target)
    reason = clean_text(reason)[:2000]
    if not reason:
        raise ReasonNeeded
    target = _locked(target)
    _settle(target, user, upheld=True)
    if not target.is_hidden or target.hidden_reason != reason:
        _set_hidden(target, actor=user, reason=reason)
    return target


@transaction.atomic
def unhide(*, user: User, target: Some, reason: str) -> Some:
    """Show a contribution again, with a reason. Settles its open reports as not upheld.

    Raises ReasonNeeded.
    """
    require(user, "moderation.hide", target)
    if not clean_text(reason):
        raise ReasonNeeded
    target = _locked(target)
    _settle(target, user, upheld=False)
    if target.is_hidden:
        target.hidden_at, target.hidden_reason = None, ""
        target.save(update_fields=["hidden_at", "hidden_reason"])
        visibility_changed.send(sender=type(target), contribution=target, was_hidden=True)
        record(f"{_name(target)}.unhidden", actor=user, target=target, public=True, reason=clean_text(reason)[:2000])
    return target


@transaction.atomic
def dismiss_reports(*, user: User, target: Some) -> int:
    """Leave a contribution as it is although it was reported; returns how many reports that settles.

    Raises Conflict where it is hidden: then somebody must say whether it stays so, with a reason.
    """
    require(user, "moderation.settle_report", target)
    target = _locked(target)
    if target.is_hidden:
        raise Conflict(_("It is hidden. Show it again, or keep it hidden, with a reason."))
    settled = _settle(target, user, upheld=False)
    record(f"{_name(target)}.reports_dismissed", actor=user, target=target, count=settled)
    return settled


def _spare_the_queue(user: User) -> None:
    """Counted from the reports themselves, so that it holds for pages and programs alike."""
    if not settings.RATE_LIMITS_ENABLED:
        return
    allowed, seconds = (int(part) for part in settings.RATE_LIMITS["report"].split("/"))
    since = timezone.now() - timedelta(seconds=seconds)
    if Report.objects.filter(reporter_id=user.voter_id, created_at__gt=since).count() >= allowed:
        raise TooManyRequests(retry_after=seconds)


def _locked(target: Some) -> Some:
    return type(target)._default_manager.select_for_update(of=("self",)).get(pk=target.pk)


def _name(target: Contribution) -> str:
    return str(target._meta.model_name)


def _set_hidden(target: Contribution, *, actor: User | None, reason: str) -> None:
    was_hidden = target.is_hidden
    target.hidden_at, target.hidden_reason = timezone.now(), reason
    target.save(update_fields=["hidden_at", "hidden_reason"])
    if not was_hidden:
        visibility_changed.send(sender=type(target), contribution=target, was_hidden=False)
    record(f"{_name(target)}.hidden", actor=actor, target=target, reason=reason)


def _settle(target: Contribution, user: User, *, upheld: bool) -> int:
    settled = Report.objects.about(target).open().update(settled_at=timezone.now(), settled_by=user, upheld=upheld)
    if target.report_count:
        target.report_count = 0
        target.save(update_fields=["report_count"])
    return settled
