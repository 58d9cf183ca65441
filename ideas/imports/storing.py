"""Stores posts of another board in batches that stand alone: a stop loses nothing, a repeat adds nothing."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import now

from participation.accounts.models import Department
from participation.consultations.models import (
    ConsultationIndexPage,
    ConsultationPage,
    ConsultationTranslation,
    Stage,
    Topic,
)
from participation.consultations.stages import StageKind
from participation.contributions.text import clean_line, clean_text
from participation.events.outbox import record_past
from search.indexing import index_many

from .. import counts
from ..life import STEP
from ..models import Idea, IdeaVersion
from ..ranking.half_life import HalfLives, half_lives
from .posts import Board, Post, Report, UnreadableError, entries, parsed

BATCH = 500
TITLE_LIMIT = 300
# What an import may change on an idea that it brought before.
WRITTEN = [
    *(
        "title",
        "slug",
        "body",
        "html",
        "summary",
        "markup",
        "status",
        "step",
        "topic_id",
        "source_url",
        "source_author",
    ),
    *("imported_support", "closes_at", "created_at"),
]
# What follows from it and is not compared: a place that the database worked out differs in its last digits.
PLACED = ["heat", "local_heat", "rising"]


def import_board(board: Board, path: Path) -> Iterator[Report]:
    """Read the file and store its posts; yields the running report after each batch."""
    report = Report()
    consultation = archive_of(board)
    posts = _posts(board, path, report)
    while batch := list(islice(posts, BATCH)):
        with transaction.atomic():
            _store(board, consultation, batch, report)
        yield report
    yield report


def _posts(board: Board, path: Path, report: Report) -> Iterator[Post]:
    seen: set[str] = set()
    for number, line in entries(path):
        report.read += 1
        try:
            post = board.read(parsed(line))
            if post.source_id in seen:
                raise UnreadableError("the same entry again")
        except UnreadableError as problem:
            report.skipped.append((number, str(problem)))
            continue
        seen.add(post.source_id)
        yield post


@transaction.atomic
def archive_of(board: Board) -> ConsultationPage:
    """The consultation that holds a board's posts: made at the first import, closed to everything."""
    slug = f"archive-{board.name}"
    found = ConsultationPage.objects.filter(slug=slug).first()
    if found is not None:
        return found
    index = ConsultationIndexPage.objects.get()
    suggestion_box = ConsultationPage.objects.filter(is_suggestion_box=True).select_related("department").first()
    page = ConsultationPage(
        department=suggestion_box.department if suggestion_box else Department.objects.first(),
        slug=slug,
        title=board.title[settings.LANGUAGE_CODE],
        intro=board.intro[settings.LANGUAGE_CODE],
        threshold=None,
        cover="book",
        tone="plum",
    )
    page.stages.add(Stage(kind=StageKind.ANSWER, starts_at=now() - timedelta(days=1), ends_at=now(), sort_order=0))
    for code in board.title.keys() - {settings.LANGUAGE_CODE}:
        page.words.add(ConsultationTranslation(language=code, title=board.title[code], intro=board.intro[code]))
    index.add_child(instance=page)
    page.save_revision().publish()
    return page


def _store(board: Board, consultation: ConsultationPage, posts: list[Post], report: Report) -> None:
    known = {
        idea.source_id: idea
        for idea in Idea.objects.select_for_update(of=("self",)).filter(
            source_board=board.name, source_id__in=[post.source_id for post in posts]
        )
    }
    topics, rules = _topics({post.category for post in posts if post.category}), half_lives()
    created: list[Idea] = []
    changed: list[Idea] = []
    moves: list[tuple[counts.Cell, int]] = []
    for post in posts:
        idea = known.get(post.source_id)
        before = counts.Cell.of(idea) if idea else None
        old = _kept(idea) if idea else None
        target = idea or Idea(source_board=board.name, source_id=post.source_id)
        fresh = _filled(target, post, consultation, topics, rules)
        if not fresh.body:
            report.flags["empty body"] += 1
        if idea is None:
            created.append(fresh)
        elif old == _kept(fresh):
            report.unchanged += 1
            continue
        else:
            changed.append(fresh)
        after = counts.Cell.of(fresh)
        if before != after:
            moves += [(cell, step) for cell, step in ((before, -1), (after, 1)) if cell]
    _write(created, changed)
    counts.count_many(moves)
    report.created += len(created)
    report.updated += len(changed)


def _kept(idea: Idea) -> tuple[object, ...]:
    return tuple(getattr(idea, name) for name in WRITTEN)


def _filled(idea: Idea, post: Post, consultation: ConsultationPage, topics: dict[str, Topic], rules: HalfLives) -> Idea:
    idea.consultation = consultation
    idea.markup = post.markup
    idea.write(title=clean_line(post.title)[:TITLE_LIMIT], body=clean_text(post.body))
    idea.status, idea.step = post.status, STEP[post.status]
    idea.topic = topics.get(post.category)
    idea.created_at, idea.closes_at = post.created_at, post.closes_at
    idea.source_url, idea.source_author = post.url, post.author[:60]
    idea.imported_support = post.support
    rules.place(idea)
    return idea


def _write(created: list[Idea], changed: list[Idea]) -> None:
    Idea.objects.bulk_create(created)
    Idea.objects.bulk_update(changed, [*(name.removesuffix("_id") for name in WRITTEN), *PLACED], batch_size=100)
    IdeaVersion.objects.bulk_create(
        IdeaVersion(idea=idea, number=1, title=idea.title, body=idea.body, html=idea.html, created_at=idea.created_at)
        for idea in created
    )
    IdeaVersion.objects.bulk_update(_versions_to_follow(changed), ["title", "body", "html"], batch_size=100)
    record_past("idea.imported", moments=[(idea, idea.created_at, {"board": idea.source_board}) for idea in created])
    index_many([*created, *changed])


def _versions_to_follow(changed: Iterable[Idea]) -> list[IdeaVersion]:
    """The first versions of ideas whose source was corrected: an import has one version, its source's own."""
    by_id = {idea.pk: idea for idea in changed}
    versions = list(IdeaVersion.objects.filter(idea__in=by_id, number=1))
    for version in versions:
        idea = by_id[version.idea_id]
        version.title, version.body, version.html = idea.title, idea.body, idea.html
    return versions


def _topics(names: set[str]) -> dict[str, Topic]:
    """Topics by the board's category names, made where there is none of that name: to filter by, not to choose."""
    found = {topic.name: topic for topic in Topic.objects.filter(name__in=names)}
    for name in sorted(names - found.keys()):
        slug = slugify(name, allow_unicode=True)[:60] or "topic"
        wanted = {"name": name[:100], "position": 100, "is_offered": False}
        found[name], _ = Topic.objects.get_or_create(slug=slug, defaults=wanted)
    return found
