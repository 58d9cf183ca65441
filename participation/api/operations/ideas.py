"""Ideas: lists, one, posting, editing, what is similar, and the life-line."""

from dataclasses import replace
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import Query, Router

from ideas.actions.posting import Proposal, edit_idea, submit_idea
from ideas.lifeline import lifeline
from ideas.listing import Wanted, is_local, list_page, new_seed
from ideas.models import Attachment
from ideas.ranking.reasons import why
from participation.consultations.models import Place, Topic
from participation.contributions.reading import language_of
from participation.errors import Invalid
from participation.limits import limit, turn
from search.similarity import similar

from .. import idea_shapes as shapes
from ..access import ANYBODY, WRITE, person, reader, who
from ..asked import ChangedIdea, IdeasAsked, NewIdea, Paged, SimilarAsked
from ..idempotency import once
from ..lookup import gathered, idea_of, number_of, open_to_posts, place_of, public_consultations, topic_of
from ..paging import BY_NUMBER, page_of
from ..problems import VersionConflict
from ..replies import created, reply
from ..searching import check_search_cursor

router = Router(tags=["ideas"])
# Between the seed of a random order and the cursor in it, where the caller did not choose a seed.
JOINT = "~"


def wanted_of(asked: IdeasAsked) -> Wanted:
    """The list that is asked for; names stand for numbers. Raises Invalid naming each field that makes no sense."""
    said = asked.model_dump(exclude={"limit", "cursor"})
    said["topic"] = number_of(Topic.objects.all(), asked.topic, "topic")
    said["place"] = number_of(Place.objects.all(), asked.place, "place")
    said["consultation"] = number_of(public_consultations(), asked.consultation, "consultation")
    return Wanted.read(said)


@router.get("/ideas", response=shapes.IdeaPage, auth=ANYBODY, operation_id="list_ideas")
def list_ideas(request: HttpRequest, asked: Query[IdeasAsked]) -> HttpResponse:
    """One page of the public ideas in the order and with the filters asked for."""
    wanted, cursor, seeded = wanted_of(asked), asked.cursor, bool(asked.seed)
    if wanted.sort == "random" and not seeded:
        seed, joint, rest = cursor.partition(JOINT)
        wanted, cursor = replace(wanted, seed=seed if joint else new_seed()), rest if joint else cursor
    if wanted.q:
        limit("search", who(request))
        check_search_cursor(cursor)
    reader_of_new = person(request) if wanted.sort == "unseen" else None
    page = list_page(wanted, limit=asked.limit, cursor=cursor, reader=reader_of_new)
    following = page.next
    if following and wanted.sort == "random" and not seeded and not wanted.q:
        following = f"{wanted.seed}{JOINT}{following}"
    reason = None if wanted.q else partial(why, sort=wanted.sort, is_local=is_local(wanted))
    items = shapes.ideas(request, page.ideas, why=reason)
    return reply(request, shapes.IdeaPage(items=items, next=following, count=page.count, seed=page.seed or None))


@router.post("/ideas", response={201: shapes.Idea}, auth=WRITE, operation_id="submit_idea")
@once
def submit(request: HttpRequest, asked: NewIdea) -> HttpResponse:
    """Put an idea to a consultation."""
    user = person(request)
    with turn("post", user.pk):
        proposal = Proposal.cleaned(
            title=asked.title,
            body=asked.body,
            consultation=open_to_posts(asked.consultation),
            topic=topic_of(asked.topic),
            place=place_of(asked.place),
            language=asked.language or language_of(f"{asked.title} {asked.body}") or get_language(),
            observations=gathered(request, asked.observations),
        )
        idea = submit_idea(user=user, proposal=proposal)
    answer = shapes.idea(request, idea_of(request, idea.pk))
    return created(request, answer, answer.url)


@router.get("/ideas/similar", response=shapes.SimilarList, auth=ANYBODY, operation_id="similar_ideas")
def similar_ideas(request: HttpRequest, asked: Query[SimilarAsked]) -> HttpResponse:
    """What is near to a title that is being written, nearest first; empty when nothing is near."""
    limit("search", who(request))
    found = similar(asked.title, asked.body)
    return reply(request, shapes.SimilarList(items=[shapes.similar(request, hit) for hit in found]))


@router.get("/ideas/{int:pk}", response=shapes.Idea, auth=ANYBODY, operation_id="get_idea")
def get_idea(request: HttpRequest, pk: int) -> HttpResponse:
    """One idea."""
    return reply(request, shapes.idea(request, idea_of(request, pk)))


@router.patch("/ideas/{int:pk}", response=shapes.Idea, auth=WRITE, operation_id="edit_idea")
def edit(request: HttpRequest, pk: int, asked: ChangedIdea) -> HttpResponse:
    """Write a new version of an idea; what is not sent stays as it is."""
    user = person(request)
    idea = idea_of(request, pk)
    said = asked.model_fields_set
    proposal = Proposal.cleaned(
        title=idea.title if asked.title is None else asked.title,
        body=idea.body if asked.body is None else asked.body,
        consultation=idea.consultation,
        topic=topic_of(asked.topic) if "topic" in said else idea.topic,
        place=place_of(asked.place) if "place" in said else idea.place,
        language=idea.language
        if asked.body is None
        else language_of(f"{asked.title or ''} {asked.body}") or idea.language,
    )
    try:
        edit_idea(
            user=user,
            idea=idea,
            proposal=proposal,
            note=asked.note,
            base_version=asked.base_version,
            is_slip=asked.is_slip,
        )
    except Invalid as refusal:
        if "base_version" in refusal.errors:
            raise VersionConflict(idea_of(request, pk).version) from None
        raise
    return reply(request, shapes.idea(request, idea_of(request, pk)))


@router.get(
    "/ideas/{int:pk}/attachments", response=shapes.AttachmentPage, auth=ANYBODY, operation_id="list_attachments"
)
def attachments(request: HttpRequest, pk: int, asked: Query[Paged]) -> HttpResponse:
    """The pictures and files of an idea. They are added on the site."""
    page = page_of(Attachment.objects.filter(idea=idea_of(request, pk)), BY_NUMBER, asked, name="attachments")
    items = [shapes.attachment(request, row) for row in page.items]
    return reply(request, shapes.AttachmentPage(items=items, next=page.next, count=page.count))


@router.get("/ideas/{int:pk}/timeline", response=shapes.Timeline, auth=ANYBODY, operation_id="idea_timeline")
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """An idea's whole life: what happened, who did it, when and why, and what is owed next."""
    points = [shapes.life_point(request, entry) for entry in lifeline(idea_of(request, pk), reader(request))]
    return reply(request, shapes.Timeline(items=points, count=len(points)))
