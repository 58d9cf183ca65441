"""What officials write to each other about an idea."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea

LONGEST_NOTE = 5_000


class InternalNote(models.Model):
    """A note among officials. Its words stand in this row and nowhere else: no event, mail or index repeats them."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="internal_notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("note"), max_length=LONGEST_NOTE)
    html = models.TextField(editable=False)
    mentioned = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"
