"""Searches that are kept and results that are taken away, for programs."""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router

from participation.datasets.cells import plain
from participation.datasets.registry import removals
from participation.errors import Invalid
from participation.limits import limit
from participation.research import results
from participation.research.exports.actions import ask_for_export, cancel_export
from participation.research.exports.models import Export
from participation.research.exports.table import NAMES, rows_of
from participation.research.sets.actions import count_words_of, forget_search, keep_set, pause_search, save_search
from participation.research.sets.comparing import KINDS, differences_of, look_again
from participation.research.sets.counting import told_of
from participation.research.sets.models import ResultSet, SavedSearch, WordCount
from search.engines.base import After

from .. import kept_shapes as shapes
from ..access import ANYBODY, MYSELF, WRITE, person, who
from ..describe import absolute
from ..idempotency import once
from ..paging import LATEST, page_of
from ..replies import created, reply
from .research import key_word, period

router = Router(tags=["research"])
_SALT = "research.results"
MOST_STEPS = 20
"""So many steps are looked through for what changed since a moment, before the page ends."""


def _saved(saved: SavedSearch, request: HttpRequest) -> shapes.SavedSearch:
    return shapes.SavedSearch(
        id=saved.pk,
        name=saved.name,
        search=saved.address,
        pace=saved.pace,
        paused=saved.paused_at is not None,
        created=saved.created_at,
        last_mail=saved.mailed_at,
        feed=absolute(request, saved.feed_url),
        url=absolute(request, saved.url),
    )


@router.get("/research/saved", response=shapes.SavedSearchPage, auth=MYSELF, operation_id="list_saved_searches")
def list_saved(request: HttpRequest, asked: Query[shapes.Paged]) -> HttpResponse:
    """Your saved searches, the latest first."""
    mine = SavedSearch.objects.filter(user=person(request)).select_related("user")
    page = page_of(mine, LATEST, asked, name="saved_searches")
    items = [_saved(each, request) for each in page.items]
    return reply(request, shapes.SavedSearchPage(items=items, next=page.next, count=page.count))


@router.post("/research/saved", response={201: shapes.SavedSearch}, auth=WRITE, operation_id="save_search")
@once
def post_saved(request: HttpRequest, asked: shapes.NewSavedSearch) -> HttpResponse:
    """Be told of what is newly found. Saving the same search again changes its name and pace."""
    limit("search", who(request))
    saved = save_search(user=person(request), asked=results.read(asked.search), name=asked.name, pace=asked.pace)
    answer = _saved(saved, request)
    return created(request, answer, answer.url)


@router.patch("/research/saved/{int:pk}", response=shapes.SavedSearch, auth=WRITE, operation_id="pause_saved_search")
def patch_saved(request: HttpRequest, pk: int, asked: shapes.ChangedSavedSearch) -> HttpResponse:
    """Stop its mail for a while, or go on."""
    saved = get_object_or_404(SavedSearch.objects.select_related("user"), pk=pk, user=person(request))
    return reply(request, _saved(pause_search(user=person(request), saved=saved, is_paused=asked.paused), request))


@router.delete("/research/saved/{int:pk}", response=shapes.Gone, auth=WRITE, operation_id="delete_saved_search")
def delete_saved(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it up."""
    forget_search(user=person(request), saved=get_object_or_404(SavedSearch, pk=pk, user=person(request)))
    return reply(request, shapes.Gone(id=str(pk)))


def _set(kept: ResultSet, request: HttpRequest) -> shapes.ResultSet:
    return _said_of(kept, request, look_again(kept) if kept.is_ready else {})


def _said_of(kept: ResultSet, request: HttpRequest, compared: Mapping[str, Any]) -> shapes.ResultSet:
    return shapes.ResultSet(
        code=kept.code,
        title=kept.title,
        state=kept.state,
        search=kept.address,
        tree=kept.tree,
        engine=kept.engine,
        normaliser=kept.normaliser,
        made=kept.made_at,
        count=kept.count,
        sha256=kept.sha256,
        compared=(kept.compared_at or kept.made_at) if compared else None,
        comparing=kept.comparison_asked_at is not None,
        url=absolute(request, kept.get_absolute_url()),
        now=compared.get("now"),
        **{name: compared.get(name, 0) if compared else None for name in KINDS},
    )


@router.get("/research/sets", response=shapes.ResultSetPage, auth=MYSELF, operation_id="list_result_sets")
def list_sets(request: HttpRequest, asked: Query[shapes.Paged]) -> HttpResponse:
    """Your sets, the latest first; each is compared with what is found now at its own address."""
    page = page_of(
        ResultSet.objects.filter(owner=person(request)).defer("ids", "differences"), LATEST, asked, name="result_sets"
    )
    items = [_said_of(each, request, {}) for each in page.items]
    return reply(request, shapes.ResultSetPage(items=items, next=page.next, count=page.count))


@router.post("/research/sets", response={201: shapes.ResultSet}, auth=WRITE, operation_id="keep_result_set")
@once
def post_set(request: HttpRequest, asked: shapes.NewResultSet) -> HttpResponse:
    """Keep what is found now under an address that stays. Large sets are made by the worker: look at `state`."""
    limit("search", who(request))
    answer = _set(keep_set(user=person(request), asked=results.read(asked.search)), request)
    return created(request, answer, answer.url)


@router.get("/research/sets/{code}", response=shapes.ResultSet, auth=ANYBODY, operation_id="get_result_set")
def get_set(request: HttpRequest, code: str) -> HttpResponse:
    """The set as it was, and what the same search finds now."""
    limit("search", who(request))
    return reply(request, _set(get_object_or_404(ResultSet, code=code), request))


@router.get("/research/sets/{code}/changes", response=shapes.SetChanges, auth=ANYBODY, operation_id="get_set_changes")
def get_changes(request: HttpRequest, code: str) -> HttpResponse:
    """Which results differ from what the set holds, as they were compared last."""
    kept = get_object_or_404(ResultSet, code=code, state=ResultSet.State.READY)
    differing: dict[str, list[str]] = {name: [] for name in KINDS} | differences_of(kept)
    return reply(request, shapes.SetChanges(compared=kept.compared_at or kept.made_at, **differing))


def _words(row: WordCount, request: HttpRequest) -> shapes.WordsOfSet:
    told = told_of(row) if row.counted_at else None
    return shapes.WordsOfSet(
        code=row.kept.code,
        sha256=row.kept.sha256,
        done=row.done,
        total=row.total,
        counted=row.counted_at,
        normaliser=row.normaliser if told else None,
        read=told.read if told else None,
        read_of_rest=told.read_of_rest if told else None,
        words=[key_word(word) for word in told.words] if told else [],
        periods=[period(each) for each in told.periods] if told else [],
        url=absolute(request, row.get_absolute_url()),
    )


@router.post(
    "/research/sets/{code}/words", response={201: shapes.WordsOfSet}, auth=WRITE, operation_id="count_set_words"
)
@once
def post_words(request: HttpRequest, code: str) -> HttpResponse:
    """Have all words of a set counted, once: asking again answers with the same count."""
    limit("research", who(request))
    row = count_words_of(user=person(request), kept=get_object_or_404(ResultSet, code=code))
    answer = _words(row, request)
    return created(request, answer, answer.url)


@router.get("/research/sets/{code}/words", response=shapes.WordsOfSet, auth=ANYBODY, operation_id="get_set_words")
def get_words(request: HttpRequest, code: str) -> HttpResponse:
    """What was counted, or how far it is; 404 where nobody had them counted."""
    row = get_object_or_404(WordCount.objects.select_related("kept").defer("kept__ids"), kept__code=code)
    return reply(request, _words(row, request))


def _export(export: Export, request: HttpRequest) -> shapes.Export:
    page = absolute(request, export.get_absolute_url())
    return shapes.Export(
        token=export.token,
        title=export.title,
        search=export.address,
        formats=export.formats,
        state=export.state,
        done=export.done,
        total=export.total,
        rows=export.row_count if export.is_ready else None,
        size=export.size if export.is_ready else None,
        sha256=export.sha256,
        ids_sha256=export.ids_sha256,
        created=export.created_at,
        expires=export.expires_at,
        file=f"{page}file/" if export.is_ready else None,
        url=page,
    )


@router.get("/research/exports", response=shapes.ExportPage, auth=MYSELF, operation_id="list_exports")
def list_exports(request: HttpRequest, asked: Query[shapes.Paged]) -> HttpResponse:
    """Your exports, the latest first."""
    page = page_of(Export.objects.filter(owner=person(request)).defer("ids"), LATEST, asked, name="exports")
    items = [_export(each, request) for each in page.items]
    return reply(request, shapes.ExportPage(items=items, next=page.next, count=page.count))


@router.post("/research/exports", response={201: shapes.Export}, auth=WRITE, operation_id="ask_for_export")
@once
def post_export(request: HttpRequest, asked: shapes.NewExport) -> HttpResponse:
    """Have all results written into files. Look at its own address until `state` is ready."""
    limit("search", who(request))
    found = results.read(asked.search)
    answer = _export(ask_for_export(user=person(request), asked=found, formats=asked.formats), request)
    return created(request, answer, answer.url)


@router.get("/research/exports/{token}", response=shapes.Export, auth=ANYBODY, operation_id="get_export")
def get_export(request: HttpRequest, token: str) -> HttpResponse:
    """How far it is, and where its file is. Whoever knows the token may look."""
    return reply(request, _export(get_object_or_404(Export.objects.defer("ids"), token=token), request))


@router.delete("/research/exports/{token}", response=shapes.Export, auth=WRITE, operation_id="cancel_export")
def delete_export(request: HttpRequest, token: str) -> HttpResponse:
    """Give it up; its file is deleted."""
    export = get_object_or_404(Export, token=token, owner=person(request))
    return reply(request, _export(cancel_export(user=person(request), export=export), request))


@router.get("/research/results", response=shapes.ResultPage, auth=ANYBODY, operation_id="list_found")
def list_results(request: HttpRequest, asked: Query[shapes.FoundAsked]) -> HttpResponse:
    """Every result of a search, newest first, as an export has it. A page may be short while there is a next one."""
    limit("search", who(request))
    found = results.read(asked.search)
    items: list[dict[str, object]] = []
    after, following = _read_cursor(asked.cursor, found.address), None
    for step in islice(results.walk(found, after=after, step=asked.limit), MOST_STEPS):
        changed = [each for each in step.documents if not asked.updated_since or each.indexed_at >= asked.updated_since]
        items += [{name: plain(value) for name, value in zip(NAMES, row, strict=True)} for row in rows_of(changed)]
        following = None if step.is_last else step.after
        if items:
            break
    answer = shapes.ResultPage(
        items=items, next=_cursor(following, found.address) if following else None, count=results.count(found)
    )
    return reply(request, answer)


def _cursor(after: After, address: str) -> str:
    return signing.dumps([after.value, after.pk, address], salt=_SALT, compress=True)


def _read_cursor(cursor: str, address: str) -> After | None:
    if not cursor:
        return None
    try:
        value, pk, of = signing.loads(cursor, salt=_SALT)
    except signing.BadSignature:
        of = None
    if of != address:
        raise Invalid(errors={"cursor": _("This page of the list cannot be found. Go back to its beginning.")})
    return After(value, pk)


@router.get("/research/removed", response=shapes.RemovalPage, auth=ANYBODY, operation_id="list_removed")
def list_removed(request: HttpRequest, asked: Query[shapes.RemovedAsked]) -> HttpResponse:
    """What could be seen before and is gone: take it out of your copies. What it said is not told."""
    limit("search", who(request))
    kind, _slash, number = asked.cursor.partition("/")
    if asked.cursor and not (kind and number.isascii() and number.isdecimal()):
        raise Invalid(errors={"cursor": _("This page of the list cannot be found. Go back to its beginning.")})
    after = (kind, int(number or 0))
    gone = [each for each in removals(asked.kind) if _is_since(each.at, asked.since)]
    found = [each for each in gone if (each.kind, each.id) > after]
    items = [
        shapes.Removal(
            id=f"{each.kind}/{each.id}", removed=each.at, why=each.why, rule=each.rule,
            instead=f"{each.kind}/{each.instead}" if each.instead else None,
        )
        for each in found[: asked.limit]
    ]  # fmt: skip
    following = items[-1].id if len(found) > asked.limit else None
    return reply(request, shapes.RemovalPage(items=items, next=following, count=len(gone)))


def _is_since(at: datetime | None, since: datetime | None) -> bool:
    """What has no moment of its own is told whenever it is asked."""
    return since is None or at is None or at >= since
