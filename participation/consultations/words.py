"""The same words in other languages: rows beside a page, written by hand in the page's own form."""

from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Orderable, PageViewRestriction


def other_languages() -> list[tuple[str, Any]]:
    """The languages besides the site's own, in which an editor may say the same again."""
    return [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def first_other_language() -> str:
    """What an editor most likely means: mostly there is but one."""
    return next((code for code, _name in other_languages()), "")


class Worded(models.Model):
    """A page whose words exist once more in other languages, as rows named ``words``."""

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> Any:
        """Wagtail's question with the answer in one query: the restrictions of this page and those above it."""
        if self.alias_of_id:  # type: ignore[attr-defined]  # the page's; an alias is as private as its source
            return super().get_view_restrictions()  # type: ignore[misc]
        path, step = self.path, self.steplen  # type: ignore[attr-defined]  # the tree's
        above = [path[:length] for length in range(step, len(path) + 1, step)]
        return PageViewRestriction.objects.filter(page__path__in=above)

    @cached_property
    def local(self) -> Any:
        """Its words in the reader's language, where there is a translation; else itself, the original."""
        language = get_language()
        if language == settings.LANGUAGE_CODE:
            return self
        return next((words for words in self.words.all() if words.language == language), self)  # type: ignore[attr-defined]  # made by the row's foreign key

    @property
    def is_translated(self) -> bool:
        return self.local is not self

    @property
    def lacks_translation(self) -> bool:
        """The reader's language is not the one this was written in, and nobody has translated it."""
        return get_language() != settings.LANGUAGE_CODE and not self.is_translated

    @property
    def original_language(self) -> str:
        return settings.LANGUAGE_CODE

    @property
    def text_language(self) -> str:
        """The language of the words that ``local`` gives: for the lang attribute around them."""
        return (get_language() or "") if self.is_translated else settings.LANGUAGE_CODE


class Words(Orderable):
    """A page's words in one more language."""

    language = models.CharField(_("language"), max_length=10, choices=other_languages, default=first_other_language)

    class Meta(Orderable.Meta):
        abstract = True
        ordering: ClassVar = ["sort_order"]

    def __str__(self) -> str:
        return self.language
