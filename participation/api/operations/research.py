"""The researcher's desk for programs: what can be read out of a whole set of documents."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from participation.datasets.package import licence
from participation.errors import Invalid
from participation.limits import limit
from participation.research.analysis.alike import alike, named
from participation.research.analysis.asking import Question
from participation.research.analysis.beside import beside
from participation.research.analysis.over_time import over_time
from participation.research.analysis.people import contributors
from participation.research.analysis.words import KeyWord, Period, words_of
from participation.research.analysis.words_views import sizes_for
from search.finding import AWAY

from .. import describe
from .. import research_shapes as shapes
from ..access import ANYBODY, who
from ..asked import AlikeAsked, CompareAsked, SetAsked, SharesAsked
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
    answer = shapes.Words(
        **answered,
        measure="log-likelihood G2 over documents (Dunning 1993)",
        read=found.told.read,
        read_of_rest=found.told.read_of_rest,
        words=[key_word(word) for word in found.told.words],
        periods=[period(each) for each in found.told.periods],
    )
    return reply(request, answer)


def key_word(word: KeyWord) -> shapes.KeyWord:
    return shapes.KeyWord(**asdict(word))


def period(told: Period) -> shapes.Period:
    return shapes.Period(period=told.name, documents=told.documents, words=[key_word(word) for word in told.words])


@router.get("/research/contributors", response=shapes.Contributors, auth=ANYBODY, operation_id="research_contributors")
def list_contributors(request: HttpRequest, asked: Query[SetAsked]) -> HttpResponse:
    """How many people contributed how often, without names and in groups of five or more."""
    found = contributors(_question(request, asked))
    answered = _answered(found.question, count=found.counts.total, engine=found.engine, is_away=found.is_away)
    groups = [
        shapes.ContributorGroup(least=each.least, most=each.most, people=each.people, documents=each.documents)
        for each in found.groups
    ]
    pseudonyms = [pseudonym for pseudonym, _group in found.pseudonyms]
    return reply(
        request,
        shapes.Contributors(
            **answered, people=found.people, documents=found.documents, groups=groups, pseudonyms=pseudonyms
        ),
    )


@router.get("/research/compare", response=shapes.Comparison, auth=ANYBODY, operation_id="research_compare")
def compare(request: HttpRequest, asked: Query[CompareAsked]) -> HttpResponse:
    """Two sets side by side: their sizes, what they share, and the values of facets in which they differ."""
    left = _question(request, asked)
    found = beside(left, Question.of(asked.second, filters_of(asked)))
    answered = _answered(left, count=found.left.count, engine=found.engine, is_away=found.is_away)
    sets = [
        shapes.SetCount(q=side.question.words, count=side.count, only=side.count - found.both)
        for side in (found.left, found.right)
    ]
    differences = [
        shapes.Difference(facet=each.facet, value=each.value, counts=[each.left, each.right], points=each.points)
        for each in found.differences
    ]
    return reply(
        request,
        shapes.Comparison(**answered, sets=sets, both=found.both, likeness=found.likeness, differences=differences),
    )


@router.get("/research/more-like-this", response=shapes.MoreLikeThis, auth=ANYBODY, operation_id="more_like_this")
def more_like_this(request: HttpRequest, asked: Query[AlikeAsked]) -> HttpResponse:
    """What shares the telling words of some documents, and which words those are."""
    limit("research", who(request))
    if not (refs := named(asked.like.split(","))):
        raise Invalid(errors={"like": _("There is no such choice.")})
    found = alike(refs)
    items = [
        shapes.Alike(
            kind=each.hit.kind,
            id=each.hit.object_id,
            title=each.hit.title,
            url=describe.absolute(request, each.hit.url),
            share=each.share,
            words=list(each.words),
        )
        for each in found.found
    ]
    notice = _(AWAY) if found.is_away else ""
    return reply(request, shapes.MoreLikeThis(words=list(found.words), items=items, engine=found.engine, notice=notice))
