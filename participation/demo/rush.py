"""A rush of newcomers on one idea: officials see beside its count how many votes came in an unusual way."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from ideas.actions.voting import vote_on_idea
from participation.accounts.models import User
from participation.votes.patterns.following import follow_votes
from participation.votes.patterns.networks import note_sign_in

from .chronicle import Chronicle
from .people import make_neighbour
from .stories import read

MINUTE = timedelta(minutes=1)


@dataclass
class Rush:
    """Who comes, and the worker's look at it."""

    chronicle: Chronicle

    def tell(self) -> None:
        story = read("rush")
        begins = self._hour_of(story)
        # The method judges what comes after its first look.
        self.chronicle.at(begins - 60 * MINUTE, follow_votes)
        self.chronicle.at(begins - 30 * MINUTE, self._sign_in_elsewhere)
        for number, name in enumerate(story["names"], start=1):
            joined = begins + 3 * number * MINUTE
            self.chronicle.at(joined, partial(self._come, story, number, name, joined))
        self.chronicle.at(self.chronicle.calendar.now, follow_votes)

    def _hour_of(self, story: dict[str, Any]) -> datetime:
        """The whole of one hour, which is what is judged together."""
        moment = self.chronicle.calendar.waking(story["days"], story["idea"])
        return moment.replace(minute=0, second=0, microsecond=0)

    def _sign_in_elsewhere(self) -> None:
        """Most people of the city sign in from a network of their own."""
        for number, person in enumerate(self.chronicle.people.crowd):
            note_sign_in(person, f"10.{number // 250}.{number % 250}.1")

    def _come(self, story: dict[str, Any], number: int, name: str, joined: datetime) -> None:
        person: User = make_neighbour(f"newcomer{number:02}", name, joined)
        note_sign_in(person, story["network"])
        vote_on_idea(user=person, idea=self.chronicle.idea_now(story["idea"]), value=1)
