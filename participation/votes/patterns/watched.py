"""What is voted on and watched: content registers it, since votes know no content."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True)
class Watched:
    """A kind of thing; the verbs that tell of support and of its end; a thing's support, None where it is hidden."""

    model: type[models.Model]
    supported: str
    ended: tuple[str, ...]
    support_of: Callable[[Any], int | None]


_watched: list[Watched] = []


def watch(watched: Watched) -> None:
    """There is one: ideas."""
    if _watched:
        raise ValueError("Something is watched already.")
    _watched.append(watched)


def watched() -> Watched:
    return _watched[0]
