"""What the page of notices shows. Accounts know no news of their own: packages above bring a source."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from .models import User


@dataclass(frozen=True)
class Notice:
    """A piece of news for one person about one thing; ``stop_url`` is where news of that thing is stopped."""

    about: str
    text: str
    url: str
    at: datetime
    is_new: bool = False
    stop_url: str = ""
    is_stopped: bool = False


@dataclass
class Group:
    """Everything told about one thing, newest first."""

    about: str
    url: str
    stop_url: str
    is_stopped: bool
    notices: list[Notice] = field(default_factory=list)


Source = Callable[[User], Iterable[Notice]]

sources: dict[str, Source] = {}


def register_source(name: str, source: Source) -> None:
    """Show this source's notices, the newest hundred of all sources together."""
    sources[name] = source


def notices_of(user: User) -> list[Group]:
    """All news for this person, one group for each thing it is about, the group with the newest first."""
    found = [notice for source in sources.values() for notice in source(user)]
    groups: dict[str, Group] = {}
    for notice in sorted(found, key=lambda notice: notice.at, reverse=True)[:100]:
        group = groups.setdefault(
            notice.url, Group(notice.about, notice.url, notice.stop_url, is_stopped=notice.is_stopped)
        )
        group.notices.append(notice)
    return list(groups.values())
