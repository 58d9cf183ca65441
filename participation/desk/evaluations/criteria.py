"""What is weighed: the consultation's own criteria, or the usual four."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from participation.accounts.models import User
from participation.accounts.permissions import require
from participation.consultations.models import ConsultationPage
from participation.contributions.text import clean_line
from participation.errors import Invalid

from ..models import Criterion

USUAL = (gettext_lazy("Feasibility"), gettext_lazy("Cost"), gettext_lazy("Legality"), gettext_lazy("Benefit"))
MOST = 8
LONGEST = 100


def criteria_of(consultation: ConsultationPage) -> list[dict[str, Any]]:
    """As a request keeps them: a name, and names in other languages."""
    own = [{"name": row.name, "translations": row.translations} for row in consultation.evaluation_criteria.all()]
    return own or [_usual(name) for name in USUAL]


def _usual(name: Any) -> dict[str, Any]:
    said = {}
    for code, _language in settings.LANGUAGES:
        with override(code):
            said[code] = str(name)
    return {"name": said.pop(settings.LANGUAGE_CODE), "translations": said}


@transaction.atomic
def set_criteria(*, user: User, consultation: ConsultationPage, criteria: Iterable[tuple[str, dict[str, str]]]) -> None:
    """Replace a consultation's criteria; none brings the usual ones back. Rounds that were asked for keep theirs.

    Raises Invalid on ``criteria``.
    """
    require(user, "desk.set_criteria", consultation)
    rows = [(clean_line(name), {code: clean_line(text) for code, text in names.items()}) for name, names in criteria]
    if len(rows) > MOST:
        raise Invalid(errors={"criteria": _("At most %(count)s criteria can be weighed.") % {"count": MOST}})
    if any(not 0 < len(name) <= LONGEST or len(str(names)) > 500 for name, names in rows):
        raise Invalid(errors={"criteria": _("Give each criterion a short name.")})
    ConsultationPage.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    consultation.evaluation_criteria.all().delete()
    Criterion.objects.bulk_create(
        Criterion(consultation=consultation, name=name, translations=names, position=position)
        for position, (name, names) in enumerate(rows)
    )
