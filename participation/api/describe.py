"""Rows as the API shows them. What many rows need is asked for all of them at once."""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, cast

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from ideas import models
from ideas.kept import kept
from ideas.life import Status
from ideas.lifeline import Entry
from ideas.merging.progress import Progress
from ideas.merging.showing import name_of
from ideas.promises import Promise
from ideas.translating import source_of_observation, source_of_voice
from participation.accounts.models import Capacity, Department, IdentityLevel
from participation.accounts.predicates import is_moderator
from participation.consultations.ladder import Rung, usual_rung
from participation.consultations.models import ConsultationPage, Stage
from participation.contributions.models import Contribution
from participation.events.models import Event
from participation.votes.casting import OwnVote, own_votes, votes_of
from search.finding import Hit

from . import schemas
from .access import person, reader, token_of

MODERATED = (".hidden", ".unhidden")


def absolute(request: HttpRequest, url: str) -> str:
    return request.build_absolute_uri(url)


def author_of(thing: Contribution) -> schemas.Author | None:
    author = thing.author
    if author is None or author.closed_at is not None:
        return None
    return schemas.Author(
        name=author.public_name,
        capacity=thing.capacity,
        badge=author.badge,
        department=_name(thing.spoke_for),
    )


def _name(department: Department | None) -> str | None:
    return department.local_name if department else None


def _hidden(thing: Contribution) -> schemas.Hidden | None:
    return schemas.Hidden(at=thing.hidden_at, reason=thing.hidden_reason) if thing.hidden_at else None


def _consultation_slugs(things: Iterable[models.Observation]) -> dict[int, str]:
    """Only the slugs: a consultation's own row carries its whole text. What was read already is not read again."""
    slugs: dict[int, str] = {}
    ids: set[int] = set()
    for thing in things:
        if type(thing).consultation.is_cached(thing):
            slugs[thing.consultation_id] = thing.consultation.slug
        else:
            ids.add(thing.consultation_id)
    return slugs | dict(Page.objects.filter(pk__in=ids).values_list("pk", "slug")) if ids else slugs


def tally(idea: models.Idea) -> schemas.Tally:
    """The counts of an idea whose consultation is at hand."""
    return _tally(idea, is_hidden=idea.consultation.hides_results())


def _tally(idea: models.Idea, *, is_hidden: bool) -> schemas.Tally:
    if is_hidden:
        until = idea.consultation.results_from
        return schemas.Tally(support=None, oppose=None, threshold=idea.threshold, hidden_until=until)
    return schemas.Tally(
        support=idea.support_count,
        present=idea.present_support,
        oppose=idea.oppose_count,
        threshold=idea.threshold,
        points=idea.points,
    )


def attachment(request: HttpRequest, row: models.Attachment) -> schemas.Attachment:
    return schemas.Attachment(
        id=row.pk,
        kind=row.kind,
        name=row.name,
        size=row.size,
        type=row.content_type,
        alt=row.alt,
        url=absolute(request, reverse("ideas:attachment", args=[row.pk])),
    )


def confirmations(idea: models.Idea) -> dict[str, int]:
    return {"done": idea.confirmed_count, "not_done": idea.disputed_count}


def ideas(
    request: HttpRequest, rows: Sequence[models.Idea], *, why: Callable[[models.Idea], str] | None = None
) -> list[schemas.Idea]:
    """Ideas with names selected, in two more queries: this person's votes and the consultations' slugs.

    Out of a list, ``why`` gives the reason for each one's place.
    """
    user = reader(request)
    votes = own_votes(user, models.Idea, [row.pk for row in rows]) if user.is_authenticated and rows else {}
    _consultations_on(rows)
    return [_idea(request, row, votes.get(row.pk), why(row) if why else "") for row in rows]


def _consultations_on(rows: Sequence[models.Idea]) -> None:
    """What a row needs of its consultation, which is not its whole text; where results are hidden, until when."""
    missing = {row.consultation_id for row in rows if not models.Idea.consultation.is_cached(row)}
    pages = ConsultationPage.objects.only("slug", "oppose_points").in_bulk(missing) if missing else {}
    prefetch_related_objects([page for pk, page in pages.items() if pk in kept().hidden], "stages")
    for row in rows:
        if row.consultation_id in pages:
            row.consultation = pages[row.consultation_id]


def idea(request: HttpRequest, row: models.Idea) -> schemas.Idea:
    return ideas(request, [row])[0]


def _idea(request: HttpRequest, row: models.Idea, vote: OwnVote | None, why: str) -> schemas.Idea:
    return schemas.Idea(
        id=row.pk,
        code=row.code,
        title=row.title,
        body=row.body,
        html=row.html,
        summary=row.summary,
        language=row.language,
        status=row.status,
        stage=row.step,
        consultation=row.consultation.slug,
        topic=row.topic.slug if row.topic else None,
        place=row.place.slug if row.place else None,
        author=author_of(row),
        created=row.created_at,
        edited=row.edited_at,
        version=row.version,
        text_version=row.text_version,
        tally=_tally(row, is_hidden=row.consultation_id in kept().hidden),
        my_vote=cast(Literal[1, -1, 0], vote.value if vote else 0),
        my_vote_version=vote.version if vote else None,
        closes=row.closes_at,
        department=_name(row.department),
        answer_due=row.answer_due_at,
        obliges=row.obliges if row.status == Status.OWED else None,
        answered=row.answered_at,
        progress=row.progress,
        promise=promise(row.promised),
        confirmations=confirmations(row),
        retired_for=row.retired_for_id,
        merged_into=row.merged_into_id,
        split_from=row.split_from_id,
        hidden=_hidden(row),
        imported=schemas.Imported(support=row.imported_support) if row.imported_support is not None else None,
        source=source(row.source_board, row.source_id, row.source_url, row.source_author),
        why=why,
        url=absolute(request, row.get_absolute_url()),
    )


def source(board: str, number: str, url: str, author: str = "") -> schemas.Source | None:
    """Where something came from; None for what was written here."""
    return schemas.Source(board=board, id=number, url=url, author=author) if board else None


def life_point(request: HttpRequest, entry: Entry) -> schemas.LifePoint:
    point = schemas.LifePoint(**entry)
    point.url = absolute(request, point.url) if point.url else ""
    return point


def merge(row: models.Merge, progress: Progress | None) -> schemas.Merge:
    """Without numbers, where there is no progress to be told."""
    return schemas.Merge(
        id=row.pk,
        source=row.source_id,
        into=row.target_id,
        at=row.merged_at,
        by=name_of(row.merged_by) or None,
        reason=row.reason,
        supporters=progress.counted if progress else None,
        under_way=row.is_under_way,
        percent=(progress.percent if row.is_under_way else 100) if progress else None,
        undone=row.undone_at,
        undone_by=name_of(row.undone_by) or None,
        undone_reason=row.undone_reason,
    )


def merge_proposal(row: models.MergeProposal) -> schemas.MergeProposal:
    return schemas.MergeProposal(
        id=row.pk,
        source=row.source_id,
        into=row.target_id,
        at=row.proposed_at,
        by=row.proposed_by.public_name if row.proposed_by else None,
        reason=row.reason,
        settled=row.settled_at,
        accepted=row.accepted,
        answer=row.answer,
    )


def split(row: models.Split) -> schemas.Split:
    parts = row.idea.parts.published().filter(created_at__gte=row.split_at).order_by("pk")
    return schemas.Split(
        id=row.pk,
        idea=row.idea_id,
        parts=list(parts.values_list("pk", flat=True)),
        at=row.split_at,
        reason=row.reason,
        undone=row.undone_at,
        undone_reason=row.undone_reason,
    )


def promise(said: Promise) -> schemas.Promise | None:
    if not said:
        return None
    return schemas.Promise(
        cost=None if said.cost is None else str(said.cost), currency=said.currency or None, term=said.term
    )


def answer_inside(row: models.Answer) -> schemas.Answer:
    """With what officials are told of an answer that is being prepared."""
    told = answer(row)
    if not row.is_published:
        told.approval = _approval(row)
        told.planned, told.fingerprint = row.publish_at, row.fingerprint
    return told


def _approval(row: models.Answer) -> str:
    if not row.needs_approval:
        return ""
    if row.is_approved:
        return "approved"
    return "asked" if row.approval_asked_at else "needed"


def answer(row: models.Answer) -> schemas.Answer:
    return schemas.Answer(
        id=row.pk,
        interim=row.is_interim,
        status=row.status or None,
        reason=row.reason,
        chosen_reason=str(row.chosen_reason) if row.chosen_reason else None,
        promise=promise(row.promised),
        html=row.html,
        language=source_of_voice(row).language,
        author=row.author.public_name if row.author and row.author.closed_at is None else None,
        department=_name(row.department),
        created=row.created_at,
        published=row.published_at,
    )


def progress_note(row: models.ProgressNote) -> schemas.ProgressNote:
    return schemas.ProgressNote(
        id=row.pk,
        percent=row.percent,
        text=row.text,
        html=row.html,
        language=source_of_voice(row).language,
        created=row.created_at,
    )


def observations(request: HttpRequest, rows: Sequence[models.Observation]) -> list[schemas.Observation]:
    """Observations with names selected, in three more queries: agreements, ideas that came of them, consultations."""
    user = reader(request)
    keys = [row.pk for row in rows]
    agreed = votes_of(user, models.Observation, keys) if user.is_authenticated and rows else {}
    slugs = _consultation_slugs(rows)
    became: dict[int, list[int]] = {}
    if rows:
        public = models.Idea.objects.published().filter(observations__in=keys).order_by("pk")
        for observation_id, idea_id in public.values_list("observations", "pk"):
            became.setdefault(observation_id, []).append(idea_id)
    return [
        schemas.Observation(
            id=row.pk,
            text=row.text,
            language=source_of_observation(row).language,
            photo=schemas.Photo(url=absolute(request, row.photo.url), alt=row.photo_alt) if row.photo else None,
            consultation=slugs.get(row.consultation_id, ""),
            topic=row.topic.slug if row.topic else None,
            place=row.place.slug if row.place else None,
            spot=row.spot,
            author=author_of(row),
            created=row.created_at,
            agreed=row.agree_count,
            my_agreement=row.pk in agreed,
            ideas=became.get(row.pk, []),
            hidden=_hidden(row),
            url=absolute(request, row.get_absolute_url()),
        )
        for row in rows
    ]


def observation(request: HttpRequest, row: models.Observation) -> schemas.Observation:
    return observations(request, [row])[0]


def stage(row: Stage) -> schemas.Stage:
    return schemas.Stage(
        kind=row.kind,
        title=row.local_title,
        starts=row.starts_at,
        ends=row.ends_at,
        allows=sorted(row.powers),
        votes_per_person=row.votes_per_person,
        identity_level=IdentityLevel(row.identity_level).name.lower(),
        open=row.is_open_at(timezone.now()),
    )


def _rung(row: Rung) -> schemas.Rung:
    return schemas.Rung(
        supporters=row.supporters,
        per_cent=float(row.per_cent) if row.per_cent is not None else None,
        obliges=row.obliges,
        title=row.local_title,
        department=_name(row.department),
        days=row.days,
        working_days=row.in_working_days,
        within_days=row.within_days,
        goes_on=row.goes_on,
    )


def consultation(request: HttpRequest, row: ConsultationPage) -> schemas.Consultation:
    now = row.stage_at()
    return schemas.Consultation(
        id=row.pk,
        slug=row.slug,
        title=row.local.title,
        intro=row.local.intro,
        department=_name(row.department),
        topic=row.topic.slug if row.topic else None,
        place=row.place.slug if row.place else None,
        is_suggestion_box=row.is_suggestion_box,
        threshold=row.threshold,
        answer_days=row.answer_days,
        answered_from=row.answered_from,
        ladder=[_rung(each) for each in kept().ladders.get(row.pk, ()) or filter(None, [usual_rung(row)])],
        stage=stage(now) if now else None,
        stages=[stage(each) for each in row.all_stages],
        url=absolute(request, row.get_url(request) or ""),
    )


def hit(request: HttpRequest, found: Hit) -> schemas.Hit:
    return schemas.Hit(
        kind=found.kind,
        id=found.object_id,
        code=found.code,
        title=found.title,
        snippet=str(found.snippet),
        date=found.date,
        author=found.author_name,
        status=found.status,
        stage=found.stage,
        votes=found.votes,
        url=absolute(request, found.url),
        source=source(found.source, found.source_id, found.source_url),
        thread=found.thread,
        more=found.more,
    )


def similar(request: HttpRequest, found: Hit) -> schemas.Similar:
    return schemas.Similar(
        kind=found.kind,
        id=found.object_id,
        title=found.title,
        url=absolute(request, found.url),
        source=source(found.source, found.source_id, found.source_url),
        score=found.score,
    )


def event(row: Event) -> schemas.Event:
    return schemas.Event(
        id=row.pk,
        verb=row.verb,
        at=row.created_at,
        actor=_actor(row),
        target=schemas.EventTarget(kind=row.content_type.model, id=row.object_id),
        payload=row.payload,
    )


def _actor(row: Event) -> schemas.Author | None:
    """As on the life-line: officials speak as their department, and moderators are not named."""
    actor = row.actor
    if actor is None or actor.closed_at is not None or row.verb.endswith(MODERATED):
        return None
    office = _name(actor.department) if row.capacity == Capacity.OFFICIAL else None
    return schemas.Author(
        name=office or actor.public_name,
        capacity=row.capacity,
        badge="" if office else actor.badge,
        department=office,
    )


def me(request: HttpRequest) -> schemas.Me:
    user = person(request)
    token = token_of(request)
    return schemas.Me(
        id=user.pk,
        name=user.public_name,
        email=user.email,
        language=user.language,
        capacity=user.capacity,
        badge=user.badge,
        department=_name(user.department),
        identity_level=IdentityLevel(user.identity_level).name.lower(),
        moderator=is_moderator(user),
        scopes=list(token.scopes) if token else None,
    )
