"""What comes on paper in the demo: sheets that two officials bring in, and an idea told at a counter."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from ideas.actions.posting import Proposal
from ideas.paper.actions import check_sheet, enter_idea, enter_sheet
from participation.accounts.actions import claim_identity
from participation.accounts.models import IdentityLevel
from participation.accounts.verification import proof_on_paper

from .chronicle import Chronicle
from .stories import read

CLERK, SECOND = "participation", "welfare"


@dataclass
class OnPaper:
    """Sheets and counter, at the moments that their stories name."""

    chronicle: Chronicle

    def tell(self) -> None:
        content, calendar = read("paper"), self.chronicle.calendar
        for story in content["sheet"]:
            moment = calendar.working(story["days"], story["number"])
            self.chronicle.at(moment, partial(self._sheet, story))
        for story in content["counter"]:
            self.chronicle.at(calendar.working(story["days"], story["key"]), partial(self._counter, story))

    def _sheet(self, story: dict[str, Any]) -> None:
        idea = self.chronicle.idea_now(story["idea"])
        lines = [f"{story['number']}{line:02} 19{50 + line}-03-{line + 1:02}" for line in range(story["lines"])]
        for person, line in zip(self.chronicle.backers[story["idea"]][: story["known"]], lines, strict=False):
            proof = proof_on_paper(line)
            assert proof is not None
            claim_identity(user=person, source=proof.source, secret=proof.secret, level=IdentityLevel.VERIFIED)
        officials = self.chronicle.people.officials
        sheet = enter_sheet(user=officials[CLERK], idea=idea, number=story["number"], lines=[*lines, "?"])
        if not story.get("waits"):
            check_sheet(user=officials[SECOND], sheet=sheet)

    def _counter(self, story: dict[str, Any]) -> None:
        proposal = Proposal.cleaned(
            title=story["title"],
            body=story["body"],
            consultation=self.chronicle.pages["suggestion-box"],
            topic=self.chronicle.topics[story["topic"]],
            place=self.chronicle.places[story["place"]],
        )
        enter_idea(
            user=self.chronicle.people.officials[CLERK], proposal=proposal, consent=story["consent"], name=story["name"]
        )
