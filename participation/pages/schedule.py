"""Pages go live and are taken down by the clock, when an editor has planned it."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Revision

from participation.events.registry import every


@every(timedelta(seconds=20), name="pages.publish_planned")
def publish_planned() -> int:
    """Wagtail does it with a command that reads every kind of page: run only when something is due."""
    now = timezone.now()
    due: int = Revision.objects.filter(approved_go_live_at__lt=now).count()
    due += Page.objects.filter(live=True, expire_at__lt=now).count()
    if due:
        call_command("publish_scheduled", verbosity=0)
    return due
