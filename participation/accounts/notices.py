"""What the page of notices shows. Accounts know no news of their own: packages above bring a source."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from .models import User


@dataclass(frozen=True)
class Notice:
    """A piece of news for one person."""

    text: str
    url: str
    at: datetime
    is_new: bool = False


Source = Callable[[User], Iterable[Notice]]

sources: dict[str, Source] = {}


def register_source(name: str, source: Source) -> None:
    """Show this source's notices, the newest hundred of all sources together."""
    sources[name] = source


def notices_of(user: User) -> list[Notice]:
    """All news for this person, newest first."""
    found = [notice for source in sources.values() for notice in source(user)]
    return sorted(found, key=lambda notice: notice.at, reverse=True)[:100]
