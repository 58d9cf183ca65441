"""What is being written and not posted yet, and the pictures and files that go with it."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import User
from participation.consultations.models import ConsultationPage, Place, Topic

from .idea import Idea, Observation


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, user: User | AnonymousUser, keys: list[str]) -> Self:
        """Drafts this person may open: their own, and those begun in this browser before signing in."""
        mine = models.Q(author=None, browser_key__in=keys) if keys else models.Q(pk=None)
        if user.is_authenticated:
            mine |= models.Q(author=user)
        return self.filter(mine)


class Draft(models.Model):
    """An idea being written. Nobody but its author sees it; it may be begun before signing in."""

    id = models.UUIDField(primary_key=True, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="drafts")
    browser_key = models.CharField(max_length=43, db_index=True)
    title = models.CharField(max_length=500, blank=True)
    body = models.TextField(blank=True)
    language = models.CharField(max_length=10, default="ko")
    consultation = models.ForeignKey(ConsultationPage, models.SET_NULL, null=True, blank=True, related_name="+")
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    observations = models.ManyToManyField(Observation, related_name="+", blank=True)
    idea = models.OneToOneField(Idea, models.CASCADE, null=True, related_name="draft")
    created_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = DraftQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title or str(self.pk)

    def get_absolute_url(self) -> str:
        return reverse("ideas:draft", args=[self.pk])


class Attachment(models.Model):
    """A picture or file of a draft or an idea. Pictures carry the words for those who cannot see them."""

    class Kind(models.TextChoices):
        IMAGE = "image", _("Picture")
        FILE = "file", _("File")

    draft = models.ForeignKey(Draft, models.CASCADE, null=True, related_name="attachments")
    idea = models.ForeignKey(Idea, models.CASCADE, null=True, related_name="attachments")
    kind = models.CharField(max_length=5, choices=Kind)
    file = models.FileField(upload_to="ideas/%Y/%m/")
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    alt = models.CharField(_("What does the picture show?"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(draft=None) ^ models.Q(idea=None), name="idea_attachment_has_one_home"
            )
        ]

    def __str__(self) -> str:
        return self.name
