"""What stories put on the pages of others: the first page, the desk of an idea, the map of the site."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from participation.pages import sections as on_home
from participation.pages import sitemaps
from participation.pages.sections import Section

from ..models import Idea
from ..office import panels
from ..office.panels import Panel
from ..refusals import RefusedForm
from .finding import LATEST, changes, is_change
from .models import Story
from .showing import cards, story_url

ON_HOME = 3


def what_changed(request: HttpRequest) -> Section | None:
    """The latest stories."""
    ideas = list(changes().select_related("topic", "place", "department").order_by(*LATEST.order)[:ON_HOME])
    if not ideas:
        return None
    return Section(
        title=_("What changed because of you"),
        template="changes/_home.html",
        context={"cards": cards(ideas)},
        url=reverse("changes:list"),
        url_label=_("All changes"),
    )


def on_desk_of_idea(request: HttpRequest, idea: Idea, refused: Mapping[str, RefusedForm]) -> Panel | None:
    """The way to telling its story, once there is one."""
    if not is_change(idea) or not request.user.has_perm("changes.tell_story", idea):
        return None
    return Panel(
        "changes/_desk_panel.html", {"idea": idea, "story": Story.objects.filter(idea=idea).first()}, aside=True
    )


def put_on_pages() -> None:
    """Called once, when the package is ready."""
    on_home.register("changes", what_changed)
    panels.register("changes", on_desk_of_idea)
    sitemaps.register(
        "changes",
        lambda: changes().only("pk", "slug", "answered_at"),
        lambda idea: sitemaps.Place(story_url(idea), idea.answered_at),
    )
