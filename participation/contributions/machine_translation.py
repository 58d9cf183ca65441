"""What somebody wrote, in another language, by a machine: asked for by a reader, kept apart from the original."""

import hashlib
import http.client
import json
import logging
import time
from dataclasses import dataclass
from typing import Protocol
from urllib.request import Request, urlopen

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.errors import ParticipationError

from .models import Translation
from .text import clean_line, safe_html

logger = logging.getLogger(__name__)

# Characters of one text; longer ones would keep a reader, and a process of ours, waiting.
LONGEST = 20_000
LARGEST_ANSWER = 1024 * 1024
SECONDS = 10


class TranslationFailed(ParticipationError):
    code, status = "translation_failed", 502
    message = _("The translation cannot be had at present. Please try again later; you see the original.")


class TooLongToTranslate(ParticipationError):
    code, status = "too_long_to_translate", 422
    message = _("This text is too long to be translated by a machine.")


class Translator(Protocol):
    def translate(self, text: str, *, source: str, target: str, is_html: bool) -> str:
        """The text in the target language. Raises TranslationFailed."""


@dataclass(frozen=True)
class LibreTranslate:
    """Asks a server that speaks LibreTranslate's API."""

    url: str
    api_key: str = ""

    def translate(self, text: str, *, source: str, target: str, is_html: bool) -> str:
        asked = {"q": text, "source": source, "target": target, "format": "html" if is_html else "text"}
        if self.api_key:
            asked["api_key"] = self.api_key
        try:
            answer = json.loads(self._ask(json.dumps(asked).encode()))
        except (OSError, http.client.HTTPException, ValueError) as error:
            logger.warning("The translator at %s failed: %s", self.url, error)
            raise TranslationFailed from error
        translated = answer.get("translatedText") if isinstance(answer, dict) else None
        if not isinstance(translated, str):
            logger.warning("The translator at %s answered without a text.", self.url)
            raise TranslationFailed
        return translated

    def _ask(self, body: bytes) -> bytes:
        """The body of the answer. The time of all its parts together is limited, not only that of each."""
        until = time.monotonic() + SECONDS
        request = Request(  # noqa: S310  # a check makes sure that the setting names http or https
            f"{self.url.rstrip('/')}/translate",
            body,
            {"Content-Type": "application/json", "Accept": "application/json"},
        )
        received = bytearray()
        with urlopen(request, timeout=SECONDS) as response:  # noqa: S310
            while part := response.read1(65_536):
                received += part
                if len(received) > LARGEST_ANSWER or time.monotonic() > until:
                    raise TimeoutError("the answer was too large or too slow")
        return bytes(received)


def translator() -> Translator | None:
    """The one that the settings name, if any."""
    url = settings.TRANSLATOR_URL
    return LibreTranslate(url, settings.TRANSLATOR_API_KEY) if url else None


@dataclass(frozen=True)
class Source:
    """The words of a contribution as they are kept: a line, a cleaned HTML text, or both."""

    target: models.Model
    language: str
    title: str = ""
    html: str = ""

    @property
    def version(self) -> str:
        """Changes with the words, so that no old translation stands below a new text."""
        return hashlib.sha256(f"{self.title}\0{self.html}".encode()).hexdigest()

    @property
    def is_foreign(self) -> bool:
        """Not in the language of the reader."""
        return bool(self.language) and self.language != (get_language() or settings.LANGUAGE_CODE)

    def known(self, language: str) -> Translation | None:
        """The kept translation of just these words."""
        rows = Translation.objects.about(self.target)
        return rows.filter(version=self.version, language=language).first()


def translate(*, user: User | AnonymousUser, source: Source, language: str) -> Translation:
    """Have the words translated, or find them translated already.

    No event: what is kept can be made anew at any time and changes nothing that anybody said. The translator is asked
    outside of any transaction, which would hold the database for as long as it takes.
    """
    require(user, "contributions.translate", source.target)
    known = source.known(language)
    if known is not None:
        return known
    machine = translator()
    if machine is None:
        raise TranslationFailed
    if len(source.title) + len(source.html) > LONGEST:
        raise TooLongToTranslate
    title = html = ""
    if source.title:
        title = machine.translate(source.title, source=source.language, target=language, is_html=False)
    if source.html:
        html = machine.translate(source.html, source=source.language, target=language, is_html=True)
    return _keep(source, language, title=clean_line(title), html=safe_html(html))


@transaction.atomic
def _keep(source: Source, language: str, *, title: str, html: str) -> Translation:
    if bool(source.title) != bool(title) or bool(source.html) != bool(html):
        raise TranslationFailed
    rows = Translation.objects.about(source.target).filter(language=language)
    rows.exclude(version=source.version).delete()
    Translation.objects.bulk_create(
        [Translation(target=source.target, version=source.version, language=language, title=title, html=html)],
        ignore_conflicts=True,  # two readers may ask at the same moment
    )
    return rows.get(version=source.version)
