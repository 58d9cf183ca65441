"""The home page and plain pages that editors write."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page

from participation.consultations.blocks import body_blocks


class HomePage(Page):
    """The first page: what is open now, and what gains strength."""

    tagline = models.CharField(_("headline"), max_length=120, blank=True)
    intro = models.TextField(_("in short"), max_length=300, blank=True)

    max_count = 1
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["consultations.ConsultationIndexPage", "pages.StandardPage"]
    template = "pages/home.html"


class HomeWords(Orderable):
    """The home page's words in one more language."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(_("language"), max_length=10)
    tagline = models.CharField(_("headline"), max_length=120)
    intro = models.TextField(_("in short"), max_length=300, blank=True)


class StandardPage(Page):
    """A plain page: principles, privacy, accessibility, help."""

    body = StreamField(body_blocks(), verbose_name=_("text"), blank=True)

    parent_page_types: ClassVar = ["pages.HomePage", "pages.StandardPage"]
    template = "pages/standard.html"


class StandardWords(Orderable):
    """A plain page's words in one more language."""

    page = ParentalKey(StandardPage, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(_("language"), max_length=10)
    title = models.CharField(_("title"), max_length=255)
    body = StreamField(body_blocks(), verbose_name=_("text"), blank=True)
