"""The idea as a vote needs it: what the rules of voting ask and the answer says, and nothing that only a page shows."""

from .models import Idea

_ASKED = (
    *("author_id", "hidden_at", "created_at", "slug", "version", "text_version", "status", "closes_at"),
    *("support_count", "oppose_count", "earlier_support", "threshold", "threshold_met", "holds_others"),
    *("consultation__live", "consultation__supporters_at_most", "consultation__takes_more"),
    "consultation__oppose_points",
)


def votable_idea(pk: int) -> Idea | None:
    """Found whoever asks: the caller asks who may see it. What is left out would be read when it is asked for."""
    try:
        idea: Idea = Idea.objects.select_related("consultation").only(*_ASKED).get(pk=pk)
    except Idea.DoesNotExist:
        return None
    return idea
