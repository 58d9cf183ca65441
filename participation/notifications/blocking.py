"""The mail to somebody who may not write for a while, or may again."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from participation.accounts.models import User
from participation.events.models import Event


def block_message(person: User, event: Event) -> EmailMultiAlternatives:
    """In the person's language, with the reason as the moderator wrote it."""
    is_blocked = event.verb == "user.blocked"
    with translation.override(person.language):
        site_name = settings.SITE_NAME or _("Madang")
        subject = _("You cannot write for a while") if is_blocked else _("You can write again")
        context = {
            "user": person,
            "is_blocked": is_blocked,
            "until": parse_datetime(event.payload.get("until") or ""),
            "reason": event.payload["reason"],
            "site_name": site_name,
            "base_url": settings.BASE_URL,
        }
        text = render_to_string("notifications/blocked.txt", context)
        message = EmailMultiAlternatives(
            subject=f"{site_name}: {subject}",
            body=text,
            to=[person.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
        words = {**context, "subject": subject, "text": text, "language": person.language}
        message.attach_alternative(render_to_string("accounts/mail.html", words), "text/html")
    return message
