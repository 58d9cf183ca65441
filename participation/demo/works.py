"""What the demo's offices do about ideas: results, planned and told by each department's official."""

from dataclasses import dataclass, field
from datetime import date
from functools import partial

from django.utils import timezone

from ideas.results.actions import Plan, Step, plan_result, report_result
from ideas.results.models import Result

from .chronicle import Chronicle
from .stories import ReportStory, ResultStory


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
