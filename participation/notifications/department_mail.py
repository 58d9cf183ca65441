"""The mail to a department's own address: a date comes near, or has passed."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from ideas.models import Duty
from participation.events.models import Event

from .news import sentence


def department_message(event: Event) -> EmailMessage | None:
    """In the site's own language; None where there is no address, or nothing is owed any more."""
    duty = Duty.objects.open().select_related("department", "idea").filter(pk=event.payload["duty"]).first()
    if duty is None or duty.department is None or not duty.department.email:
        return None
    with translation.override(settings.LANGUAGE_CODE):
        site_name = settings.SITE_NAME or _("Madang")
        context = {
            "department": duty.department,
            "idea": duty.idea,
            "what": duty.local_title,
            "sentence": sentence(event),
            "url": f"{settings.BASE_URL}{duty.idea.get_absolute_url()}",
            "site_name": site_name,
            "base_url": settings.BASE_URL,
        }
        body = render_to_string("notifications/department.txt", context)
        subject = " ".join(f"{site_name}: {duty.idea.title}".split())[:150]
    return EmailMessage(
        subject=subject, body=body, to=[duty.department.email], headers={"Auto-Submitted": "auto-generated"}
    )
