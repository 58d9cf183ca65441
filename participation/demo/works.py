"""What the demo's offices do about ideas: results, told by each department's official, and stories of what changed."""

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from django.utils import timezone

from ideas.campaigns.actions import Theme, run_campaign
from ideas.changes.actions import tell_story
from ideas.models import Attachment
from ideas.results.actions import Plan, Step, plan_result, report_result
from ideas.results.models import Result
from ideas.uploads import Upload

from .chronicle import Chronicle
from .pictures import picture
from .stories import ReportStory, ResultStory, read


@dataclass
class Works:
    """Results by the keys of their stories."""

    chronicle: Chronicle
    results: dict[str, Result] = field(default_factory=dict)

    def tell_result(self, story: ResultStory) -> None:
        calendar = self.chronicle.calendar
        self.chronicle.at(calendar.working(story.days, story.key), partial(self._plan, story))
        for number, report in enumerate(story.reports):
            moment = calendar.working(report.days, f"{story.key} {number}")
            self.chronicle.at(moment, partial(self._report, story, report))

    def _plan(self, story: ResultStory) -> None:
        steps = [Step(step.title, self._day(step.due)) for step in story.steps]
        plan = Plan.cleaned(
            title=story.title,
            text=story.text,
            cost=story.cost,
            starts_on=self._day(story.starts),
            ends_on=self._day(story.ends),
            milestones=steps,
        )
        official = self.chronicle.people.officials[story.department]
        ideas = [self.chronicle.idea_now(key) for key in story.ideas]
        self.results[story.key] = plan_result(user=official, plan=plan, ideas=ideas)

    def _report(self, story: ResultStory, report: ReportStory) -> None:
        result = self.results[story.key]
        reached = result.milestones.filter(title__in=report.reached).values_list("pk", flat=True)
        official = self.chronicle.people.officials[story.department]
        report_result(user=official, result=result, percent=report.percent, text=report.text, reached=reached)

    def _day(self, days_ago: float | None) -> date | None:
        return None if days_ago is None else timezone.localdate(self.chronicle.calendar.day(days_ago))


def tell_campaigns(chronicle: Chronicle) -> None:
    """Announced some days before they begin."""
    for story in read("campaigns")["campaign"]:
        moment = chronicle.calendar.working(max(story["starts"], 0) + 5, story["title"])
        chronicle.at(moment, partial(_announce, chronicle, story))


def _announce(chronicle: Chronicle, story: dict[str, Any]) -> None:
    day = chronicle.calendar.day
    theme = Theme.cleaned(
        title=story["title"],
        text=story["text"],
        reward=story["reward"],
        consultation=chronicle.pages[story["consultation"]],
        starts_at=day(story["starts"]),
        ends_at=day(story["ends"]),
    )
    run_campaign(user=chronicle.people.officials["participation"], theme=theme)


def tell_changes(chronicle: Chronicle) -> None:
    """Editors add their words to what was carried out."""
    for story in read("changes")["story"]:
        moment = chronicle.calendar.working(story["days"], f"story {story['idea']}")
        chronicle.at(moment, partial(_tell_change, chronicle, story))


def _tell_change(chronicle: Chronicle, story: dict[str, Any]) -> None:
    tell_story(
        user=chronicle.people.cast["moderator"],
        idea=chronicle.idea_now(story["idea"]),
        words=story["words"],
        photo=_photo(story["picture"]) if "picture" in story else None,
        photo_alt=story.get("alt", ""),
        publish=True,
    )


def _photo(name: str) -> Upload:
    drawn = picture(name)
    return Upload(kind=Attachment.Kind.IMAGE, name=drawn.name or name, content_type="image/png", content=drawn)
