"""What results put on the pages of others: a tab on consultations, the office's desk, the map of the site."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.accounts import desk
from participation.accounts.models import User
from participation.consultations import sections as on_consultations
from participation.consultations.models import ConsultationPage
from participation.consultations.sections import Section as Tab
from participation.pages import sitemaps

from ..models import Idea
from ..office import panels
from ..office.panels import Panel
from ..refusals import RefusedForm
from .carrying import CARRIED
from .listing import Wanted, narrowed
from .models import Milestone, Result


def results_tab(request: HttpRequest, page: ConsultationPage) -> Tab | None:
    """How much is being carried out of what was proposed there, and the way to it."""
    count = narrowed(Wanted(consultation=page.pk)).count()
    url = f"{reverse('results:list')}?consultation={page.pk}"
    return Tab(label=_("Results"), url=url, count=count) if count else None


def late_steps(user: User) -> int:
    """How many steps of the department's results are behind their day."""
    steps = Milestone.objects.filter(reached_on=None, due_on__lt=timezone.localdate())
    steps = steps.exclude(result__state=Result.State.STOPPED)
    return desk.counted(steps.filter(result__department=user.department_id) if user.department_id else steps)


def on_desk_of_idea(request: HttpRequest, idea: Idea, refused: Mapping[str, RefusedForm]) -> Panel | None:
    """The idea's results, and the way to a new one."""
    results = list(Result.objects.answering(idea).order_by("pk"))
    may_link = idea.status in CARRIED and request.user.has_perm("ideas.answer_idea", idea)
    if not results and not may_link:
        return None
    return Panel("results/_desk_panel.html", {"results": results, "idea": idea, "may_link": may_link}, aside=True)


def put_on_pages() -> None:
    """Called once, when the package is ready."""
    panels.register("results", on_desk_of_idea)
    desk.register(
        desk.Section(
            "results", _("Results"), lambda: reverse("results_desk:list"), "results.plan_result", waiting=late_steps
        )
    )
    on_consultations.register("results", results_tab)
    sitemaps.register(
        "results",
        lambda: Result.objects.only("pk", "slug", "changed_at"),
        lambda result: sitemaps.Place(result.get_absolute_url(), result.changed_at),
    )
