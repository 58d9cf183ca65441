"""The blocks an editor builds a page of. Every picture has its alternative text or is declared a decoration."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from .media import Player, player_for

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr", "blockquote"]


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=100, required=False)
    text = blocks.RichTextBlock(
        label=pgettext_lazy("of a page", "text"), features=["bold", "italic", "link", "ul", "ol"]
    )

    class Meta:
        icon, label, template = "help", _("Call-out"), "consultations/blocks/callout.html"


class TimelineEntryBlock(blocks.StructBlock):
    date = blocks.CharBlock(label=_("when"), max_length=60)
    title = blocks.CharBlock(label=_("what"), max_length=120)
    text = blocks.TextBlock(label=_("more"), required=False)


class TimelineBlock(blocks.StructBlock):
    entries = blocks.ListBlock(TimelineEntryBlock(), label=_("entries"))

    class Meta:
        icon, label, template = "list-ol", _("Timeline"), "consultations/blocks/timeline.html"


class ContactBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("who"), max_length=120)
    phone = blocks.CharBlock(label=_("phone"), max_length=40, required=False)
    email = blocks.EmailBlock(label=_("e-mail"), required=False)
    hours = blocks.CharBlock(label=_("hours"), max_length=120, required=False)

    class Meta:
        icon, label, template = "user", _("Contact"), "consultations/blocks/contact.html"


class MediaBlock(blocks.StructBlock):
    """Video or audio from another site: shown as a link until the reader asks for it, so that nobody is tracked."""

    title = blocks.CharBlock(label=_("title"), max_length=120)
    media = blocks.URLBlock(
        label=_("address of the video or audio"),
        help_text=_("YouTube, Vimeo, NAVER TV and kakaoTV play in the page. Other addresses are shown as a link."),
    )
    transcript = blocks.TextBlock(label=_("transcript or summary"), required=False)

    class Meta:
        icon, label, template = "media", _("Video or audio"), "consultations/blocks/media.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        player: Player | None = player_for(value["media"] or "")
        request, block_id = context.get("request"), context.get("block_id")
        asked = bool(request and block_id and request.GET.get("play") == str(block_id))
        return context | {"player": player, "playing": bool(player and asked)}


class DocumentBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=120)
    document = DocumentChooserBlock(label=_("document"))

    class Meta:
        icon, label, template = "doc-full", _("Document"), "consultations/blocks/document.html"


def body_blocks() -> list[tuple[str, Any]]:
    """The choice of blocks, made anew for each field that offers it."""
    text = blocks.RichTextBlock(
        label=pgettext_lazy("of a page", "Text"), features=TEXT_FEATURES, template="consultations/blocks/text.html"
    )
    return [
        ("text", text),
        ("image", ImageBlock(label=_("Image"), template="consultations/blocks/image.html")),
        ("media", MediaBlock()),
        ("document", DocumentBlock()),
        ("callout", CalloutBlock()),
        ("timeline", TimelineBlock()),
        ("contact", ContactBlock()),
    ]
