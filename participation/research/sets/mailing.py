"""The digest: what all due searches of a person found newly goes in one mail; where nothing is new, none goes."""

import hashlib
import logging
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.accounts.models import User
from participation.errors import Invalid
from search import registry
from search.addresses import in_reader_language
from search.models import SearchDoc

from .models import SavedSearch, next_mail
from .stopping import stop_url
from .watching import News, news_of

logger = logging.getLogger(__name__)
PEOPLE_A_ROUND = 100
RETRY = timedelta(minutes=30)
GIVE_UP_AFTER = 5
SHOWN = 10


@dataclass
class Found:
    """One search of the mail."""

    title: str
    url: str
    stop_url: str
    count: str
    more: int
    lines: list[dict[str, str]] = field(default_factory=list)


def send_due_digests() -> int:
    """The worker's job; returns how many mails went."""
    people = SavedSearch.objects.due().order_by().values_list("user_id", flat=True).distinct()[:PEOPLE_A_ROUND]
    return sum(_send_to(person) for person in list(people))


def _send_to(person: int) -> int:
    """Claim, send, settle. Who dies between sending and settling has it sent once more, under the same Message-ID."""
    claimed = _claimed(person)
    try:
        news = [(saved, told) for saved in claimed if (told := _news(saved)) is not None]
        sent = _send(person, [(saved, told) for saved, told in news if told.rows])
    except Exception:  # the edge of the worker: a mail server may refuse in many ways
        logger.exception("The digest to account %s did not go", person)
        for saved in claimed:
            saved.attempts += 1
            saved.due_at = (
                timezone.now() + RETRY if saved.attempts < GIVE_UP_AFTER else next_mail(saved.pace, timezone.now())
            )
            saved.save(update_fields=["attempts", "due_at"])
        return 0
    _settle(news, sent=bool(sent))
    return sent


@transaction.atomic
def _claimed(person: int) -> list[SavedSearch]:
    """What is due to this person, put off for the others: who dies over it leaves it to the next one after a while."""
    rows = SavedSearch.objects.due().filter(user=person).select_for_update(of=("self",), skip_locked=True)
    claimed = list(rows.select_related("user").order_by("pk"))
    lease = timezone.now() + RETRY
    SavedSearch.objects.filter(pk__in=[saved.pk for saved in claimed]).update(due_at=lease)
    return claimed


def _news(saved: SavedSearch) -> News | None:
    """What is new; a search that can no longer be read is put to rest."""
    try:
        with translation.override(saved.user.language):
            return news_of(saved)
    except Invalid:
        SavedSearch.objects.filter(pk=saved.pk).update(paused_at=timezone.now())
        return None


@transaction.atomic
def _settle(news: list[tuple[SavedSearch, News]], *, sent: bool) -> None:
    now = timezone.now()
    for saved, told in news:
        changed = {"seen": told.seen, "told": told.told, "attempts": 0, "due_at": next_mail(saved.pace, now)}
        if sent and told.rows:
            changed["mailed_at"] = now
        SavedSearch.objects.filter(pk=saved.pk).update(**changed)


def _send(person: int, news: list[tuple[SavedSearch, News]]) -> int:
    user = User.objects.filter(pk=person, is_active=True, closed_at=None).first()
    news = _still_seen(news)
    if user is None or not news:
        return 0
    with translation.override(user.language):
        message_for(user, news).send()
    return 1


def _still_seen(news: list[tuple[SavedSearch, News]]) -> list[tuple[SavedSearch, News]]:
    """Looked at once more: a digest must not tell what was hidden a moment ago, nor come with nothing in it."""
    numbers = [row.pk for _saved, told in news for row in told.rows]
    seen = set(SearchDoc.objects.findable().filter(pk__in=numbers).values_list("pk", flat=True))
    looked_at = [(saved, replace(told, rows=[row for row in told.rows if row.pk in seen])) for saved, told in news]
    return [(saved, told) for saved, told in looked_at if told.rows]


def message_for(user: User, news: list[tuple[SavedSearch, News]]) -> EmailMultiAlternatives:
    """One mail in the active language; one click stops all that it tells of."""
    groups = [_found(user, saved, told) for saved, told in news]
    subject = _subject(groups)
    stop = stop_url(user, [saved for saved, _told in news])
    context = {
        "user": user,
        "subject": subject,
        "groups": groups,
        "site_name": settings.SITE_NAME or _("Madang"),
        "base_url": settings.BASE_URL,
        "choices_url": settings.BASE_URL + reverse("sets:saved"),
        "stop_url": stop,
    }
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string("sets/mail.txt", context),
        to=[user.email],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            "Message-ID": _message_id(news),
        },
    )
    message.attach_alternative(render_to_string("sets/mail.html", context), "text/html")
    return message


def _message_id(news: list[tuple[SavedSearch, News]]) -> str:
    """The same news have the same name: a mail program throws the second one away."""
    said = " ".join(f"{saved.pk}:{saved.seen}:{saved.mailed_at or ''}" for saved, _told in news)
    host = settings.BASE_URL.partition("://")[2].partition("/")[0].partition(":")[0]
    return f"<saved-{hashlib.sha256(said.encode()).hexdigest()[:32]}@{host}>"


def _found(user: User, saved: SavedSearch, told: News) -> Found:
    rows = told.rows
    said = ngettext("%(count)s new result", "%(count)s new results", len(rows)) % {"count": f"{len(rows):,}"}
    return Found(
        title=saved.name,
        url=f"{settings.BASE_URL}{saved.url}",
        stop_url=stop_url(user, [saved]),
        count=said if not told.has_more else _("More than %(count)s new results") % {"count": f"{len(rows):,}"},
        more=0 if told.has_more else max(len(rows) - SHOWN, 0),
        lines=[
            {
                "kind": registry.kind_label(row.kind),
                "title": row.title,
                "url": _absolute(in_reader_language(row.url)),
            }
            for row in rows[:SHOWN]
        ],
    )


def _absolute(url: str) -> str:
    return url if "://" in url else f"{settings.BASE_URL}{url}"


def _subject(groups: list[Found]) -> str:
    if len(groups) == 1:
        return " ".join(f"{groups[0].title}: {groups[0].count}".split())[:150]
    return ngettext("News of %(count)s saved search", "News of %(count)s saved searches", len(groups)) % {
        "count": len(groups)
    }
