"""Campaigns are found, and a good idea that many love at once is not taken for one."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from participation.votes.patterns.signs import Arrival, Sign, Usual, unusual

HOUR = datetime(2026, 11, 20, 10, tzinfo=UTC)
IDEA = 7
# A mobile network that a third of the town uses, and many small ones.
TOWN = {"mobile": 300, **{f"home-{n}": 2 for n in range(350)}}
QUIET = Usual(own=1.0, others=3.0, networks=TOWN, elsewhere=1000)


def voter_of_the_town(number, chance, *, young=0.1):
    network = "mobile" if chance.random() < 0.33 else f"home-{chance.randrange(350)}"
    age = timedelta(hours=chance.randrange(1, 40)) if chance.random() < young else timedelta(days=200)
    at = HOUR + timedelta(seconds=chance.randrange(3600))
    # Most vote here alone; some go down the list of popular ideas.
    seen = chance.sample(range(20, 40), 2) if chance.random() < 0.3 else None
    return Arrival(number, at, at - age, network, (*seen, IDEA) if seen else None)


def crowd(count, *, seed=1, first=0, **how):
    chance = random.Random(seed)
    return [voter_of_the_town(first + number, chance, **how) for number in range(count)]


def campaign(count, *, networks=1, order=True, days_old=0.2, first=10_000):
    """Accounts made for it, that go through the same three ideas from the same place."""
    return [
        Arrival(
            first + number,
            HOUR + timedelta(seconds=number * 20),
            HOUR + timedelta(seconds=number * 20) - timedelta(days=days_old),
            f"hall-{number % networks}",
            (3, 5, IDEA) if order else None,
        )
        for number in range(count)
    ]


def share(found, people):
    return len(found.keys() & {each.voter for each in people}) / len(people)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("young", [0.1, 0.6, 0.9])
def test_an_idea_that_goes_through_the_town_is_not_unusual(seed, young):
    """A rush of which most are new, a third of them on one mobile network."""
    people = crowd(600, seed=seed, young=young)
    assert len(unusual(people, QUIET)) <= 0.02 * len(people)


@pytest.mark.parametrize("usual", [QUIET, Usual()], ids=["known town", "a site that just opened"])
def test_new_accounts_from_one_network_in_a_burst_are_unusual(usual):
    found = unusual(campaign(60, order=False), usual)
    assert len(found) == 60
    assert set.union(*map(set, found.values())) == {Sign.BURST, Sign.YOUNG, Sign.NETWORK}


def test_old_accounts_that_go_the_same_way_from_few_networks_are_unusual():
    assert len(unusual(campaign(80, networks=4, days_old=100), QUIET)) == 80


def test_a_slow_campaign_of_new_accounts_is_unusual_without_a_burst():
    busy = Usual(own=20.0, others=20.0, networks=TOWN, elsewhere=1000)
    found = unusual(campaign(20), busy)
    assert set(found.values()) == {frozenset({Sign.YOUNG, Sign.NETWORK, Sign.ORDER})}
    assert len(found) == 20


@pytest.mark.parametrize("seed", range(5))
def test_within_a_campaign_other_people_stay_usual(seed):
    organic, made = crowd(200, seed=seed, young=0.4), campaign(120, networks=3)
    found = unusual([*organic, *made], QUIET)
    assert share(found, made) >= 0.95
    assert share(found, organic) <= 0.03


def test_a_school_class_with_old_accounts_is_not_unusual():
    """One network and a burst are two signs."""
    assert unusual(campaign(30, order=False, days_old=90), QUIET) == {}


def test_the_order_of_a_list_alone_is_no_sign_of_much():
    people = [Arrival(each.voter, each.at, each.joined, each.network, (3, 5, IDEA)) for each in crowd(300, young=0.0)]
    assert unusual(people, QUIET) == {}


def test_a_mobile_network_that_everybody_uses_is_no_shared_one():
    chance = random.Random(3)
    people = [
        Arrival(n, HOUR, HOUR - timedelta(hours=5), "mobile" if n % 3 == 0 else f"home-{chance.randrange(350)}")
        for n in range(300)
    ]
    assert unusual(people, QUIET) == {}


def test_few_votes_say_nothing():
    assert unusual(campaign(9), QUIET) == {}
    assert len(unusual(campaign(10), QUIET)) == 10
