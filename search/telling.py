"""The words of many texts as people would list them: nouns without particles, each in one form.

No dictionary is asked. Which word a spelling is, and whether it is a noun, is told by the texts themselves: a noun
takes the particles of a noun now and then, a verb, an adverb or a greeting hardly ever does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from . import korean
from .wording import EMPTY, ENDING

SHORTEST = 2
NOUN = 0.08
"""The share of a noun's texts in which it bears one of a noun's particles. Measured with 6,800 petitions: of the 700
words in most texts it parts 정부, 유치원, 마스크 from 다시, 있고, 힘든, 받는."""
PERHAPS_NOUN = 0.03
"""Enough for a word that does not end as verbs do: 코로나 stands bare in most texts, before its 19."""
_KNOWN_FROM = 30
"""A word of fewer texts is taken for a noun unless it ends as verbs do."""

_FORM = re.compile("[가-힣]{2,20}|[a-z][a-z0-9]{1,19}")
_CASES = korean.words("""
    을 를 의 에서 에게 으로 과 와 이나 에서는 에게는 에서의 이라는 라는 들의 들을 들이 들은 들에게 들도 들과
    으로부터 으로서 으로써
""")
_VERBAL = re.compile(
    "(?:[고며면서는던게지다니까요려해어아워줘켜춰져히데록씬]|[았었했였겠됐있없않싶]|(?:하|되|없|있)[가-힣]|[가-힣]{2,}(?:한|된|할|될|인|든|은|운))$"
)
_PRONOUNS = korean.words("""
    저희 그것 이것 저것 그들 이들 분들 여러분 것이 것을 것은 것도 것과 것이다 있기 있음 없음 않음 하기 되기 등등
    서로 만큼 하루하루 더이상 본인 자기 자신 무엇 누구 모두 각자 여기 거기 저기 이곳 그곳 이때 그때 요즘 지금
    오늘 다음 하나 둘째 첫째 이상 이하 정도 경우 때문 안녕하세요 감사합니다 안녕하십니까 입니다 합니다 것입니다
""")


@dataclass(frozen=True)
class _Form:
    """How one spelling may be read: a stem, and whether what follows it is a noun's particle."""

    stem: str
    is_case: bool
    is_latin: bool = False


@lru_cache(maxsize=100_000)
def _read(form: str) -> _Form:
    if form.isascii():
        return _Form(form, is_case=True, is_latin=True)
    bare = ENDING.sub("", form)
    if bare != form:
        return _Form(korean.stem(bare) if bare else "", is_case=False)
    stem = korean.stem(form)
    return _Form(stem, is_case=form[len(stem) :] in _CASES)


def forms(text: str) -> set[str]:
    """How words are spelled in a text."""
    return set(_FORM.findall(korean.fold(text)))


def words_of(texts: Iterable[str]) -> list[set[str]]:
    """The words of each of some texts, as these texts tell them."""
    spelled = [forms(text) for text in texts]
    lexicon = Lexicon(Counter(chain.from_iterable(spelled)))
    return [lexicon.words_of(each) for each in spelled]


class Lexicon:
    """The words that some texts have: made of how often which spelling is in them."""

    def __init__(self, spelled: Mapping[str, int], *, fewest: int = 1) -> None:
        """With ``fewest``, words of fewer texts are left out."""
        self._cases: Counter[str] = Counter()
        for form, count in spelled.items():
            if (read := _read(form)).is_case:
                self._cases[read.stem] += count
        self._seen: Counter[str] = Counter()
        for form, count in spelled.items():
            self._seen[self._settled(form)] += count
        self._kept = {word for word, count in self._seen.items() if count >= fewest and self._tells(word)}

    def words_of(self, spelled: Iterable[str]) -> set[str]:
        """The words behind some spellings; those that no text had are read like the others."""
        return {word for form in spelled if (word := self._settled(form)) in self._kept}

    def _settled(self, form: str) -> str:
        """코로나 is not 코로 with a particle where texts say 코로나를 and never 코로를."""
        read = _read(form)
        if not read.is_case and form.startswith(read.stem) and self._cases[form] > self._cases[read.stem]:
            return form
        return read.stem

    def _tells(self, word: str) -> bool:
        if len(word) < SHORTEST or word in EMPTY or word in _PRONOUNS:
            return False
        share = self._cases[word] / self._seen[word]
        if share >= NOUN:
            return True
        return (share >= PERHAPS_NOUN or self._seen[word] < _KNOWN_FROM) and not _VERBAL.search(word)
