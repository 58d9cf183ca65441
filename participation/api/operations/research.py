"""The researcher's desk for programs: what can be read out of a whole set of documents."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from participation.datasets.package import licence
from participation.limits import limit
from participation.research.analysis.asking import Question
from participation.research.analysis.over_time import over_time
from participation.research.analysis.words import KeyWord, words_of
from participation.research.analysis.words_views import sizes_for
from search.finding import AWAY

from .. import research_shapes as shapes
from ..access import ANYBODY, who
from ..asked import SetAsked, SharesAsked
from ..replies import reply
from ..searching import filters_of

router = Router(tags=["research"])


def _question(request: HttpRequest, asked: SetAsked) -> Question:
    limit("research", who(request))
    return Question.of(asked.q, filters_of(asked))


def _answered(question: Question, *, count: int, engine: str, is_away: bool) -> dict[str, Any]:
    notice = " ".join(filter(None, (_(AWAY) if is_away else "", *question.query.problems)))
    return {"count": count, "engine": engine, "notice": notice, "licence": licence().name}


@router.get("/research/histogram", response=shapes.Histogram, auth=ANYBODY, operation_id="research_histogram")
def histogram(request: HttpRequest, asked: Query[SetAsked]) -> HttpResponse:
    """How many documents there are of each month."""
    found = over_time(_question(request, asked), None)
    answered = _answered(found.question, count=found.count, engine=found.engine, is_away=found.is_away)
    months = [shapes.MonthCount(month=f"{each.first_day:%Y-%m}", count=each.first) for each in found.months]
    return reply(request, shapes.Histogram(**answered, months=months))


@router.get("/research/shares", response=shapes.Shares, auth=ANYBODY, operation_id="research_shares")
def shares(request: HttpRequest, asked: Query[SharesAsked]) -> HttpResponse:
    """Which share of each month's documents under the same filters has the term, and a second one beside it."""
    question = _question(request, asked)
    found = over_time(question, Question.of(asked.second, question.filters) if asked.second else None)
    answered = _answered(found.question, count=found.count, engine=found.engine, is_away=found.is_away)
    months = [
        shapes.MonthShares(
            month=f"{each.first_day:%Y-%m}",
            all=each.whole,
            counts=[each.first, *([] if each.second is None else [each.second])],
            shares=[each.first_share, *([] if each.second is None else [each.second_share])],
        )
        for each in found.months
    ]
    terms = [term.words for term in found.terms]
    return reply(request, shapes.Shares(**answered, terms=terms, months=months))


@router.get("/research/words", response=shapes.Words, auth=ANYBODY, operation_id="research_words")
def words(request: HttpRequest, asked: Query[SetAsked]) -> HttpResponse:
    """Which words set the documents apart from all others, and each period of them from the other periods."""
    found = words_of(_question(request, asked), sizes_for(request.user))
    answered = _answered(found.question, count=found.counts.total, engine=found.engine, is_away=found.is_away)
    periods = [
        shapes.Period(period=each.name, documents=each.documents, words=[_word(word) for word in each.words])
        for each in found.periods
    ]
    answer = shapes.Words(
        **answered,
        measure="log-likelihood G2 over documents (Dunning 1993)",
        read=found.read,
        read_of_rest=found.read_of_rest,
        words=[_word(word) for word in found.words],
        periods=periods,
    )
    return reply(request, answer)


def _word(word: KeyWord) -> shapes.KeyWord:
    return shapes.KeyWord(**asdict(word))
