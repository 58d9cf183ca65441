"""Where no translator is connected: services outside at which readers may have a text translated, if they wish."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .machine_translation import Source
from .text import to_plain

# Letters that go with a link: each Korean one is nine in an address.
LONGEST = 1500

SITES = {
    "papago": (_("Papago"), "https://papago.naver.com/?sk={source}&tk={target}&st={text}"),
    "google": (_("Google Translate"), "https://translate.google.com/?sl={source}&tl={target}&op=translate&text={text}"),
}


@dataclass(frozen=True)
class Site:
    """A service, with the address that brings it the words."""

    name: str
    url: str


def is_offered() -> bool:
    return bool(_chosen())


def _chosen() -> list[str]:
    return [name for name in settings.TRANSLATION_SITES if name in SITES]


def sites_for(sources: Iterable[Source], language: str) -> tuple[list[Site], bool]:
    """The services for these texts, all of one language, and whether only their beginning fits in an address."""
    sources = list(sources)
    pieces = [piece for source in sources for piece in (source.title, to_plain(source.html)) if piece]
    text = "\n\n".join(pieces)
    words = {"source": sources[0].language, "target": language, "text": quote(text[:LONGEST])}
    found = [Site(str(label), url.format(**words)) for label, url in (SITES[name] for name in _chosen())]
    return found, len(text) > LONGEST
