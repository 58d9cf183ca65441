"""One row for each searchable thing: the source of every engine, written with the thing itself."""

from __future__ import annotations

import re
import sys
from typing import Self

from django.db import connection, models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from . import korean

CODE_LENGTH = 60
TITLE_LENGTH = 300
URL_LENGTH = 500
THREAD_LENGTH = 60


_BARE_CODE = re.compile(r"(\D+)(\d{4})(\d{1,18})")
_PARTED = re.compile(r"[\W_]+")


def code_key(code: str) -> str:
    """A reference code as it is stored and looked up, whatever its case and width."""
    return korean.fold(code).strip().upper()[:CODE_LENGTH]


def codes_meant(typed: str) -> list[str]:
    """The codes that may be meant: as it was typed, and with the hyphens and zeros that people leave out."""
    key = code_key(typed)
    meant = {key: None} if key else {}
    if bare := _BARE_CODE.fullmatch(_PARTED.sub("", key)):
        prefix, year, number = bare.groups()
        meant |= dict.fromkeys((f"{prefix}-{year}-{number}", f"{prefix}-{year}-{int(number):04d}"))
    return list(meant)


class SearchDocQuerySet(models.QuerySet["SearchDoc"]):
    """Rows to look for."""

    def findable(self) -> Self:
        return self.filter(visible=True)

    def coded(self, code: str) -> Self:
        """The one that a reference code names, however it was typed."""
        return self.filter(code__in=codes_meant(code))

    def with_code_begun(self, typed: str) -> Self:
        """Those whose code begins as it was typed."""
        begun = models.Q(pk__in=[])
        for code in codes_meant(typed):
            begins = models.Q(code__startswith=code)
            if connection.vendor == "sqlite":  # its LIKE walks all codes; between two ends it finds the place
                begins &= models.Q(code__gte=code, code__lt=f"{code}{chr(sys.maxunicode)}")
            begun |= begins
        return self.filter(begun)


class SearchDoc(models.Model):
    """What can be found of one thing, and by what."""

    kind = models.CharField(_("kind"), max_length=40)
    object_id = models.BigIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=TITLE_LENGTH, blank=True)
    code = models.CharField(_("reference code"), max_length=CODE_LENGTH, blank=True)
    # Without a language prefix: the page that shows it adds the reader's.
    url = models.CharField(_("address"), max_length=URL_LENGTH)
    topic_id = models.BigIntegerField(_("topic"), null=True, blank=True)
    place_id = models.BigIntegerField(_("place"), null=True, blank=True)
    consultation_id = models.BigIntegerField(_("consultation"), null=True, blank=True)
    department_id = models.BigIntegerField(_("department"), null=True, blank=True)
    # What is said about one thing shares a thread: an idea, its answers, what is said beneath it.
    thread = models.CharField(_("thread"), max_length=THREAD_LENGTH, blank=True, db_default="")
    status = models.CharField(_("status"), max_length=40, blank=True)
    stage = models.CharField(_("stage"), max_length=40, blank=True)
    author_name = models.CharField(_("author"), max_length=200, blank=True)
    source = models.CharField(_("board"), max_length=100, blank=True)
    source_id = models.CharField(_("number on its board"), max_length=100, blank=True)
    source_url = models.CharField(_("address on its board"), max_length=URL_LENGTH, blank=True)
    date = models.DateTimeField(_("date"))
    votes = models.IntegerField(_("votes"), default=0)
    visible = models.BooleanField(_("visible to everybody"), default=True)
    normaliser = models.PositiveSmallIntegerField(_("version of the normaliser"), editable=False)
    indexed_at = models.DateTimeField(_("indexed at"), editable=False)
    # The long columns stand last: SQLite reads through everything before a column, and filters need none of these.
    body = models.TextField(_("text"), blank=True)
    translations = models.JSONField(_("words in other languages"), null=True, blank=True)
    title_terms = models.TextField(_("terms of the title"), blank=True, editable=False)
    body_terms = models.TextField(_("terms of the text"), blank=True, editable=False)

    objects = SearchDocQuerySet.as_manager()

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_doc_once")]
        # None holds the votes: a vote would then write every index of the row anew, the words' among them.
        indexes = [
            models.Index(fields=["visible", "-date", "-id"], name="search_doc_newest"),
            # Also by how a code begins, whatever the database's collation is.
            models.Index(fields=["code"], name="search_doc_code", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["thread"], name="search_doc_thread"),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.kind} {self.object_id}"

    def local(self) -> tuple[str, str]:
        """Title and text in the reader's language, where they were said in it too; else as they were written."""
        title, body = (self.translations or {}).get(get_language() or "", (self.title, self.body))
        return title, body


class Word(models.Model):
    """A word that stands in titles, to be offered while somebody types and after a slip of the finger.

    Words stay when their titles go: whoever offers one asks first whether everybody may still find it.
    """

    text = models.CharField(max_length=20, unique=True)
    initials = models.CharField(max_length=20, db_index=True)
    letters = models.CharField(max_length=60, db_index=True)
    backwards = models.CharField(max_length=60, db_index=True)
    seen = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.text


class PendingChange(models.Model):
    """A row that an index outside of the database has to be told of; its number is the version of the document."""

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} #{self.pk}"
