"""Asking for evaluations, and giving one."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.models import Idea
from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.contributions.text import clean_text
from participation.errors import Invalid
from participation.events.outbox import record

from ..models import Evaluation, EvaluationRequest
from ..models.evaluation import HIGHEST, UNKNOWN
from .criteria import criteria_of
from .people import possible_evaluators

MOST_PEOPLE = 30
LONGEST_QUESTION = 2_000
LONGEST_WORDS = 5_000


@transaction.atomic
def ask_evaluation(
    *, user: User, idea: Idea, people: Collection[User], due_on: date, question: str = "", goes_public: bool = False
) -> EvaluationRequest:
    """Ask people who know the matter. Raises Invalid on ``people``, ``due_on`` or ``question``."""
    require(user, "desk.ask_evaluation", idea)
    asked = {person.pk for person in people}
    question = clean_text(question)
    errors = {}
    if not asked or len(asked) > MOST_PEOPLE:
        errors["people"] = _("Choose between 1 and %(count)s people.") % {"count": MOST_PEOPLE}
    elif possible_evaluators(idea).filter(pk__in=asked).count() != len(asked):
        errors["people"] = _("Somebody of these cannot be asked.")
    if due_on < timezone.localdate():
        errors["due_on"] = _("This day is over. Choose today or a later one.")
    if len(question) > LONGEST_QUESTION:
        errors["question"] = _("Say it in %(count)s letters.") % {"count": LONGEST_QUESTION}
    if errors:
        raise Invalid(errors=errors)
    request = EvaluationRequest.objects.create(
        idea=idea,
        asked_by=user,
        question=question,
        criteria=criteria_of(idea.consultation),
        due_on=due_on,
        goes_public=goes_public,
    )
    Evaluation.objects.bulk_create(Evaluation(request=request, evaluator_id=pk) for pk in sorted(asked))
    record("idea.evaluation_asked", actor=user, target=idea, request=request.pk, people=sorted(asked))
    return request


@transaction.atomic
def evaluate(*, user: User, evaluation: Evaluation, scores: Sequence[int], words: str = "") -> Evaluation:
    """Give one's scores, one for each criterion (0: cannot say), and words; again before the due day replaces them.

    Raises Invalid on ``scores`` or ``words``.
    """
    rows = Evaluation.objects.select_for_update(of=("self",)).select_related("request__idea")
    evaluation = rows.get(pk=evaluation.pk)
    require(user, "desk.evaluate", evaluation)
    request, words = evaluation.request, clean_text(words)
    if len(scores) != len(request.criteria) or any(not UNKNOWN <= score <= HIGHEST for score in scores):
        raise Invalid(errors={"scores": _("Give each criterion a score from 1 to 5, or say that you cannot tell.")})
    if len(words) > LONGEST_WORDS:
        raise Invalid(errors={"words": _("Say it in %(count)s letters.") % {"count": LONGEST_WORDS}})
    if not any(scores) and not words:
        raise Invalid(errors={"words": _("Give a score, or say something in words.")})
    evaluation.scores, evaluation.words, evaluation.done_at = list(scores), words, timezone.now()
    evaluation.save(update_fields=["scores", "words", "done_at"])
    record("idea.evaluated", actor=user, target=request.idea, request=request.pk, asker=request.asked_by_id)
    return evaluation
