"""What came of a round: the mean of each criterion, and how many said something."""

from dataclasses import dataclass
from typing import Any

from ideas.life import ANSWERED
from ideas.models import Idea

from ..models import EvaluationRequest
from ..models.evaluation import HIGHEST


@dataclass(frozen=True)
class Mean:
    """One criterion: the mean of the scores given, None where nobody gave one."""

    name: str
    mean: float | None
    scores: int

    @property
    def in_words(self) -> str:
        return "–" if self.mean is None else f"{self.mean:.1f} / {HIGHEST}"


@dataclass(frozen=True)
class Result:
    """A round with its means; ``request.evaluations`` are read already."""

    request: EvaluationRequest
    means: list[Mean]
    done: int
    asked: int


def results_of(idea: Idea) -> list[Result]:
    """All rounds of an idea, the latest first. Two queries."""
    return _results(idea.evaluation_requests.all())


def public_results_of(idea: Idea) -> list[Result]:
    """Those that go public with the answer, once there is one and somebody evaluated; never who said what."""
    if idea.status not in ANSWERED or idea.is_hidden:
        return []
    return [result for result in _results(idea.evaluation_requests.filter(goes_public=True)) if result.done]


def _results(rounds: Any) -> list[Result]:
    return [
        _result(each)
        for each in rounds.select_related("asked_by").prefetch_related("evaluations__evaluator__department")
    ]


def _result(request: EvaluationRequest) -> Result:
    evaluations = list(request.evaluations.all())
    done = [each for each in evaluations if each.done_at is not None]
    means = []
    for place, name in enumerate(request.names):
        given = [each.scores[place] for each in done if each.scores[place]]
        means.append(Mean(name, sum(given) / len(given) if given else None, len(given)))
    return Result(request, means, len(done), len(evaluations))
