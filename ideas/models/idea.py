"""Ideas, from what people noticed to what became of it."""

import random
import re
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Value, When
from django.db.models.functions import Greatest, Least
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from participation.accounts.absences import standing_in_for
from participation.accounts.models import Department, User
from participation.consultations.ladder import Obligation
from participation.consultations.models import ConsultationPage, Place, Topic
from participation.contributions.models import Contribution, ContributionQuerySet
from participation.contributions.text import Markup, plain_to_html, to_html, to_plain

from ..life import ANSWERED, ANSWERS, FOLDED, NEXT, STEP, UNANSWERED, WAITING, Status, Step
from ..promises import Promise

SUMMARY_LENGTH = 160
# A beginning says more than the heading above it, which many ideas share.
_HEADINGS = re.compile(r"<h[1-6]\b.*?</h[1-6]>", re.DOTALL)


def new_shuffle() -> int:
    return random.getrandbits(31)  # an order for lists, not a secret


class ObservationQuerySet(ContributionQuerySet):
    def not_gathered(self) -> Self:
        return self.filter(ideas=None)


class Observation(Contribution):
    """What somebody noticed, in a sentence: the first of the four steps."""

    text = models.CharField(_("What did you see?"), max_length=300)
    language = models.CharField(_("language"), max_length=10, blank=True, db_default="", editable=False)
    photo = models.ImageField(_("photo"), upload_to="observations/%Y/%m/", blank=True)
    photo_alt = models.CharField(_("What does the photo show?"), max_length=200, blank=True)
    thumbnail = models.ImageField(upload_to="observations/small/%Y/%m/", blank=True, db_default="", editable=False)
    consultation = models.ForeignKey(ConsultationPage, models.PROTECT, related_name="observations")
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("topic"))
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("place"))
    spot = models.CharField(_("Where exactly?"), max_length=120, blank=True)
    agree_count = models.PositiveIntegerField(default=0, editable=False)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        indexes: ClassVar = [
            models.Index(fields=["-created_at", "-id"], name="observation_newest", condition=models.Q(hidden_at=None)),
            models.Index(fields=["-agree_count", "-id"], name="observation_agreed", condition=models.Q(hidden_at=None)),
            models.Index(fields=["consultation", "-created_at", "-id"], name="observation_in_consultation"),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("observations:detail", args=[self.pk])


class IdeaQuerySet(ContributionQuerySet):
    """Lists of ideas. Orders end with the key, so that pages can follow it."""

    def with_names(self) -> Self:
        """All that a row of a list shows, in one query."""
        return self.select_related("author", "topic", "place", "spoke_for", "department")

    def waiting(self) -> Self:
        """Ideas that still look for support."""
        return self.filter(status__in=(Status.POSTED, Status.VOTING))

    def owed(self) -> Self:
        return self.filter(status=Status.OWED)

    def answered(self) -> Self:
        return self.filter(status__in=ANSWERED)

    def in_hands_of(self, user: User) -> Self:
        """Those that this person answers, also in the place of a colleague who is away."""
        return self.filter(owner__in=[user.pk, *standing_in_for(user)])

    def listed(self) -> Self:
        """What stands in lists: public, and neither merged into another nor divided."""
        return self.published().exclude(status__in=FOLDED)

    def native(self) -> Self:
        """Written here, not imported from another board."""
        return self.filter(source_board="")


_SEEN = models.Q(hidden_at=None)
_UNDECIDED = ["posted", "voting"]


def _order(name: str, *fields: str, among: models.Q = _SEEN) -> list[models.Index]:
    """For an order of lists, and the same within a consultation: beside a large one, a small one stands at its end."""
    return [
        models.Index(fields=fields, name=f"idea_{name}", condition=among),
        models.Index(fields=["consultation", *fields], name=f"idea_{name}_in", condition=among),
    ]


class Idea(Contribution):
    """A proposal that a citizen puts to a consultation."""

    # People write at most wording.TITLE_MAX letters; other boards allowed more.
    title = models.CharField(_("title"), max_length=300)
    slug = models.CharField(max_length=130, editable=False)
    body = models.TextField(_("text"), blank=True)
    html = models.TextField(editable=False, blank=True)
    markup = models.CharField(max_length=10, choices=Markup, default=Markup.MARKDOWN, editable=False)
    summary = models.CharField(max_length=SUMMARY_LENGTH + 1, editable=False, blank=True)
    language = models.CharField(_("language"), max_length=10, default="ko")
    version = models.PositiveIntegerField(default=1, editable=False)
    # The version since which the text says what it says now: later ones mended slips of the pen.
    text_version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    consultation = models.ForeignKey(ConsultationPage, models.PROTECT, related_name="ideas")
    # These two have an index below that begins with them; another one would be written with every vote.
    topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, related_name="ideas", verbose_name=_("topic"), db_index=False
    )
    place = models.ForeignKey(
        Place, models.SET_NULL, null=True, blank=True, related_name="ideas", verbose_name=_("place"), db_index=False
    )
    observations = models.ManyToManyField(Observation, related_name="ideas", blank=True)

    status = models.CharField(max_length=20, choices=Status, default=Status.POSTED, editable=False)
    step = models.CharField(max_length=10, choices=Step, default=Step.POST, editable=False)
    support_count = models.PositiveIntegerField(default=0, editable=False)
    oppose_count = models.PositiveIntegerField(default=0, editable=False)
    # How many of the supporters support an earlier text.
    earlier_support = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    comment_count = models.PositiveIntegerField(default=0, editable=False)
    # Places in the orders of lists, moved by each vote: "popular" in the lists of the site, the same in the list of the
    # idea's consultation, and "rising". See ideas.ranking.half_life and ideas.tallies.
    heat = models.FloatField(default=0, editable=False)
    local_heat = models.FloatField(default=0, db_default=0, editable=False)
    rising = models.FloatField(default=0, db_default=0, editable=False)
    # Many votes of which as many are for as against: all of them, times the smaller side's share of the larger one.
    controversy = models.GeneratedField(
        expression=Case(
            When(models.Q(support_count=0) | models.Q(oppose_count=0), then=Value(0.0)),
            default=(F("support_count") + F("oppose_count"))
            * Least("support_count", "oppose_count")
            * Value(1.0)
            / Greatest("support_count", "oppose_count"),
            output_field=models.FloatField(),
        ),
        output_field=models.FloatField(),
        db_persist=True,
    )
    # The share of the threshold that is reached; nought where there is none.
    nearness = models.GeneratedField(
        expression=Case(
            When(threshold__gt=0, then=F("support_count") * Value(1.0) / F("threshold")),
            default=Value(0.0),
            output_field=models.FloatField(),
        ),
        output_field=models.FloatField(),
        db_persist=True,
    )
    shuffle = models.PositiveIntegerField(default=new_shuffle, editable=False)
    # The rung that is being climbed; at the top, the one that was reached last.
    threshold = models.PositiveIntegerField(null=True, editable=False)
    # The rung that was reached last, as its number of supporters.
    threshold_met = models.PositiveIntegerField(null=True, editable=False)
    closes_at = models.DateTimeField(null=True, editable=False)
    # Its time was over below the rung that it climbed, and it is answered all the same.
    ran_out = models.BooleanField(default=False, db_default=False, editable=False)

    department = models.ForeignKey(Department, models.SET_NULL, null=True, blank=True, related_name="ideas")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="owned_ideas"
    )
    threshold_met_at = models.DateTimeField(null=True, editable=False)
    # What is most pressing while something is owed, and until when.
    answer_due_at = models.DateTimeField(null=True, editable=False)
    obliges = models.CharField(
        max_length=12, choices=Obligation, default=Obligation.ANSWER, db_default=Obligation.ANSWER, editable=False
    )
    answered_at = models.DateTimeField(null=True, editable=False)
    reopened_count = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    progress = models.PositiveSmallIntegerField(default=0, editable=False)
    # What the last answer promised: said in lists, which read no answers.
    promise = models.JSONField(null=True, editable=False)
    confirmed_count = models.PositiveIntegerField(default=0, editable=False)
    disputed_count = models.PositiveIntegerField(default=0, editable=False)

    retired_for = models.ForeignKey("self", models.SET_NULL, null=True, editable=False, related_name="retired_ideas")
    retired_reason = models.TextField(blank=True, editable=False)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, editable=False, related_name="merged_ideas")
    split_from = models.ForeignKey("self", models.SET_NULL, null=True, editable=False, related_name="parts")
    # Others are or were merged into it, so that a vote on it may be one that was carried here.
    holds_others = models.BooleanField(default=False, db_default=False, editable=False)

    source_board = models.CharField(max_length=40, blank=True, editable=False)
    source_id = models.CharField(max_length=80, blank=True, editable=False)
    source_url = models.URLField(max_length=300, blank=True, editable=False)
    source_author = models.CharField(max_length=60, blank=True, editable=False)
    imported_support = models.PositiveIntegerField(null=True, editable=False)

    objects = IdeaQuerySet.as_manager()

    class Meta:
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source_board", "source_id"], condition=~models.Q(source_board=""), name="idea_imported_once"
            ),
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="idea_progress_per_cent"),
        ]
        indexes: ClassVar = [
            *_order("newest", "-created_at", "-id"),
            *_order("supported", "-support_count", "-id"),
            *_order("random", "shuffle", "id"),
            *_order("rising", "-rising", "-id"),
            *_order("controversial", "-controversy", "-id"),
            *_order("near_threshold", "-nearness", "-id", among=models.Q(status__in=_UNDECIDED, hidden_at=None)),
            models.Index(fields=["-heat", "-id"], name="idea_popular", condition=_SEEN),
            models.Index(fields=["consultation", "-local_heat", "-id"], name="idea_in_consultation"),
            models.Index(fields=["answer_due_at", "id"], name="idea_owed", condition=models.Q(status="owed")),
            models.Index(
                fields=["-answered_at", "-id"], name="idea_answered", condition=models.Q(answered_at__isnull=False)
            ),
            models.Index(fields=["closes_at"], name="idea_closing", condition=models.Q(status__in=_UNDECIDED)),
            models.Index(fields=["topic", "-heat", "-id"], name="idea_in_topic"),
            models.Index(fields=["place", "-heat", "-id"], name="idea_in_place"),
            models.Index(fields=["status", "-heat", "-id"], name="idea_in_status"),
            models.Index(
                fields=["source_board", "-heat", "-id"], name="idea_in_board", condition=~models.Q(source_board="")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("ideas:detail", args=[self.pk, self.slug])

    def save(self, *args: object, **kwargs: object) -> None:
        self.step = STEP[Status(self.status)]
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed on as it came

    def write(self, *, title: str, body: str) -> None:
        """Set the text and all that follows from it; what is kept as HTML is made here and nowhere else."""
        self.title = title
        self.slug = slugify(title, allow_unicode=True)[:130].strip("-") or "-"
        self.body = body
        self.html = to_html(body) if self.markup == Markup.MARKDOWN else plain_to_html(body)
        plain = to_plain(_HEADINGS.sub("", self.html)) or to_plain(self.html)
        self.summary = plain if len(plain) <= SUMMARY_LENGTH else plain[:SUMMARY_LENGTH].rstrip() + "…"

    @property
    def code(self) -> str:
        """The reference code people quote: it names the year and the idea's number."""
        return f"{settings.REFERENCE_PREFIX}-{timezone.localtime(self.created_at).year}-{self.pk:04d}"

    def may_become(self, status: str) -> bool:
        return status in NEXT.get(self.status, ())

    @property
    def has_next_rung(self) -> bool:
        """Whether more supporters would oblige to something more than what they have reached."""
        return self.threshold is not None and self.threshold > (self.threshold_met or 0)

    @property
    def climbs_on(self) -> bool:
        """Whether an answered idea goes on to gather support for its next rung."""
        return self.status in ANSWERS and self.threshold_met is not None and self.has_next_rung

    @property
    def has_reached_rung(self) -> bool:
        """Whether its support obliges to what is not owed yet."""
        if not self.has_next_rung or self.support_count < (self.threshold or 0):
            return False
        if self.status in WAITING:
            return True
        # An office that took it on by hand owes nothing twice; later rungs are reached within their time alone.
        if self.threshold_met is None or not (self.status == Status.OWED or self.climbs_on):
            return False
        return self.closes_at is None or self.closes_at > timezone.now()

    @property
    def is_below_rung(self) -> bool:
        """Whether support that obliged to something was taken back."""
        return self.status == Status.OWED and self.support_count < (self.threshold_met or 0)

    @property
    def present_support(self) -> int:
        """How many support the text as it is now."""
        return max(0, self.support_count - self.earlier_support)

    @property
    def points(self) -> int | None:
        """What support and opposition make together, where the consultation weighs them."""
        weight = self.consultation.oppose_points
        return None if weight is None else self.support_count - weight * self.oppose_count

    @property
    def promised(self) -> Promise:
        return Promise.kept(self.promise)

    @property
    def is_unanswered(self) -> bool:
        return self.status in UNANSWERED

    @property
    def is_answered(self) -> bool:
        return self.status in ANSWERED

    @property
    def is_imported(self) -> bool:
        return bool(self.source_board)

    @property
    def who_would_answer(self) -> Department | None:
        """Who owes the answer once the threshold is met: who was named, or else whom the place or topic belongs to."""
        by_topic = self.topic.department if self.topic else None
        if self.consultation.is_suggestion_box:
            return self.department or by_topic or self.consultation.department
        return self.department or self.consultation.department or by_topic

    @property
    def is_overdue(self) -> bool:
        return self.status == Status.OWED and self.answer_due_at is not None and self.answer_due_at < timezone.now()

    @property
    def days_to_answer(self) -> int | None:
        """Calendar days until the answer is due; negative when it is late."""
        if self.answer_due_at is None:
            return None
        return (timezone.localdate(self.answer_due_at) - timezone.localdate()).days


class IdeaVersion(models.Model):
    """What an idea said at one time. The first is written when it is posted; none is ever changed."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    html = models.TextField(blank=True)
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.CharField(_("what changed"), max_length=200, blank=True)
    # Whether it says something else than the version before; then supporters are asked.
    is_material = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["idea", "number"], name="idea_version_number_once")]
        ordering: ClassVar = ["number"]

    def __str__(self) -> str:
        return f"{self.idea_id} v{self.number}"


class IdeaCount(models.Model):
    """Kept counts of the public ideas, by all that lists are filtered by.

    Changes are only appended, so that two writers never wait for each other; the worker adds rows of one cell up. The
    sum over the rows that match a filter is the exact number of ideas that match it.
    """

    consultation = models.ForeignKey(ConsultationPage, models.CASCADE, related_name="+", db_constraint=False)
    status = models.CharField(max_length=20)
    topic = models.ForeignKey(Topic, models.CASCADE, null=True, related_name="+", db_constraint=False)
    place = models.ForeignKey(Place, models.CASCADE, null=True, related_name="+", db_constraint=False)
    board = models.CharField(max_length=40, blank=True)
    count = models.IntegerField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["consultation", "status", "topic", "place", "board"], name="idea_count_cell")
        ]

    def __str__(self) -> str:
        return f"{self.status}: {self.count}"


def closing_time(consultation: ConsultationPage, posted_at: datetime) -> datetime | None:
    """When an idea stops looking for support: its own days, or the end of the last stage that takes votes."""
    if consultation.support_days:
        return posted_at + timedelta(days=consultation.support_days)
    ends = [stage.ends_at for stage in consultation.all_stages if "support" in stage.powers]
    return max((end for end in ends if end), default=None) if ends and all(ends) else None
