"""The method, without a database: which supports of one hour came in an unusual way. ``views.counting`` explains it.

Each sign alone is harmless: a good idea is loved in a rush, brings new people, is shared in a school, heads a list.
A vote is called unusual where three of the four come together.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

NEEDED = 3
# Fewer supports in an hour say nothing about anybody.
FEWEST = 10
TIMES_USUAL = 4
YOUNG = timedelta(days=2)
# As many must share a network, or the same way through ideas, before it says anything.
TOGETHER = 5
TIMES_ELSEWHERE = 5
SHARE_OF_ORDER = 0.1


class Sign(StrEnum):
    BURST = "burst"
    YOUNG = "young"
    NETWORK = "network"
    ORDER = "order"


@dataclass(frozen=True)
class Arrival:
    """One support: by whom, when, how old the account was, from which network it last signed in, by which way it came.

    ``path`` are the last three things that the person supported, this one among them, in their order.
    """

    voter: int
    at: datetime
    joined: datetime
    network: str | None = None
    path: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Usual:
    """What the hour is compared with.

    Supports in an hour: of the thing itself the day before, and of others that week. People who did not vote here: how
    many signed in from each network, and in all.
    """

    own: float = 0.0
    others: float = 0.0
    networks: Mapping[str, int] = field(default_factory=dict)
    elsewhere: int = 0


def unusual(arrivals: Collection[Arrival], usual: Usual) -> dict[int, frozenset[Sign]]:
    """The voters whose support came in an unusual way, with the signs of it."""
    if len(arrivals) < FEWEST:
        return {}
    everybody = {Sign.BURST} if _is_burst(len(arrivals), usual) else set()
    networks, paths = _shared_networks(arrivals, usual), _common_paths(arrivals)
    found = {}
    for each in arrivals:
        signs = set(everybody)
        if each.at - each.joined < YOUNG:
            signs.add(Sign.YOUNG)
        if each.network in networks:
            signs.add(Sign.NETWORK)
        if each.path in paths:
            signs.add(Sign.ORDER)
        if len(signs) >= NEEDED:
            found[each.voter] = frozenset(signs)
    return found


def _is_burst(count: int, usual: Usual) -> bool:
    return count >= TIMES_USUAL * max(usual.own, usual.others)


def _shared_networks(arrivals: Collection[Arrival], usual: Usual) -> frozenset[str]:
    """Networks that are much more frequent here than among everybody else: a mobile network is frequent everywhere."""
    here = Counter(each.network for each in arrivals if each.network is not None)
    all_here = here.total()
    found = set()
    for network, count in here.items():
        elsewhere = (usual.networks.get(network, 0) + 1) / (usual.elsewhere + 1)
        # Where next to nobody else signed in, there is nothing to compare with, and half of all is much.
        much = min(TIMES_ELSEWHERE * elsewhere, 0.5)
        if count >= TOGETHER and count / all_here >= much:
            found.add(network)
    return frozenset(found)


def _common_paths(arrivals: Collection[Arrival]) -> frozenset[Hashable]:
    """Ways through three things that many went in the same order."""
    ways = Counter(each.path for each in arrivals if each.path is not None)
    enough = max(TOGETHER, SHARE_OF_ORDER * ways.total())
    return frozenset(way for way, count in ways.items() if count >= enough)
