"""The one normaliser: what is indexed and what is asked pass through here, for every engine alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from . import hanja

NORMALISER_VERSION = 2
"""Raise it when `fold` or `terms` answers differently: rows of an older version need a rebuild."""

LONGEST_WORD = 40
WHOLE = "w"
LONGEST_TEXT = 60_000
"""Folded characters that are indexed of one text. PostgreSQL refuses a tsvector of more than one megabyte."""
MOST_WHOLE_WORDS = 5_000
LONGEST_WHOLE_WORD = 20

_JAMO = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\ud7b0-\ud7ff"
_HANGUL = "\uac00-\ud7a3" + _JAMO
_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PAIRED = _HANGUL + _IDEOGRAPHS

PAIRED_LETTER = f"[{_PAIRED}]"
OTHER_LETTER = f"[^\\W_{_PAIRED}]"
"""Patterns for one folded letter: of a script that is read in pairs, and of any other."""

_ACCENTS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_DROPPED = re.compile(f"[{_ACCENTS}{_INVISIBLE}\ud800-\udfff]+")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CLUSTER = re.compile(f"[\uac00-\ud7a3]?[{_JAMO}]+[{_ACCENTS}]*|.[{_ACCENTS}]*", re.DOTALL)
_RUN = re.compile(f"({PAIRED_LETTER}+)|{OTHER_LETTER}+")
# What folds letter by letter: most Korean texts are nothing else.
_PLAIN = re.compile("[\t\n\r -~\uac00-\ud7a3“”‘’·]*")
# Letters that carry their stroke inside and so do not decompose.
_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})


def words(text: str) -> frozenset[str]:
    """A list of words, written as a text."""
    return frozenset(text.split())


# Particles by what may stand before them: a syllable with a final consonant, one without, or any.
_AFTER_FINAL = words("""
    을 은 이 과 으로 이나 이나마 이라 이란 이라는 이라도 이며 이고 이든 이든지 으로서 으로써 으로는 으로도
    으로의 과의 과는
""")
_AFTER_OPEN = words("를 는 가 와 로 나 라 란 라는 라도 며 든 든지 로서 로써 로는 로도 로의 와의 와는")
_AFTER_ANY = words("""
    의 에 도 만 들 에서 에게 께서 한테 부터 까지 보다 처럼 마다 조차 마저 밖에 에는 에도 에서는 에서도 에서의
    에게서 에게는 에게도 만이 만은 만을 만의 까지는 까지도 부터는 에의 에만 들의 들이 들은 들을 들에게 들도
    들과
""")
_ALONE = words("을 를 은 는 에 에서 에는 에서는 에도 으로")
"""Particles that may leave a stem of one syllable: the others end too many short nouns (제도, 결과, 나이)."""
_LONGEST_PARTICLE = max(map(len, _AFTER_FINAL | _AFTER_OPEN | _AFTER_ANY))
_FINAL_RIEUL = 8

# Nouns whose last syllable looks like a particle and whose beginning is another word (어린, 고양, 경기). The many other
# such nouns need no care: a stem is a beginning of its word, so it finds the word in any case.
_WHOLE_ENDINGS = ("어린이", "젊은이", "고양이", "경기도", "지하도")


def storable(text: str) -> str:
    """The text without what no database takes: NUL and lone surrogates."""
    return _UNSTORABLE.sub("", text)


def fold(text: str) -> str:
    """One spelling for all: composed, lower case, half width, without accents and invisible characters, in Hangul."""
    if text.isascii():
        return _DROPPED.sub("", text.lower())
    if _PLAIN.fullmatch(text):
        return text.lower()
    text = unicodedata.normalize("NFKD", text).casefold()
    text = unicodedata.normalize("NFKD", text)
    text = unicodedata.normalize("NFC", _DROPPED.sub("", text).translate(_STROKES))
    return hanja.read(text) if hanja.has_han(text) else text


@lru_cache(maxsize=20_000)
def _folded_cluster(cluster: str) -> str:
    return fold(cluster)


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters where it stood; one more offset closes the list."""
    if _PLAIN.fullmatch(text):
        return text.lower(), list(range(len(text) + 1))
    pieces: list[str] = []
    offsets: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        folded = _folded_cluster(cluster.group())
        pieces.append(folded)
        offsets.extend([cluster.start()] * len(folded))
    offsets.append(len(text))
    folded = "".join(pieces)
    # A letter by itself is read as at the beginning of a word; which it is only the whole text tells.
    whole = fold(text) if hanja.has_han(text) else folded
    return whole if len(whole) == len(folded) else folded, offsets


def runs(folded: str) -> Iterator[tuple[str, bool]]:
    """The words of a folded text, cut where the script changes; True for those that are read in pairs."""
    for match in _RUN.finditer(folded):
        yield match.group(), match.group(1) is not None


def _pieces(run: str, paired: bool) -> list[str]:
    if not paired:
        return [run[:LONGEST_WORD]]
    if len(run) == 1:
        return [run]
    return [run[i : i + 2] for i in range(len(run) - 1)]


def terms(text: str) -> list[str]:
    """What a text is found by, in order: pairs of syllables for Hangul, Han and kana, whole words for the rest.

    Particles stay in the text: the pairs of 버스를 begin with those of 버스, so that the stem of a query finds both.
    """
    found: list[str] = []
    for run, paired in runs(fold(text)[:LONGEST_TEXT]):
        found.extend(_pieces(run, paired))
    return found


def whole_word(word: str) -> str:
    """The term of a word that stands by itself. No other term mixes a letter like the mark with those read in pairs."""
    return WHOLE + word


def shadow(text: str) -> str:
    """The terms as the engines index them, parted by spaces: pairs side by side, and the whole words behind them all.

    Words that are not read in pairs are whole as they are.
    """
    found: list[str] = []
    whole: dict[str, None] = {}
    for run, paired in runs(fold(text)[:LONGEST_TEXT]):
        found.extend(_pieces(run, paired))
        if paired and len(whole) < MOST_WHOLE_WORDS and len(word := stem(run)) <= LONGEST_WHOLE_WORD:
            whole[WHOLE + word] = None
    return " ".join([*found, *whole])


def is_syllable(term: str) -> bool:
    """Whether a term is one lone Hangul, Han or kana letter, which is asked for as the beginning of a word."""
    return len(term) == 1 and is_paired(term)


def is_paired(run: str) -> bool:
    """Whether a run is read in pairs."""
    match = _RUN.match(run)
    return match is not None and match.group(1) is not None


def is_particle(run: str) -> bool:
    """Whether a run is nothing but a particle, as after a Latin word: KTX를."""
    return run in _AFTER_FINAL or run in _AFTER_OPEN or run in _AFTER_ANY


def _final(syllable: str) -> int:
    """The number of the final consonant of a syllable, 0 for none, -1 for what is no syllable."""
    code = ord(syllable) - 0xAC00
    return code % 28 if 0 <= code < 11_172 else -1


def _fits(stem_end: str, particle: str) -> bool:
    final = _final(stem_end)
    if particle in _AFTER_ANY:
        return True
    if final < 0:
        # How a Han letter is read is not known here.
        return True
    if particle in _AFTER_FINAL:
        return final > 0
    if particle in _AFTER_OPEN:
        return final == 0 or (final == _FINAL_RIEUL and particle.startswith("로"))
    return False


def stem(word: str) -> str:
    """A folded Hangul word without its particles; always a beginning of the word, never empty.

    Two particles are known as one (에서는); beneath another one few can stand, and 도로 is not 도 and 로.
    """
    for particles in (None, ("들", "만", "까지", "부터", "에서", "에게")):
        if word.endswith(_WHOLE_ENDINGS):
            return word
        for length in range(min(_LONGEST_PARTICLE, len(word) - 1), 0, -1):
            head, particle = word[:-length], word[-length:]
            if particles and particle not in particles:
                continue
            if _fits(head[-1], particle) and (len(head) > 1 or particle in _ALONE):
                word = head
                break
        else:
            return word
    return word
