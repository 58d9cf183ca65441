"""The mails: all that is due to a person goes in one, grouped by what it is about, and each has its one-click stop."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.accounts.models import NotificationChoice, User
from participation.accounts.notification_kinds import paces_of
from participation.contributions.models import Follow
from participation.events.models import Event

from .models import Notice
from .news import NEWS, address, may_be_told, sentence
from .stopping import stop_kinds_url, stop_target_url

logger = logging.getLogger(__name__)
PEOPLE_A_ROUND = 200
RETRY = timedelta(minutes=30)
GIVE_UP_AFTER = 5


@dataclass
class Group:
    """What happened to one thing, newest first."""

    title: str
    url: str
    stop_url: str
    lines: list[dict[str, Any]] = field(default_factory=list)


def send_due_mail() -> int:
    """Send the mails that are due; returns how many went. One address that refuses keeps no other from its mail."""
    people = Notice.objects.due().order_by().values_list("user_id", flat=True).distinct()[:PEOPLE_A_ROUND]
    return sum(_send_to(person) for person in list(people))


def _send_to(person: int) -> int:
    """Claim, send, settle: nobody waits for a mail server with the database in hand."""
    notices = _claimed(person)
    claim = Notice.objects.filter(pk__in=[notice.pk for notice in notices])
    try:
        sent = _send(person, notices)
    except Exception:  # the edge of the worker: a mail server may refuse in many ways
        logger.exception("The mail to account %s did not go", person)
        claim.filter(mail_attempts__gte=GIVE_UP_AFTER).update(mail_due_at=None)
        claim.exclude(mail_due_at=None).update(mail_attempts=F("mail_attempts") + 1, mail_due_at=timezone.now() + RETRY)
        return 0
    claim.update(mailed_at=timezone.now())
    return sent


@transaction.atomic
def _claimed(person: int) -> list[Notice]:
    """What is due to this person, put off for the others: who dies over it leaves it to the next one after a while."""
    rows = Notice.objects.due().filter(user=person).select_for_update(of=("self",), skip_locked=True)
    notices = list(rows.select_related("event").prefetch_related("event__target").order_by("-pk"))
    lease = timezone.now() + RETRY
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mail_due_at=lease)
    return notices


def _send(person: int, notices: list[Notice]) -> int:
    user = User.objects.filter(pk=person, is_active=True, is_on_paper=False).first()
    told = _still_wanted(user, notices) if user else []
    if user is None or not told:
        return 0
    with translation.override(user.language):
        message_for(user, told).send()
    return 1


def _still_wanted(user: User, notices: Iterable[Notice]) -> list[Notice]:
    """Without what was hidden, stopped or unchosen since the notice was written: a daily mail waits for hours."""
    muted = set(Follow.objects.filter(user=user, is_muted=True).values_list("content_type_id", "object_id"))
    paces = paces_of(user)
    return [
        notice
        for notice in notices
        if may_be_told(notice.event)
        and paces.get(notice.kind) != NotificationChoice.Pace.NEVER
        and (
            NEWS[notice.event.verb].told_when_muted
            or (notice.event.content_type_id, notice.event.object_id) not in muted
        )
    ]


def message_for(user: User, notices: Iterable[Notice]) -> EmailMultiAlternatives:
    """One mail in the active language. Its stop header silences the thing, or the kinds where it is about several."""
    notices = list(notices)
    groups = list(_groups(user, notices).values())
    stop_url = groups[0].stop_url if len(groups) == 1 else stop_kinds_url(user, {each.kind for each in notices})
    subject = _subject(groups)
    context = {
        "user": user,
        "subject": subject,
        "groups": groups,
        "site_name": settings.SITE_NAME or _("Madang"),
        "base_url": settings.BASE_URL,
        "choices_url": settings.BASE_URL + reverse("accounts:notifications"),
    }
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string("notifications/mail.txt", context),
        to=[user.email],
        headers={
            "List-Unsubscribe": f"<{stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(render_to_string("notifications/mail.html", context), "text/html")
    return message


def _groups(user: User, notices: list[Notice]) -> dict[str, Group]:
    """By where it is read: what an official is told of an idea as an official leads to the desk."""
    groups: dict[str, Group] = {}
    for notice in notices:
        event: Event = notice.event
        target: Any = event.target
        place = address(event)
        if place not in groups:
            groups[place] = Group(
                title=str(target),
                url=f"{settings.BASE_URL}{place}",
                stop_url=_stop_url(user, target, [each for each in notices if address(each.event) == place]),
            )
        groups[place].lines.append({"text": sentence(event), "at": event.created_at})
    return groups


def _stop_url(user: User, target: Any, notices: list[Notice]) -> str:
    """Where news of the target is stopped; what would come all the same is stopped by its kind."""
    if all(NEWS[notice.event.verb].told_when_muted for notice in notices):
        return stop_kinds_url(user, {notice.kind for notice in notices})
    return stop_target_url(user, target)


def _subject(groups: list[Group]) -> str:
    if len(groups) == 1:
        return " ".join(groups[0].title.split())[:100]
    return ngettext("News on %(count)s matter", "News on %(count)s matters", len(groups)) % {"count": len(groups)}
