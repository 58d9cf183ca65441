"""The home page and plain pages that editors write."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Page

from participation.consultations.blocks import body_blocks
from participation.consultations.models import READ_ONLY
from participation.consultations.panels import publishing_panel, words_panel
from participation.consultations.words import Worded, Words

from .showing import home_context, standard_context


class HomePage(Worded, Page):
    """The first page: what is open now, and what gains strength."""

    tagline = models.CharField(_("headline"), max_length=120, blank=True)
    intro = models.TextField(_("in short"), max_length=300, blank=True)

    max_count = 1
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["consultations.ConsultationIndexPage", "pages.StandardPage"]
    allowed_http_methods: ClassVar = READ_ONLY
    template = "pages/home.html"
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("tagline"), FieldPanel("intro")]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=pgettext_lazy("of a page", "Text")),
            words_panel("tagline", "intro"),
            ObjectList(Page.promote_panels, heading=_("Address")),
            publishing_panel(),
        ]
    )

    class Meta:
        verbose_name = _("first page")
        verbose_name_plural = _("first pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | home_context(self, request)


class HomeWords(Words):
    """The home page's words in one more language."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="words")
    tagline = models.CharField(_("headline"), max_length=120)
    intro = models.TextField(_("in short"), max_length=300, blank=True)

    class Meta(Words.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "language"], name="pages_one_home_translation_each")
        ]


class StandardPage(Worded, Page):
    """A plain page: principles, privacy, accessibility, help."""

    body = StreamField(body_blocks(), verbose_name=pgettext_lazy("of a page", "text"), blank=True)

    parent_page_types: ClassVar = ["pages.HomePage", "pages.StandardPage"]
    allowed_http_methods: ClassVar = READ_ONLY
    template = "pages/standard.html"
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("body")]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=pgettext_lazy("of a page", "Text")),
            words_panel("title", "body"),
            ObjectList(Page.promote_panels, heading=_("Address")),
            publishing_panel(),
        ]
    )

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | standard_context(self, request)


class StandardWords(Words):
    """A plain page's words in one more language."""

    page = ParentalKey(StandardPage, on_delete=models.CASCADE, related_name="words")
    title = models.CharField(_("title"), max_length=255)
    body = StreamField(body_blocks(), verbose_name=pgettext_lazy("of a page", "text"), blank=True)

    class Meta(Words.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "language"], name="pages_one_translation_each")
        ]
