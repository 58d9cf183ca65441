"""What is known of how votes came, and for how long: networks and marks for two weeks, numbers for good."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

HOUR = timedelta(hours=1)
# So long it is kept from which network somebody signed in, and whose votes came in an unusual way.
KEPT_FOR = timedelta(days=14)


class SignIn(models.Model):
    """That an account signed in from a network lately. The network is a keyed hash, whose key changes every week."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    network = models.CharField(max_length=16)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "network"], name="patterns_one_sign_in")]
        indexes: ClassVar = [
            models.Index(fields=["at"], name="patterns_sign_ins_by_age"),
            models.Index(fields=["network"], name="patterns_by_network"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.network}"


class Arrivals(models.Model):
    """The supports that came for one thing within one hour, and how many of them in an unusual way."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    hour = models.DateTimeField()
    # The hour's events begin here, so that looking at them again reads no others.
    first_event = models.PositiveBigIntegerField()
    votes = models.PositiveIntegerField(default=0)
    # How many there were when they were last looked at.
    judged = models.PositiveIntegerField(default=0)
    unusual = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["content_type", "object_id", "hour"], name="patterns_one_hour")
        ]
        indexes: ClassVar = [models.Index(fields=["hour"], name="patterns_by_hour")]

    def __str__(self) -> str:
        return f"{self.object_id} {self.hour:%Y-%m-%d %H}: {self.unusual} of {self.votes}"


class UnusualVote(models.Model):
    """Whose support came in an unusual way: kept as long as it may still be looked at again."""

    arrivals = models.ForeignKey(Arrivals, models.CASCADE, related_name="marked")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    signs = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["arrivals", "voter"], name="patterns_marked_once")]

    def __str__(self) -> str:
        return f"{self.voter_id}: {self.signs}"


class Pattern(models.Model):
    """How many of a thing's supports came in an unusual way: the sum over its hours."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    unusual = models.PositiveIntegerField(default=0)
    judged_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="patterns_one_each")
        ]

    def __str__(self) -> str:
        return f"{self.object_id}: {self.unusual}"


class Mark(models.Model):
    """One row: the last event that was looked at."""

    last_event = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.last_event)


@register_setting(icon="view")
class CountingSettings(BaseGenericSetting):
    """Whether everybody sees the share of unusual votes, or officials and moderators alone."""

    is_public = models.BooleanField(
        _("show everybody the share of unusual votes"),
        default=False,
        help_text=_("Beside the number of supporters. Officials and moderators see it in any case."),
    )

    panels: ClassVar = [FieldPanel("is_public")]

    class Meta:
        verbose_name = _("counting of votes")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
