"""What was reported, as a section of the desk."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participation.accounts import desk
from participation.accounts.models import User

from .models import Report


def reported(user: User) -> int:
    """Contributions with open reports, however many each has."""
    return desk.counted(Report.objects.open().values("content_type", "object_id").distinct())


def put_on_desk() -> None:
    """Called once, when the package is ready."""
    desk.register(
        desk.Section(
            "reports",
            _("Reported"),
            lambda: reverse("moderation:queue"),
            "moderation.settle_report",
            waiting=reported,
            place=40,
        )
    )
