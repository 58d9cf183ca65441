"""What changed because of citizens."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from ideas.changes.actions import tell_story
from ideas.changes.finding import LATEST, because_of
from ideas.changes.finding import changes as told_changes
from ideas.models import IdeaQuerySet

from .. import change_shapes as shapes
from ..access import ANYBODY, MYSELF, OFFICE, person
from ..asked import Paged
from ..lookup import idea_of
from ..paging import page_of
from ..problems import NotFound
from ..replies import reply

router = Router(tags=["changes"])


@router.get("/changes", response=shapes.ChangeList, auth=ANYBODY, operation_id="list_changes")
def list_changes(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """Ideas that were carried out or whose story was told, the latest answer first."""
    return _list(request, told_changes(), asked, "changes")


@router.get("/me/changes", response=shapes.ChangeList, auth=MYSELF, operation_id="my_changes")
def my_changes(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """Those that you wrote, supported, or noticed first."""
    return _list(request, because_of(person(request)), asked, "my changes")


def _list(request: HttpRequest, rows: IdeaQuerySet, asked: Paged, name: str) -> HttpResponse:
    page = page_of(rows, LATEST, asked, name=f"api {name}")
    items = shapes.changes(request, page.items)
    return reply(request, shapes.ChangeList(items=items, next=page.next, count=page.count))


@router.get("/ideas/{int:pk}/story", response=shapes.ChangeDetail, auth=ANYBODY, operation_id="get_story")
def get_story(request: HttpRequest, pk: int) -> HttpResponse:
    """One story with the steps of its life."""
    idea = idea_of(request, pk)
    if not told_changes().filter(pk=pk).exists():
        raise NotFound
    return reply(request, shapes.change(request, idea))


@router.put("/ideas/{int:pk}/story", response=shapes.StoryShape, auth=OFFICE, operation_id="tell_story")
def tell(request: HttpRequest, pk: int, asked: shapes.StoryAsked) -> HttpResponse:
    """Add words to an idea's story; a photo is added on the site, and stays."""
    idea = idea_of(request, pk)
    kept = getattr(idea, "story", None)
    alt = kept.photo_alt if kept else ""
    made = tell_story(user=person(request), idea=idea, words=asked.words, photo_alt=alt, publish=asked.publish)
    return reply(request, shapes.story(request, made))
