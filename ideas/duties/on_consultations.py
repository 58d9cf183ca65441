"""The ladder on a consultation's page and card: what support obliges to, and how much of it is owed and overdue."""

from collections.abc import Mapping, Sequence

from django.core.cache import cache
from django.db.models import Count
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from participation.consultations import sections
from participation.consultations.ladder import Rung, usual_rung
from participation.consultations.links import ideas_of
from participation.consultations.models import ConsultationPage
from participation.consultations.sections import Section

from ..kept import kept
from ..life import Status
from ..models import Idea
from .showing import supporters_in_words, within_text

# A word on a card may be so old, in seconds.
AGE = 60


def ladder_tab(request: HttpRequest, page: ConsultationPage) -> Section | None:
    """How much is owed here, and below the text what support obliges to; nothing where nothing ever is."""
    usual = usual_rung(page)
    rungs = kept().ladders.get(page.pk) or ((usual,) if usual else ())
    if not rungs:
        return None
    owed = sum(total for cell, total in kept().cells if cell.consultation_id == page.pk and cell.status == Status.OWED)
    late = overdue_in([page.pk]).get(page.pk, 0)
    return Section(
        label=gettext_lazy("Owed now"),
        url=ideas_of(page.pk, status=Status.OWED, sort="needs_answer"),
        count=owed,
        template="duties/_on_consultation.html",
        context={
            "rungs": [_row(rung) for rung in rungs],
            "overdue": overdue_in_words(late) if late else "",
            "at_expiry": _at_expiry(page),
        },
    )


def _at_expiry(page: ConsultationPage) -> str:
    """What becomes of an idea whose time is over below the threshold, where it is answered all the same."""
    if page.answered_from is None:
        return ""
    if not page.answered_from:
        return _("An idea whose time is over below that is answered all the same.")
    return ngettext(
        "An idea whose time is over below that is answered all the same from %(count)s supporter on.",
        "An idea whose time is over below that is answered all the same from %(count)s supporters on.",
        page.answered_from,
    ) % {"count": f"{page.answered_from:,}"}


def _row(rung: Rung) -> dict[str, str]:
    number = supporters_in_words(rung.supporters)
    if rung.per_cent is not None:
        number = _("%(share)s%% of the people of the place, at least %(number)s") % {
            "share": f"{rung.per_cent.normalize():f}",
            "number": number,
        }
    return {
        "number": number,
        "title": rung.local_title,
        "text": _text(rung),
        "department": rung.department.local_name if rung.department else "",
    }


def _text(rung: Rung) -> str:
    if rung.per_cent is None:
        return within_text(rung)
    return " ".join(
        (within_text(rung), _("The number is worked out when an idea is posted, for the place that it is about."))
    )


def overdue_notes(consultation_ids: Sequence[int]) -> Mapping[int, str]:
    """What is late, in plain sight on the card."""
    return {pk: overdue_in_words(count) for pk, count in overdue_in(consultation_ids).items() if count}


def overdue_in_words(count: int) -> str:
    return ngettext("%(count)s date overdue", "%(count)s dates overdue", count) % {"count": f"{count:,}"}


def overdue_in(consultation_ids: Sequence[int]) -> dict[int, int]:
    """Public ideas by consultation whose date has passed: few, and found by their own index."""
    owing = {cell.consultation_id for cell, total in kept().cells if cell.status == Status.OWED and total > 0}
    ids = sorted(owing & set(consultation_ids))
    if not ids:
        return {}
    key = f"ideas.overdue:{','.join(map(str, ids))}"
    found: dict[int, int] | None = cache.get(key)
    if found is None:
        rows = Idea.objects.published().owed().filter(answer_due_at__lt=timezone.now(), consultation__in=ids)
        found = dict(rows.order_by().values_list("consultation").annotate(Count("pk")))
        cache.set(key, found, AGE)
    return found


def put_on_consultations() -> None:
    """Called once, when the package is ready."""
    sections.register("duties", ladder_tab)
    sections.register_notes("duties", overdue_notes)
