"""What every contribution has in common, and who wants to hear of it."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import Capacity, Department, User


class ContributionQuerySet(models.QuerySet):  # type: ignore[type-arg]  # each kind of contribution names its own model
    """Questions that every list of contributions is asked."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Without what was hidden; moderators see everything, authors what is theirs."""
        if user.has_perm("contributions.view_hidden"):
            return self
        if user.is_authenticated:
            return self.filter(models.Q(hidden_at=None) | models.Q(author=user))
        return self.filter(hidden_at=None)

    def published(self) -> Self:
        """What anybody may see: for counts, feeds, exports and the index."""
        return self.filter(hidden_at=None)


class Contribution(models.Model):
    """What a person puts forward. The author may be gone (an erased account, an import); the contribution stays."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="%(class)ss"
    )
    capacity = models.CharField(_("capacity"), max_length=10, choices=Capacity, default=Capacity.CITIZEN)
    spoke_for = models.ForeignKey(Department, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("posted"), default=timezone.now, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)
    hidden_at = models.DateTimeField(null=True, editable=False)
    hidden_reason = models.TextField(blank=True, editable=False)
    report_count = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None


class FollowQuerySet(models.QuerySet["Follow"]):
    def about(self, target: models.Model) -> Self:
        return self.filter(content_type=ContentType.objects.get_for_model(target), object_id=target.pk)

    def wanted(self) -> Self:
        return self.filter(is_muted=False)


class Follow(models.Model):
    """Somebody wants news of something, or (muted) asked to hear no more of what would otherwise be told."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    is_muted = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "content_type", "object_id"], name="contributions_follow_once")
        ]
        indexes: ClassVar = [models.Index(fields=["content_type", "object_id"], name="contributions_followers")]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.content_type_id}/{self.object_id}"


class TranslationQuerySet(models.QuerySet["Translation"]):
    def about(self, target: models.Model) -> Self:
        return self.filter(content_type=ContentType.objects.get_for_model(target), object_id=target.pk)


class Translation(models.Model):
    """A machine's words for one version of a text. Kept so as not to ask twice; it can always be made anew."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    version = models.CharField(max_length=64)
    language = models.CharField(_("language"), max_length=10)
    title = models.TextField(blank=True)
    html = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = TranslationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "version", "language"], name="contributions_translation_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id} ({self.language})"
