"""Who can be asked to evaluate: officials, experts, and whoever was put into the group."""

from django.db.models import Q, QuerySet

from ideas.models import Idea
from participation.accounts.models import Capacity, User
from participation.accounts.predicates import EVALUATORS


def possible_evaluators(idea: Idea) -> "QuerySet[User]":
    """Nobody evaluates their own idea."""
    able = Q(capacity__in=(Capacity.OFFICIAL, Capacity.EXPERT)) | Q(groups__name=EVALUATORS)
    people = User.objects.filter(able, is_active=True, closed_at=None)
    if idea.author_id is not None:
        people = people.exclude(pk=idea.author_id)
    return people.select_related("department").distinct().order_by("capacity", "public_name", "pk")
