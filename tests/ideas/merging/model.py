"""What merging, dividing and voting mean, said with plain sets: the measure for the real thing."""

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass
class Link:
    """One merge: who was met on its way, and who of them took the carried support back."""

    source: int
    target: int
    stands: bool = True
    met: set[int] = field(default_factory=set)
    left: set[int] = field(default_factory=set)


class World:
    """Ideas by number. ``own`` is what people said themselves; all else follows from it and from the merges."""

    def __init__(self) -> None:
        self.own: dict[int, dict[int, int]] = defaultdict(dict)
        self.state: dict[int, str] = {}
        self.links: list[Link] = []
        self.parts: dict[int, list[int]] = {}

    def add(self, idea: int) -> None:
        self.state[idea] = "open"

    def into(self, idea: int) -> list[Link]:
        return [link for link in self.links if link.stands and link.target == idea]

    def vote_of(self, idea: int, voter: int) -> int:
        if voter in self.own[idea]:
            return self.own[idea][voter]
        links = self.into(idea)
        if any(voter in link.left for link in links):
            return 0
        return int(any(self.vote_of(link.source, voter) == 1 for link in links))

    def votes(self, idea: int, voters: range) -> dict[int, int]:
        return {voter: vote for voter in voters if (vote := self.vote_of(idea, voter))}

    def vote(self, idea: int, voter: int, value: int) -> None:
        if self.vote_of(idea, voter) == value:
            return
        for link in self.into(idea):
            if voter in link.met:
                link.left.discard(voter)
                if not value:
                    link.left.add(voter)
        if value:
            self.own[idea][voter] = value
        else:
            self.own[idea].pop(voter, None)

    def merge(self, source: int, target: int, voters: range) -> None:
        self.state[source] = "merged"
        self.links.append(Link(source, target))
        self.meet(voters)

    def unmerge(self, source: int, voters: range) -> None:
        for link in self.links:
            if link.stands and link.source == source:
                link.stands = False
        self.state[source] = "open"
        self.meet(voters)

    def split(self, whole: int, parts: list[int]) -> None:
        self.state[whole] = "split"
        self.parts[whole] = parts
        for part in parts:
            self.add(part)

    def unsplit(self, whole: int, voters: range) -> None:
        self.state[whole] = "open"
        for part in self.parts.pop(whole):
            if self.state[part] == "open":
                self.merge(part, whole, voters)

    def meet(self, voters: range) -> None:
        """Whoever supports a merged idea is met by its merge; who left the target already, has left."""
        for _ in self.links:
            for link in self.links:
                if not link.stands:
                    continue
                for voter in voters:
                    if voter in link.met or self.vote_of(link.source, voter) != 1:
                        continue
                    gone = any(voter in other.left for other in self.into(link.target))
                    link.met.add(voter)
                    if gone and voter not in self.own[link.target]:
                        link.left.add(voter)
