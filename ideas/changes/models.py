"""What an editor adds to the story that an idea's own life tells."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import Idea


class Story(models.Model):
    """Words and a photo for an idea that changed something; nobody outside sees them before they are published."""

    idea = models.OneToOneField(Idea, models.CASCADE, related_name="story")
    words = models.TextField(_("what changed, in your words"), max_length=5_000, blank=True)
    html = models.TextField(blank=True, editable=False)
    language = models.CharField(max_length=10, blank=True, editable=False)
    photo = models.ImageField(_("photo"), upload_to="changes/%Y/%m/", blank=True)
    photo_alt = models.CharField(_("What does the photo show?"), max_length=200, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.idea)

    @property
    def is_published(self) -> bool:
        return self.published_at is not None
