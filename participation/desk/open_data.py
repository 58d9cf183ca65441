"""Evaluations that were published with an answer, as open data: the means alone, never who said what."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from ideas.life import ANSWERED
from ideas.models import Idea
from participation.datasets.columns import Column, Row, Table
from participation.datasets.registry import register

from .evaluations.results import public_results_of
from .models import EvaluationRequest

BATCH = 500


def evaluations() -> Iterator[Row]:
    """A row for each criterion of a round."""
    public = EvaluationRequest.objects.filter(goes_public=True).values("idea")
    ideas = Idea.objects.published().filter(status__in=ANSWERED, pk__in=public).only("pk", "status", "hidden_at")
    for idea in ideas.order_by("pk").iterator(chunk_size=BATCH):
        for result in sorted(public_results_of(idea), key=lambda each: each.request.pk):
            number = result.request.pk
            for place, each in enumerate(result.means, start=1):
                yield f"{number}/{place}", idea.pk, number, each.name, each.mean, each.scores, result.done


register(
    Table(
        name="evaluations",
        title=_("Evaluations"),
        description=_("What people who know the matter thought of answered ideas, where it was published."),
        columns=(
            Column("id", "string", _("round and criterion together")),
            Column("idea", "integer", _("the idea that was evaluated"), refers="ideas"),
            Column("round", "integer", _("number of the round")),
            Column("criterion", "string", _("what was weighed, in the site’s own language")),
            Column("mean", "number", _("mean of the scores; empty where nobody gave one")),
            Column("scores", "integer", _("scores that were given")),
            Column("evaluators", "integer", _("people who evaluated")),
        ),
        rows=evaluations,
    )
)
