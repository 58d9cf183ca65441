"""The share of unusual votes beside the count, for those who may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.cache import cache
from django.db import models
from django.utils.translation import gettext as _

from participation.accounts.models import User

from .models import CountingSettings, Pattern
from .watched import watched

PUBLIC, KEPT_SECONDS = "patterns.is_public", 60


@dataclass(frozen=True)
class Share:
    """How many of a thing's supports came in an unusual way. The count itself is what it was."""

    unusual: int
    support: int
    judged_at: datetime | None = None

    @property
    def percent(self) -> int:
        return round(100 * self.unusual / self.support) if self.support else 0

    @property
    def text(self) -> str:
        numbers = {"unusual": intcomma(self.unusual), "support": intcomma(self.support), "percent": self.percent}
        return _("%(unusual)s of %(support)s votes (%(percent)s%%) came in an unusual way.") % numbers


def is_public() -> bool:
    """What the site says; asked anew every minute, and at once after it was changed here."""
    said: bool | None = cache.get(PUBLIC)
    if said is None:
        said = CountingSettings.objects.filter(is_public=True).exists()
        cache.set(PUBLIC, said, KEPT_SECONDS)
    return said


def share_for(user: User | AnonymousUser, thing: models.Model) -> Share | None:
    """For this person; None where they may not see it, or where the count is hidden from everybody."""
    return shares_for(user, [thing]).get(thing)


def shares_for(user: User | AnonymousUser, things: Iterable[models.Model]) -> dict[models.Model, Share]:
    """The same for several, in one query. What is not watched has none."""
    kind = watched()
    counts = {thing: kind.support_of(thing) for thing in things if isinstance(thing, kind.model)}
    shown = {thing: count for thing, count in counts.items() if count is not None}
    if not shown or not user.has_perm("patterns.see_share"):
        return {}
    content_type = ContentType.objects.get_for_model(kind.model)
    rows = Pattern.objects.filter(content_type=content_type, object_id__in=[thing.pk for thing in shown])
    known = {row.object_id: row for row in rows}
    return {thing: _share(known.get(thing.pk), count) for thing, count in shown.items()}


def _share(row: Pattern | None, support: int) -> Share:
    return Share(min(row.unusual, support), support, row.judged_at) if row else Share(0, support)
