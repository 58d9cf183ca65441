"""What a reader of another language sees of a text: the original and its language, or a machine's translation of it."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from participation.errors import ParticipationError
from participation.limits import key_of, limit

from . import outside_translation
from .machine_translation import Source, translate, translator

PARAMETER = "translated"
# Pieces of one page that are translated by one press: a text, and what was said to it.
MOST = 8
_HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
_LATIN = re.compile(r"[A-Za-z]")


def language_of(text: str) -> str:
    """The language that the letters of a text tell; nothing where they tell none. For texts that came without it."""
    hangul, latin = len(_HANGUL.findall(text)), len(_LATIN.findall(text))
    if hangul and hangul * 4 >= latin:
        return "ko"
    return "en" if latin else ""


@dataclass(frozen=True)
class Reading:
    """The words to show, with the language they are in."""

    title: str
    html: str
    language: str
    is_foreign: bool
    is_translated: bool
    written_in: str


def reading_of(source: Source, *, translated: bool) -> Reading:
    """The translation where the reader chose it and there is one, else the original."""
    language = get_language() or settings.LANGUAGE_CODE
    kept = source.known(language) if translated and source.is_foreign else None
    return Reading(
        title=kept.title if kept else source.title,
        html=kept.html if kept else source.html,
        language=language if kept else source.language,
        is_foreign=source.is_foreign,
        is_translated=kept is not None,
        written_in=_written_in(source.language) if source.is_foreign else "",
    )


def _written_in(language: str) -> str:
    try:
        name = get_language_info(language)["name_translated"]
    except KeyError:
        name = language
    return _("Written in %(language)s") % {"language": name}


def wants_translation(request: HttpRequest) -> bool:
    return PARAMETER in request.GET


def can_translate() -> bool:
    """Whether the button leads anywhere: to a translator of our own, or to services outside."""
    return translator() is not None or outside_translation.is_offered()


def translate_page(request: HttpRequest, sources: list[Source], address: str) -> HttpResponse:
    """Have what is foreign on a page translated and go back to it; what fails is said there, above the original.

    Where no translator is connected, a page of its own names services outside: a reader chooses whether they get it.
    """
    if not can_translate():
        raise Http404
    if translator() is None:
        return redirect(request.path) if request.method == "POST" else _elsewhere(request, sources, address)
    if request.method != "POST":
        return redirect(address)
    limit("translate", key_of(request))
    language = get_language() or settings.LANGUAGE_CODE
    try:
        for source in [each for each in sources if each.is_foreign][:MOST]:
            translate(user=request.user, source=source, language=language)
    except ParticipationError as error:
        messages.error(request, str(error))
        return redirect(address)
    return redirect(f"{address}?{PARAMETER}=1")


def _elsewhere(request: HttpRequest, sources: list[Source], address: str) -> HttpResponse:
    """The originals, and the services that may be asked."""
    foreign = [source for source in sources if source.is_foreign][:MOST]
    if not foreign:
        return redirect(address)
    language = get_language() or settings.LANGUAGE_CODE
    sites, is_cut = outside_translation.sites_for(foreign, language)
    context = {
        "sites": sites,
        "is_cut": is_cut,
        "originals": foreign,
        "written_in": _written_in(foreign[0].language),
        "address": address,
    }
    return render(request, "contributions/translate_elsewhere.html", context)
