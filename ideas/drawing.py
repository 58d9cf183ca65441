"""The HTML of a list's row, drawn here: as templates, 25 of them would take most of the time of a list."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

_BODY = (
    '<div class="row__body"><div class="row__state"><span class="tag tag--{kind}"><svg class="icon" aria-hidden="true"'
    ' focusable="false"><use href="#i-tag-{kind}"/></svg>{label}</span><span class="bars bars--{reached}{owed}"'
    ' role="img" aria-label="{reached_label}"><i></i><i></i><i></i><i></i></span></div>'
    '<h2 class="row__title"{lang}><a href="{url}">{title}</a></h2><p class="row__text"{text_lang}>{text}</p>'
    '<p class="row__meta">{meta}</p></div>'
)
_FORM = (
    '<form id="vote-{pk}" method="post" action="{url}" data-controller="vote" data-action="submit->vote#send">'
    '<input type="hidden" name="value" value="{value}"><input type="hidden" name="from" value="row">'
    '<button class="vote-number{chosen}" type="submit" aria-pressed="{pressed}"><b>{count}</b><span>{word}</span>'
    '<span class="visually-hidden"{lang}> {title}</span></button>'
    '<input type="hidden" name="csrfmiddlewaretoken" value="'
)
FORM_END = mark_safe('"></form>')
_CLOSED = '<div class="vote-number vote-number--closed"><b>{count}</b><span>{word}</span></div>'
_WHY = (
    '<details class="row__why"><summary>{label}<span class="visually-hidden"> {title}</span></summary>'
    "<p>{reason}</p></details>"
)


def draw_body(
    *,
    kind: str,
    label: str,
    reached: int,
    reached_label: str,
    owed: bool,
    url: str,
    title: str,
    text: str,
    is_own_text: bool,
    language: str,
    meta: tuple[str, ...],
) -> SafeString:
    """State, title, text and the small print; the same for everybody who reads in one language."""
    lang = _lang(language)
    return format_html(
        _BODY,
        kind=kind,
        label=label,
        reached=reached,
        reached_label=reached_label,
        owed=" bars--owed" if owed else "",
        url=url,
        title=title,
        text=text,
        lang=lang,
        text_lang=lang if is_own_text else "",
        meta=format_html_join("", "<span>{}</span>", ((word,) for word in meta)),
    )


def _lang(language: str) -> SafeString | str:
    """Says the language of words that are not in the page's, so that they are read aloud and broken rightly."""
    return format_html(' lang="{}"', language) if language and language != get_language() else ""


def draw_vote_form(*, pk: int, url: str, count: str, chosen: bool, title: str, language: str) -> SafeString:
    """The number that is the button, up to the form's token, which ``FORM_END`` closes."""
    return format_html(
        _FORM,
        pk=pk,
        url=url,
        value="0" if chosen else "1",
        chosen=" vote-number--chosen" if chosen else "",
        pressed="true" if chosen else "false",
        count=count,
        word=_("Supported") if chosen else _("Support"),
        title=title,
        lang=_lang(language),
    )


def draw_closed_vote(*, count: str, chosen: bool) -> SafeString:
    """The number where there is nothing to press."""
    return format_html(_CLOSED, count=count, word=_("Supported") if chosen else _("Supports"))


def draw_brought_along(*, count: str) -> SafeString:
    """The total that came from another board, named as such: nobody voted here."""
    return format_html(_CLOSED, count=count, word=_("Brought along"))


def draw_why(reason: str, title: str) -> SafeString:
    """Why the idea stands here, for whoever asks; the title tells one such question from another."""
    return format_html(_WHY, label=_("Why here?"), title=title, reason=reason)
