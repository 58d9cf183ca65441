"""What ideas put on the pages of others: the first page, consultations, the map of the site."""

from collections.abc import Callable, Mapping, Sequence

from django.core.cache import cache
from django.db.models import Count, F, Sum
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from participation.consultations import sections as on_consultations
from participation.consultations.links import ideas_of, observations_of
from participation.consultations.models import ConsultationPage
from participation.consultations.sections import Section as Tab
from participation.consultations.stages import Power, StageKind
from participation.pages import figures, sitemaps
from participation.pages import sections as on_home
from participation.pages.sections import Section

from .duties.figures import done_in_time
from .kept import kept
from .life import ANSWERED, Status
from .listing import ROW_COLUMNS
from .models import Answer, Idea, Observation
from .rows import rows_for

ON_HOME = 3
SELDOM = 600


def gaining_strength(request: HttpRequest) -> Section | None:
    """The ideas that gained most of late."""
    rising = Idea.objects.published().filter(status__in=(Status.VOTING, Status.OWED, Status.IN_PROGRESS))
    ideas = list(rising.select_related("department").only(*ROW_COLUMNS).order_by("-rising", "-pk")[:ON_HOME])
    if not ideas:
        return None
    return Section(
        title=_("Gaining strength"),
        template="ideas/_home.html",
        context={"rows": rows_for(ideas, request.user, sort="rising"), "csrf_token": get_token(request)},
        url=reverse("ideas:list") + "?sort=rising",
        url_label=_("All ideas"),
    )


def ideas_tab(request: HttpRequest, page: ConsultationPage) -> Tab | None:
    """How many ideas there are, and the way to them."""
    count = count_in([page.pk]).get(page.pk, 0)
    return Tab(
        label=gettext_lazy("Ideas"),
        url=ideas_of(page.pk),
        count=count,
        note=ideas_in_words(count) if count else "",
        kinds=frozenset({StageKind.PROPOSE, StageKind.OPEN}),
    )


def answers_tab(request: HttpRequest, page: ConsultationPage) -> Tab | None:
    count = sum(total for cell, total in kept().cells if cell.consultation_id == page.pk and cell.status in ANSWERED)
    return Tab(label=gettext_lazy("Answers"), url=ideas_of(page.pk, sort="answered"), count=count) if count else None


def observations_tab(request: HttpRequest, page: ConsultationPage) -> Tab | None:
    """What people noticed; where nothing was and nobody is asked, there is no tab."""
    count = observed_in([page.pk]).get(page.pk, 0)
    if not count and not any(Power.OBSERVE in stage.powers for stage in page.all_stages):
        return None
    return Tab(
        label=gettext_lazy("Observations"),
        url=observations_of(page.pk),
        count=count,
        note=observations_in_words(count) if count else "",
        kinds=frozenset({StageKind.OBSERVE}),
    )


def observed_in(consultation_ids: Sequence[int]) -> dict[int, int]:
    """Public observations by consultation."""
    rows = Observation.objects.published().filter(consultation__in=consultation_ids).order_by()
    return dict(rows.values_list("consultation").annotate(Count("pk")))


def observations_in_words(count: int) -> str:
    return ngettext("%(count)s observation", "%(count)s observations", count) % {"count": f"{count:,}"}


def count_in(consultation_ids: Sequence[int]) -> dict[int, int]:
    """Public ideas by consultation."""
    counts = dict.fromkeys(consultation_ids, 0)
    for cell, total in kept().cells:
        if cell.consultation_id in counts:
            counts[cell.consultation_id] += total
    return counts


def ideas_in_words(count: int) -> str:
    return ngettext("%(count)s idea", "%(count)s ideas", count) % {"count": f"{count:,}"}


def card_notes(consultation_ids: Sequence[int]) -> Mapping[int, str]:
    """The number of ideas; where there is none yet, that of observations."""
    notes = {pk: ideas_in_words(count) for pk, count in count_in(consultation_ids).items() if count}
    return notes | {pk: observations_in_words(count) for pk, count in _observed(consultation_ids, notes).items()}


def _observed(consultation_ids: Sequence[int], told: Mapping[int, str]) -> dict[int, int]:
    """Counted once a minute for the same cards: a note beside a card may be that old."""
    ids = sorted(pk for pk in consultation_ids if pk not in told)
    key = f"ideas.observed:{','.join(map(str, ids))}"
    found: dict[int, int] | None = cache.get(key) if ids else {}
    if found is None:
        found = observed_in(ids)
        cache.set(key, found, 60)
    return found


def idea_count() -> int:
    return sum(total for _cell, total in kept().cells)


def seldom(name: str, count: Callable[[], int]) -> int:
    """A number that takes reading all ideas: asked for once in ten minutes."""
    found: int | None = cache.get(f"ideas.figures:{name}")
    if found is None:
        found = count()
        cache.set(f"ideas.figures:{name}", found, SELDOM)
    return found


def vote_count() -> int:
    totals = Idea.objects.published().aggregate(total=Sum(F("support_count") + F("oppose_count")))
    return totals["total"] or 0


def answer_count() -> int:
    return Answer.objects.filter(is_interim=False, published_at__isnull=False).count()


def put_on_pages() -> None:
    """Called once, when the package is ready."""
    on_home.register("ideas", gaining_strength)
    on_consultations.register("ideas", ideas_tab)
    on_consultations.register("observations", observations_tab)
    on_consultations.register("answers", answers_tab)
    on_consultations.register_notes("ideas", card_notes)
    figures.register("observations", lambda: Observation.objects.published().count())
    figures.register("ideas", idea_count)
    figures.register("votes", lambda: seldom("votes", vote_count))
    figures.register("answers", answer_count)
    figures.register("answered_in_time", done_in_time)
    sitemaps.register(
        "ideas",
        lambda: Idea.objects.published().only("pk", "slug", "edited_at", "created_at"),
        lambda idea: sitemaps.Place(idea.get_absolute_url(), idea.edited_at or idea.created_at),
    )
    sitemaps.register(
        "observations",
        lambda: Observation.objects.published().only("pk", "created_at"),
        lambda observation: sitemaps.Place(observation.get_absolute_url(), observation.created_at),
    )
