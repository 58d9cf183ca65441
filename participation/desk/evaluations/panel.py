"""The evaluations on an idea's page at the desk, and their means beside the public answer."""

from collections.abc import Mapping

from django.http import HttpRequest

from ideas.models import Idea
from ideas.office.panels import Panel
from ideas.refusals import RefusedForm

from .forms import AskForm
from .results import public_results_of, results_of


def evaluations_panel(request: HttpRequest, idea: Idea, sent: Mapping[str, RefusedForm]) -> Panel | None:
    """What was found, for officials, and the form that asks for more."""
    if not request.user.has_perm("desk.read_evaluations", idea):
        return None
    form = None
    if request.user.has_perm("desk.ask_evaluation", idea):
        form = sent.get("ask_evaluation_form") or AskForm(idea=idea)
    return Panel("desk/_evaluations.html", {"idea": idea, "results": results_of(idea), "form": form})


def public_evaluations(request: HttpRequest, idea: Idea) -> Panel | None:
    """The means, for everybody, where officials said that they go public."""
    results = public_results_of(idea)
    return Panel("desk/_public_evaluations.html", {"results": results}) if results else None
