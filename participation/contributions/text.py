"""Text that strangers wrote: cleaned before it is kept, and made into safe HTML once, when it is written."""

import re
import unicodedata
from html import unescape

import nh3
from django.db import models
from django.utils.html import linebreaks
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt


class Markup(models.TextChoices):
    """How a source text is to be read. Text of other boards is often plain: its asterisks mean asterisks."""

    MARKDOWN = "markdown", _("Markdown")
    PLAIN = "plain", _("Plain text")


# Everything in category C but line breaks and tabs, and the joiners that emoji need.
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")

_TAGS = {"p", "br", "strong", "em", "del", "a", "ul", "ol", "li", "blockquote", "code", "pre", "h2", "h3", "h4", "hr"}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True, "maxNesting": 20})
_markdown.enable(["table", "strikethrough"]).disable(["image", "html_block", "html_inline"])


def clean_text(text: str) -> str:
    """The text in NFC without control, zero-width and direction characters, with plain line breaks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", text)).strip()


def clean_line(text: str) -> str:
    """The same on one line, with single spaces."""
    return " ".join(clean_text(text).split())


def to_html(source: str) -> str:
    """HTML of our Markdown subset: headings begin at level 2, links carry no referrer, nothing else passes."""
    tokens = _markdown.parse(source)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(max(int(token.tag[1]), 2), 4)}"
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return safe_html(html)


def safe_html(html: str) -> str:
    """HTML from anywhere, with nothing left in it but what our own Markdown makes."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="nofollow ugc noopener noreferrer",
    )


def plain_to_html(source: str) -> str:
    """HTML of a plain text: paragraphs and line breaks, everything else as it was typed."""
    return nh3.clean(linebreaks(source, autoescape=True), tags={"p", "br"}) if source else ""


def to_plain(html: str) -> str:
    """The words of an HTML text, on one line: for summaries, feeds and the index."""
    spaced = re.sub(r"</(?:p|h\d|li|blockquote|pre|tr)>|<br\s*/?>", " ", html)
    return " ".join(unescape(nh3.clean(spaced, tags=set())).split())
