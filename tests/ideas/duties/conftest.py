"""An idea that reached its first rung, and what that obliges to."""

from collections.abc import Callable
from typing import Any

import pytest

from ideas.actions.voting import vote_on_idea
from ideas.models import Duty, Idea
from participation.accounts.models import Department, User
from tests.factories import ConsultationFactory, IdeaFactory, UserFactory


@pytest.fixture
def reached(mina: User, transport: Department) -> Callable[..., Duty]:
    """One vote took Mina's idea to the lowest rung; ``rung`` and ``rules`` say what that obliges to."""

    def reach(*rungs: dict[str, Any], **rules: Any) -> Duty:
        ladder = [{"supporters": 1, **rung} for rung in rungs[:1]] + list(rungs[1:])
        page = ConsultationFactory(department=transport, ladder=ladder or [{"supporters": 1}], **rules)
        idea = IdeaFactory(author=mina, consultation=page, voting=True, threshold=1, support_count=0)
        vote_on_idea(user=UserFactory(), idea=Idea.objects.get(pk=idea.pk), value=1)
        return Duty.objects.select_related("idea", "department").get(idea=idea)

    return reach
