"""What a person typed, read into a small tree: words, "phrases", -exclusions, OR and filters."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.translation import gettext as _

from . import korean, operators
from .filters import LONGEST_QUERY, Filters

__all__ = ["LONGEST_QUERY", "MOST_WORDS", "Filters", "Query", "Sequence", "Term", "parse", "read"]

MOST_WORDS = 16

_ATOM = re.compile(
    r"""(?<!\S)(?P<without>-)?(?P<name>[a-z가-힣]{1,20})[:：](?P<value>"[^"]*"?|[^\s"]*)"""
    r"""|(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))""",
    re.IGNORECASE,
)
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "＂": '"'})


@dataclass(frozen=True)
class Sequence:
    """Terms that stand side by side in one text; the last one may be only the beginning of a term."""

    terms: tuple[str, ...]

    @property
    def is_prefix(self) -> bool:
        return korean.is_syllable(self.terms[-1])


@dataclass(frozen=True)
class Term:
    """One word or quoted phrase, with and without its particles."""

    text: str
    quoted: bool = False
    exact: bool = False
    """Whether the word must stand by itself: 버스 is then not found in 콜버스."""

    @cached_property
    def chunks(self) -> tuple[tuple[str, bool], ...]:
        return tuple(korean.runs(self.text))

    @cached_property
    def stem_chunks(self) -> tuple[tuple[str, bool], ...]:
        """The word without its particles; a phrase is taken by its letters."""
        if self.quoted or not self.chunks or not self.chunks[-1][1]:
            return self.chunks
        *head, (last, _) = self.chunks
        if head and not head[-1][1] and korean.is_particle(last):
            return tuple(head)
        return (*head, (korean.stem(last), True))

    @cached_property
    def sequences(self) -> tuple[Sequence, ...]:
        """Any of these is a hit. The stem is a beginning of the word, so whatever holds the word holds it too.

        Asking for the longer spelling as well would put texts that happen to use the same particle first. Measured
        with 200 known titles: reciprocal rank 0.95 for the stem alone, 0.93 for both.
        """
        chunks = self.stem_chunks
        if self.exact and len(chunks) == 1 and chunks[0][1]:
            return (Sequence((korean.whole_word(chunks[0][0]),)),)
        return (Sequence(tuple(korean.terms(" ".join(run for run, _ in chunks)))),) if chunks else ()


@dataclass(frozen=True)
class Query:
    """Every group must be found by at least one of its terms, and no excluded term may be."""

    groups: tuple[tuple[Term, ...], ...] = ()
    excluded: tuple[Term, ...] = ()
    filters: Filters = field(default_factory=Filters)
    text: str = ""
    problems: tuple[str, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(term for group in self.groups for term in group)

    @property
    def is_exact(self) -> bool:
        """Whether a part is quoted or must stand by itself: then nothing but what was asked for is wanted."""
        return any(term.quoted or term.exact for term in self.terms)

    def exactly(self) -> Query:
        """The same with words that must stand by themselves."""
        groups = tuple(tuple(replace(term, exact=True) for term in group) for group in self.groups)
        return replace(self, groups=groups, excluded=tuple(replace(term, exact=True) for term in self.excluded))

    @property
    def asks_nothing(self) -> bool:
        return not self.groups and not self.excluded

    @property
    def is_noise(self) -> bool:
        """Whether something was typed in which no word is."""
        return bool(self.text) and self.asks_nothing and not self.filters


class _Reader:
    """Reads a text from left to right."""

    def __init__(self, text: str, *, is_cut: bool = False) -> None:
        self.text = text
        self.groups: list[tuple[Term, ...]] = []
        self.excluded: list[Term] = []
        self.filters = Filters()
        self.problems: list[str] = []
        self._or_waits = False
        self._is_too_long = False
        self._is_cut = is_cut

    def read(self) -> Query:
        for atom in _ATOM.finditer(self.text):
            if atom["name"] and self._operator(atom["name"], atom["value"].strip('"'), without=bool(atom["without"])):
                continue
            self._word(atom)
        if self._or_waits:
            self._lonely_or()
        if self.text.count('"') % 2:
            self.problems.append(_("A quotation mark is not closed; the phrase was read to the end."))
        if self.text.strip() and not (self.groups or self.excluded or self.filters or self.problems):
            self.problems.append(_("There is no word in it that could be looked for."))
        if self._is_too_long:
            self.problems.append(
                _("That is much at once: the first %(count)s words were looked for.") % {"count": MOST_WORDS}
            )
        if self._is_cut:
            self.problems.append(
                _("That is a long text: its first %(count)s letters were looked for.") % {"count": LONGEST_QUERY}
            )
        return Query(
            tuple(self.groups),
            tuple(self.excluded),
            self.filters,
            self.text.strip(),
            tuple(dict.fromkeys(self.problems)),
        )

    def _operator(self, name: str, value: str, *, without: bool) -> bool:
        """Whether it was one, be it right or wrong."""
        if operators.is_exactly(name):
            return self._exactly(name, value, without=without)
        try:
            if without and operators.is_known(name):
                raise operators.not_to_exclude(name, value)
            said = None if without else operators.read(name, value)
        except operators.Unreadable as problem:
            self.problems.append(str(problem))
            return True
        if said is not None:
            self.filters = self.filters.with_also(said)
        return said is not None

    def _exactly(self, name: str, value: str, *, without: bool) -> bool:
        if value.strip():
            self._take(Term(korean.fold(value).strip(), exact=True), excluded=without)
        else:
            self.problems.append(str(operators.nothing_after(name)))
        return True

    def _word(self, atom: re.Match[str]) -> None:
        quoted, excluded = atom["phrase"] is not None, bool(atom["minus"] or atom["without"])
        written = atom["phrase"] if quoted else atom["word"] or atom["name"] + ":" + atom["value"]
        if not quoted and not excluded and written in ("OR", "|"):
            if not self.groups or self._or_waits:
                self._lonely_or()
            self._or_waits = bool(self.groups)
            return
        self._take(Term(korean.fold(written).strip(), quoted), excluded=excluded)

    def _take(self, term: Term, *, excluded: bool = False) -> None:
        if not term.chunks:
            return
        if len(self.groups) + len(self.excluded) >= MOST_WORDS:
            self._is_too_long = True
            return
        if excluded:
            self.excluded.append(term)
        elif self._or_waits:
            self.groups[-1] = (*self.groups[-1], term)
        else:
            self.groups.append((term,))
        self._or_waits = False

    def _lonely_or(self) -> None:
        self.problems.append(_("OR stands between two words; without one on each side it was passed over."))


def parse(text: str) -> Query:
    """Read a query. Any text is a query; what makes no sense is explained and passed over, or taken as plain words."""
    text = korean.storable(text)
    return _Reader(text[:LONGEST_QUERY].translate(_QUOTES), is_cut=len(text) > LONGEST_QUERY).read()


def read(text: str, filters: Filters | None = None) -> tuple[Query, Filters]:
    """What a text and filters ask for together: operators in the text are filters too."""
    query = parse(text)
    filters = query.filters if filters is None else filters.over(query.filters)
    return (query.exactly() if filters.exact else query), filters
