"""The templates beside an idea that may be answered."""

from collections.abc import Mapping
from typing import cast

from django.http import HttpRequest

from ideas.models import Idea
from ideas.office.panels import Panel
from ideas.refusals import RefusedForm
from participation.accounts.models import User

from ..models import AnswerTemplate

SHOWN = 20


def templates_panel(request: HttpRequest, idea: Idea, sent: Mapping[str, RefusedForm]) -> Panel | None:
    if not request.user.has_perm("ideas.answer_idea", idea):
        return None
    templates = list(AnswerTemplate.objects.for_user(cast(User, request.user))[:SHOWN])
    return Panel("desk/_templates.html", {"idea": idea, "templates": templates}, aside=True)
