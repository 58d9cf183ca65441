"""What the site itself says is in the language of the page: no English on Korean pages, no Korean on English ones."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client

from tests.browser.page_kinds import KINDS, Site, Visit

ATTRIBUTES = ("aria-label", "placeholder", "title", "alt")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "use"}
NOT_SAID = {"script", "style", "code", "pre", "kbd", "textarea"}
HANGUL = re.compile(r"[가-힣]{2,}")
SENTENCE = re.compile(r"[A-Za-z’']{2,}(?:[ ,:][ A-Za-z’'-]*[a-z]{2,}){2,}")
# Names, addresses and examples that read alike in both languages.
ALIKE = {"ko": {"English"}, "en": {"한국어"}}


class Said(HTMLParser):
    """The pieces of text that a page says in its own language, attributes among them."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.pieces: list[str] = []
        self.silent: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        silent = bool(self.silent and self.silent[-1])
        silent = silent or tag in NOT_SAID or (given.get("lang") or self.language) != self.language
        if not silent:
            self.pieces += [value for name in ATTRIBUTES if (value := given.get(name))]
            if tag == "input" and given.get("type") in {"submit", "button"}:
                self.pieces.append(given.get("value") or "")
        if tag not in VOID:
            self.silent.append(silent)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.silent:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not (self.silent and self.silent[-1]):
            self.pieces.append(data)


def everything_stored() -> str:
    """All that people wrote, and what the site keeps of it."""
    kept = []
    for model in apps.get_models():
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        kept += [str(row) for row in model._default_manager.values_list(*names)] if names else []
    return "\n".join(kept)


def foreign(said: list[str], language: str, asked: str) -> Iterator[str]:
    """What is of the other language and neither stored nor asked for."""
    known = asked
    for piece in said:
        text = " ".join(piece.split())
        if not text or text in ALIKE[language]:
            continue
        found = HANGUL.findall(text) if language == "en" else ([] if HANGUL.search(text) else SENTENCE.findall(text))
        if found and any(part not in known for part in found):
            known = known if known != asked else asked + everything_stored()
            if any(part not in known for part in found):
                yield text


def words_at(visit: Visit, language: str) -> list[str]:
    client = Client()
    if visit.user is not None:
        client.force_login(visit.user, backend="django.contrib.auth.backends.ModelBackend")
    parser = Said(language)
    prefix = "" if language == "ko" or visit.path.startswith("/en/") else "/en"
    parser.feed(client.get(prefix + visit.path).content.decode())
    return parser.pieces


@pytest.mark.django_db
def test_the_site_speaks_the_language_of_the_page(mina, joon, hana, suho, transport, consultation):
    """S89, for every page of the table: neither language is left over in the other."""
    site = Site(mina, joon, hana, suho, transport, consultation)
    wrong = {}
    for name, arrive in KINDS.items():
        with transaction.atomic():
            visit = arrive(site)
            for language in ("ko", "en"):
                said = words_at(visit, language) if not visit.path.startswith("/api/") else []
                if found := sorted(set(foreign(said, language, unquote(visit.path)))):
                    wrong[name, language] = found
            transaction.set_rollback(True)
    assert wrong == {}
