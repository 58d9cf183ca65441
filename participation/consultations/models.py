"""Consultations: pages with dated stages; and the topics and places that order what citizens say."""

from datetime import datetime, timedelta
from functools import cached_property
from http import HTTPMethod
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from participation.accounts.models import Department, IdentityLevel, Named

from .blocks import body_blocks
from .browsing import index_context
from .forms import ConsultationForm
from .ladder import Holiday, Reopening, Rung, usual_rung
from .panels import consultation_form, publishing_panel, words_panel
from .permissions import OfficePermissions
from .querysets import ConsultationManager, ConsultationQuerySet, StageQuerySet, TopicQuerySet
from .showing import consultation_context
from .stages import ALLOWS, Power, StageKind
from .words import Worded, Words

__all__ = [
    "ConsultationIndexPage",
    "ConsultationPage",
    "ConsultationTranslation",
    "Cover",
    "Holiday",
    "IndexWords",
    "Place",
    "Reopening",
    "Rung",
    "Stage",
    "Tone",
    "Topic",
]

# A page answers questions; it takes no posts.
READ_ONLY = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]


class Cover(models.TextChoices):
    """The shape drawn where a consultation has no photo."""

    ROAD = "road", _("Road")
    HOUSES = "houses", _("Houses")
    TREES = "trees", _("Trees")
    WATER = "water", _("Water")
    BOOK = "book", _("Book")
    HANDS = "hands", _("Hands")
    SUN = "sun", _("Sun")
    BOX = "box", _("Box")


class Tone(models.TextChoices):
    PINE = "pine", _("Pine")
    PERSIMMON = "persimmon", _("Persimmon")
    SKY = "sky", _("Sky")
    OCHRE = "ochre", _("Ochre")
    PLUM = "plum", _("Plum")


class Topic(Named):
    """What a contribution is about: a small tree of two levels."""

    slug = models.SlugField(_("address"), max_length=60, unique=True, allow_unicode=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    cover = models.CharField(_("cover"), max_length=10, choices=Cover, default=Cover.SUN)
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("department that answers")
    )
    is_offered = models.BooleanField(
        _("people can choose it for what they write"),
        default=True,
        db_default=True,
        help_text=_("Categories that came with another board are not offered, and filter that board alone."),
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def clean(self) -> None:
        if self.parent and (self.parent.parent_id or self.parent_id == self.pk):
            raise ValidationError({"parent": _("Topics have two levels: choose a topic of the first level.")})


class Place(Named):
    """Where: a neighbourhood, or the whole area."""

    slug = models.SlugField(_("address"), max_length=60, unique=True, allow_unicode=True)
    position = models.PositiveIntegerField(_("position"), default=0)
    population = models.PositiveIntegerField(
        _("people who live there"),
        null=True,
        blank=True,
        help_text=_(
            "Thresholds can be a share of them. Ideas that are posted already keep the number that was told. Empty: not"
            " known."
        ),
    )

    class Meta:
        ordering: ClassVar = ["position", "name"]
        verbose_name = _("place")
        verbose_name_plural = _("places")


class ConsultationIndexPage(Worded, Page):
    """The list of consultations; its children are consultations."""

    intro = models.TextField(_("in short"), max_length=300, blank=True)

    parent_page_types: ClassVar = ["pages.HomePage"]
    subpage_types: ClassVar = ["consultations.ConsultationPage"]
    max_count = 1
    allowed_http_methods: ClassVar = READ_ONLY
    template = "consultations/index.html"
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("intro")]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=pgettext_lazy("of a page", "Text")),
            words_panel("title", "intro"),
            publishing_panel(),
        ]
    )

    class Meta:
        verbose_name = _("list of consultations")
        verbose_name_plural = _("lists of consultations")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | index_context(self, request, self.listed(), Topic, Place)

    @staticmethod
    def listed() -> ConsultationQuerySet:
        """What anybody may see."""
        listed: ConsultationQuerySet = ConsultationPage.objects.live().unrestricted()
        return listed


class IndexWords(Words):
    """The words of the list in one more language."""

    page = ParentalKey(ConsultationIndexPage, on_delete=models.CASCADE, related_name="words")
    title = models.CharField(_("title"), max_length=255)
    intro = models.TextField(_("in short"), max_length=300, blank=True)

    class Meta(Words.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "language"], name="consultations_one_index_translation_each")
        ]


class ConsultationPage(Worded, Page):
    """One consultation: what is asked, by whom, in which stages, and what the public body owes in return."""

    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="consultations", verbose_name=_("department")
    )
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("topic"))
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("place"))
    intro = models.TextField(_("in short"), max_length=300)
    photo = models.ForeignKey(
        "wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )
    photo_alt = models.CharField(_("alternative text of the photo"), max_length=200, blank=True)
    cover = models.CharField(_("drawn cover"), max_length=10, choices=Cover, default=Cover.SUN)
    tone = models.CharField(_("colour of the cover"), max_length=10, choices=Tone, default=Tone.PINE)
    body = StreamField(body_blocks(), verbose_name=pgettext_lazy("of a page", "text"), blank=True)

    is_suggestion_box = models.BooleanField(default=False, editable=False)
    threshold = models.PositiveIntegerField(
        _("threshold"),
        null=True,
        blank=True,
        default=100,
        help_text=_("Supporters from which an answer is owed. Empty: none. With a ladder, its first rung holds."),
    )
    answer_days = models.PositiveIntegerField(_("days to answer"), default=30)
    falls_back = models.BooleanField(
        _("what is owed lapses below the threshold"),
        default=False,
        db_default=False,
        help_text=_("Where support is taken back before anybody was put in charge. The idea's page tells of both."),
    )
    remind_days = models.PositiveSmallIntegerField(
        _("days before the date on which officials are reminded"), default=5, db_default=5
    )
    extensions_at_most = models.PositiveSmallIntegerField(
        _("how often a date may be put off"),
        null=True,
        blank=True,
        help_text=_("Empty: as often as a reason is given."),
    )
    reopening = models.CharField(
        _("who may open an idea again"), max_length=6, choices=Reopening, default=Reopening.OFFICE, db_default="office"
    )
    reopenings_at_most = models.PositiveSmallIntegerField(_("how often at most"), default=1, db_default=1)
    support_days = models.PositiveIntegerField(
        _("days to find support"),
        null=True,
        blank=True,
        help_text=_("Counted from the day an idea is posted. Empty: until the stage ends."),
    )
    answered_from = models.PositiveIntegerField(
        _("supporters from which an idea is answered all the same"),
        null=True,
        blank=True,
        help_text=_(
            "When its time is over below the threshold: the department owes an answer within the days above. Empty:"
            " the idea expires. 0: every idea is answered."
        ),
    )
    supporters_at_most = models.PositiveIntegerField(
        _("supporters at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("An idea that has so many has reached its limit. Empty: none."),
    )
    takes_more = models.BooleanField(
        _("support goes on beyond the limit"),
        default=False,
        help_text=_("The limit is shown as reached, and people can go on supporting the idea."),
    )
    oppose_points = models.PositiveSmallIntegerField(
        _("points that a vote against takes"),
        null=True,
        blank=True,
        help_text=_("Each support gives one point. Empty: votes for and against are shown without points."),
    )
    edit_hours = models.PositiveIntegerField(_("hours in which an author may edit"), default=24)
    edit_until_votes = models.PositiveIntegerField(_("supporters from which an idea is fixed"), default=10)

    objects = ConsultationManager()

    parent_page_types: ClassVar = ["consultations.ConsultationIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    allowed_http_methods: ClassVar = READ_ONLY
    template = "consultations/consultation.html"
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("intro")]
    base_form_class = ConsultationForm
    edit_handler = consultation_form(Page.promote_panels)

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")

    @cached_property
    def ladder(self) -> list[Rung]:
        """What is owed from how many supporters on; the usual single rung where no ladder is written."""
        rungs = list(self.rungs.all())
        usual = None if rungs else usual_rung(self)
        return [usual] if usual else rungs

    @cached_property
    def all_stages(self) -> list["Stage"]:
        """The stages in the order of their dates."""
        return sorted(self.stages.all(), key=lambda stage: (stage.starts_at, stage.pk or 0))

    def stage_at(self, moment: datetime | None = None) -> "Stage | None":
        """The stage that is open at the moment (now): the latest begun one that has not ended."""
        moment = moment or timezone.now()
        running = [stage for stage in self.all_stages if stage.is_open_at(moment)]
        return running[-1] if running else None

    def allows(self, power: Power, moment: datetime | None = None) -> bool:
        """Whether the consultation is live and its present stage allows this."""
        stage = self.stage_at(moment)
        return bool(self.live and stage and power in stage.powers)

    def next_stage(self) -> "Stage | None":
        now = timezone.now()
        return next((stage for stage in self.all_stages if stage.starts_at > now), None)

    def stage_that_allows(self, power: Power) -> "Stage | None":
        """The stage now open, or the next one to come, that allows this; None where it is over or never was."""
        now = timezone.now()
        return next((s for s in self.all_stages if power in s.powers and not s.is_over_at(now)), None)

    @property
    def results_from(self) -> datetime | None:
        """When the results of stages that hide them are shown; None where they never hid any, or have no end yet."""
        ends = [stage.ends_at for stage in self.all_stages if stage.hides_results]
        return max((end for end in ends if end), default=None) if all(ends) else None

    def hides_results(self, moment: datetime | None = None) -> bool:
        """From the first stage that hides its results until the last such stage is over, nobody learns the counts."""
        moment = moment or timezone.now()
        hiding = [stage for stage in self.all_stages if stage.hides_results]
        return any(stage.starts_at <= moment for stage in hiding) and not all(s.is_over_at(moment) for s in hiding)

    def clean(self) -> None:
        super().clean()
        if self.photo_id and not self.photo_alt.strip():
            raise ValidationError({"photo_alt": _("Say what the photo shows, for those who cannot see it.")})
        # Lists and programs go on reading the first rung from the page's own columns.
        rungs = list(self.rungs.all())
        if rungs:
            self.threshold, self.answer_days = rungs[0].supporters, rungs[0].days
        highest = rungs[-1].supporters if rungs else self.threshold
        if self.answered_from is not None and not (highest and self.answered_from < highest):
            raise ValidationError({"answered_from": _("Fewer than the threshold: from there on an answer is owed.")})

    def permissions_for_user(self, user: Any) -> OfficePermissions:
        return OfficePermissions(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | consultation_context(self, request)


class ConsultationTranslation(Words):
    """The words of a consultation in one more language. Dates and rules exist once, on the page."""

    page = ParentalKey(ConsultationPage, on_delete=models.CASCADE, related_name="words")
    title = models.CharField(_("title"), max_length=255)
    intro = models.TextField(_("in short"), max_length=300)
    body = StreamField(body_blocks(), verbose_name=pgettext_lazy("of a page", "text"), blank=True)

    class Meta(Words.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "language"], name="consultations_one_translation_each")
        ]


class Stage(Orderable):
    """A dated part of a consultation. Its kind says what it allows; its dates say when."""

    page = ParentalKey(ConsultationPage, on_delete=models.CASCADE, related_name="stages")
    kind = models.CharField(
        pgettext_lazy("of a stage", "kind"), max_length=12, choices=StageKind, default=StageKind.OPEN
    )
    title = models.CharField(_("title"), max_length=60, blank=True, help_text=_("Empty: the kind's own name."))
    translations = models.JSONField(_("titles in other languages"), default=dict, blank=True)
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Empty: without end."))
    votes_per_person = models.PositiveIntegerField(
        _("votes per person"),
        null=True,
        blank=True,
        help_text=_("Empty: one for each idea, for as many ideas as one likes."),
    )
    identity_level = models.PositiveSmallIntegerField(
        _("who may vote"), choices=IdentityLevel, default=IdentityLevel.EMAIL
    )

    votes_at_least = models.PositiveIntegerField(
        _("votes from which they count"),
        null=True,
        blank=True,
        help_text=_("A person's votes count once there are so many of them. Empty: each counts at once."),
    )
    hides_results = models.BooleanField(
        _("results are hidden until the end"),
        default=False,
        help_text=_("Nobody sees how many voted for what before this stage is over, officials included."),
    )

    objects = StageQuerySet.as_manager()

    class Meta(Orderable.Meta):
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gt=models.F("starts_at")),
                name="consultations_stage_ends_after_start",
                violation_error_message=_("A stage ends after it starts."),
            )
        ]

    def __str__(self) -> str:
        return self.local_title

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("This is before the stage begins. A stage ends after it starts.")})
        if self.hides_results and self.starts_at and not self.ends_at:
            raise ValidationError({"ends_at": _("Say when this stage ends: its results are hidden until then.")})
        if self.votes_at_least and self.votes_per_person and self.votes_at_least > self.votes_per_person:
            raise ValidationError({"votes_at_least": _("That is more than the votes that a person has.")})

    @property
    def local_title(self) -> str:
        return self.translations.get(get_language() or "") or self.title or str(StageKind(self.kind).label)

    @property
    def powers(self) -> frozenset[Power]:
        return ALLOWS[self.kind]

    def is_open_at(self, moment: datetime) -> bool:
        return self.starts_at <= moment and not self.is_over_at(moment)

    def is_over_at(self, moment: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= moment

    @property
    def is_open(self) -> bool:
        return self.is_open_at(timezone.now())

    @property
    def is_over(self) -> bool:
        return self.is_over_at(timezone.now())

    @property
    def days_left(self) -> int | None:
        """Whole calendar days until the end: 0 on the last day; None without end."""
        if self.ends_at is None:
            return None
        last = timezone.localdate(self.ends_at - timedelta(seconds=1))
        return max((last - timezone.localdate()).days, 0)
