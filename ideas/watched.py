"""What the method for unusual votes is told about ideas."""

from typing import Any

from participation.votes.patterns.showing import share_for
from participation.votes.patterns.watched import Watched, watch

from .kept import kept
from .models import Idea
from .office.panels import Panel, register


def _support_of(idea: Idea) -> int | None:
    """Without a question to the database for each of a list."""
    is_at_hand = Idea.consultation.is_cached(idea)
    is_hidden = idea.consultation.hides_results() if is_at_hand else idea.consultation_id in kept().hidden
    return None if is_hidden else idea.support_count


def _panel(request: Any, idea: Idea, _sent: Any) -> Panel | None:
    share = share_for(request.user, idea)
    return Panel("patterns/_share.html", {"text": share.text}, aside=True) if share else None


watch(
    Watched(
        model=Idea,
        supported="idea.supported",
        ended=("idea.opposed", "idea.vote_withdrawn"),
        support_of=_support_of,
    )
)
register("votes.patterns", _panel)
