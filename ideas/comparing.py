"""What changed between two texts, word by word."""

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, TypedDict

_TOKEN = re.compile(r"\n+|[^\S\n]+|\w+|[^\w\s]")

# Spaces, and marks that part words without saying anything; before a number they may be its sign or its point.
_MARKS = re.compile(r"""(?<!\d)\s++(?=\d)|[\s.,;:!?'"()\[\]{}…·\-–—_/*#`“”‘’«»「」『』〈〉《》、。]++(?!\d)""")


class Part(TypedDict):
    """A stretch of text that both share, or that one of them has."""

    kind: Literal["same", "added", "removed"]
    text: str


def compare(before: str, after: str) -> list[Part]:
    """The two texts in one. Words are kept whole: in Korean a changed particle marks its word."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    return _joined(_parts(old, new))


def _parts(old: list[str], new: list[str]) -> Iterator[Part]:
    # What stands often in a long text (spaces, "the") is no anchor there; without that the time grows with the square.
    for kind, i, j, k, m in SequenceMatcher(a=old, b=new).get_opcodes():
        if kind == "equal":
            yield Part(kind="same", text="".join(old[i:j]))
            continue
        if i < j:
            yield Part(kind="removed", text="".join(old[i:j]))
        if k < m:
            yield Part(kind="added", text="".join(new[k:m]))


def _joined(parts: Iterator[Part]) -> list[Part]:
    """Neighbours of one kind as one stretch."""
    joined: list[Part] = []
    for part in parts:
        if joined and joined[-1]["kind"] == part["kind"]:
            joined[-1]["text"] += part["text"]
        else:
            joined.append(part)
    return joined


def says_otherwise(before: str, after: str) -> bool:
    """Whether the words or numbers are others. Spacing, punctuation, emphasis and capitals are slips of the pen."""
    return _words(before) != _words(after)


def _words(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFC", text).casefold())


def is_changed(parts: list[Part]) -> bool:
    return any(part["kind"] != "same" for part in parts)
