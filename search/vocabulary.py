"""The words of titles: offered by their initial consonants, and where a word was mistyped by a letter or two."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from django.core.cache import cache
from django.db.models import F, Q

from . import korean
from .engines import asked
from .models import SearchDoc, Word
from .query import Filters, Query, parse

SHORTEST, LONGEST = 2, 20
AT_ONCE = 1_000
_MARK = "search.words.learned"
_CANDIDATES = 300
_LOOKED_AT = 5
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_PER_INITIAL = 21 * 28
_SYLLABLES = 11_172
# Verbs as titles end with them: few people look for one.
_ENDS_SENTENCE = ("니다", "시다", "시오", "세요", "어요", "아요", "해요", "까요", "지요", "는데", "지만", "도록")
# From so many letters on, two of them may be wrong.
_LONG = 9


def initials(word: str) -> str:
    """The first consonant of each syllable, as it is typed by itself: 미세먼지 is ㅁㅅㅁㅈ."""
    codes = (ord(letter) - 0xAC00 for letter in word)
    return "".join(_INITIALS[code // _PER_INITIAL] if 0 <= code < _SYLLABLES else "-" for code in codes)


def is_initials(text: str) -> bool:
    """Whether somebody typed nothing but initial consonants."""
    return len(text) >= SHORTEST and all(letter in _INITIALS for letter in text)


def letters(word: str) -> str:
    """The word cut into the letters that are typed one by one."""
    return unicodedata.normalize("NFD", word)


def words_of(title: str) -> Iterator[str]:
    """The words of a title that can be offered: Hangul without particles, and Latin words."""
    for run, paired in korean.runs(korean.fold(title)):
        word = korean.stem(run) if paired else run
        if SHORTEST <= len(word) <= LONGEST and not word.isdecimal() and len(letters(word)) <= LONGEST * 3:
            yield word


def learn() -> int:
    """Take over the words of titles that were written since the last time; says how many titles were read."""
    since = cache.get(_MARK)
    rows = SearchDoc.objects.findable().order_by("indexed_at", "pk")
    if since:
        rows = rows.filter(Q(indexed_at__gt=since[0]) | Q(indexed_at=since[0], pk__gt=since[1]))
    batch = list(rows.values_list("indexed_at", "pk", "title")[:AT_ONCE])
    if not batch:
        return 0
    counted = Counter(word for _, _, title in batch for word in set(words_of(title)))
    known = set(Word.objects.filter(text__in=counted).values_list("text", flat=True))
    for times in {counted[word] for word in known}:
        again = [word for word in known if counted[word] == times]
        Word.objects.filter(text__in=again).update(seen=F("seen") + times)
    new = sorted(counted.keys() - known)
    Word.objects.bulk_create(
        (
            Word(
                text=word,
                initials=initials(word),
                letters=letters(word),
                backwards=letters(word)[::-1],
                seen=counted[word],
            )
            for word in new
        ),
        batch_size=500,
        ignore_conflicts=True,
    )
    cache.set(_MARK, batch[-1][:2], None)
    return len(batch)


def stands(query: Query, filters: Filters) -> bool:
    """Whether anything answers a query. An index beside the database may still hold what was just hidden."""
    numbers = asked(lambda on: on.some(query, filters, most=_LOOKED_AT))[0]
    return SearchDoc.objects.findable().filter(pk__in=numbers).exists()


def findable(words: Iterable[str], most: int) -> list[str]:
    """Those of the words that everybody can find: a word of something hidden is told to nobody."""
    found: list[str] = []
    for word in words:
        if len(found) == most:
            break
        if stands(parse(f'"{word}"'), Filters()):
            found.append(word)
    return found


def beginning_with(consonants: str, most: int) -> list[str]:
    """Words by their initial consonants: nouns before what ends a sentence, the most frequent first."""
    words = Word.objects.filter(initials__startswith=consonants).order_by("-seen", "text")
    likely = sorted(words.values_list("text", flat=True)[: most * 4], key=lambda word: word.endswith(_ENDS_SENTENCE))
    return findable(likely, most)


def distance(one: str, other: str, most: int) -> int:
    """How many letters must be put in, taken out, changed or swapped; `most` + 1 where it is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        following = [i]
        for j, b in enumerate(other, start=1):
            cost = min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            following.append(cost)
        if min(following) > most:
            return most + 1
        before, row = row, following
    return row[-1]


def nearest(word: str) -> str:
    """The word that was probably meant by one that stands nowhere; empty where none comes to mind."""
    typed = letters(word)
    most = 2 if len(typed) >= _LONG else 1
    half = len(typed) // 2
    # One wrong letter leaves one half as it was.
    near = Q(letters__startswith=typed[:half]) | Q(backwards__startswith=typed[: half - 1 : -1])
    rows = Word.objects.filter(near).order_by("-seen", "text").values_list("text", "letters", "seen")[:_CANDIDATES]
    ranked = sorted((distance(typed, spelled, most), -seen, text) for text, spelled, seen in rows if text != word)
    found = findable((text for far, _, text in ranked if far <= most), 1)
    return found[0] if found else ""


def meant_instead(query: Query) -> str:
    """The query with its mistyped words put right; empty where that finds nothing either.

    Initial consonants alone mean the likeliest word that begins with them.
    """
    if is_initials(consonants := "".join(query.text.split())):
        return next(iter(beginning_with(consonants, 1)), "")
    text, changed = query.text, False
    for term in query.terms:
        word = "".join(run for run, _ in term.stem_chunks)
        if not SHORTEST <= len(word) <= LONGEST or findable([word], 1):
            continue
        if better := nearest(word):
            text, changed = text.replace(word, better), True
    if not changed or text == query.text:
        return ""
    return text if stands(parse(text), query.filters) else ""
