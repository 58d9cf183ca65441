"""What a stage of a consultation allows, as data."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Power(StrEnum):
    """One thing that a stage may allow."""

    OBSERVE = "observe"
    SUBMIT = "submit"
    EDIT = "edit"
    SUPPORT = "support"
    OPPOSE = "oppose"


class StageKind(models.TextChoices):
    OBSERVE = "observe", _("Gathering observations")
    PROPOSE = "propose", _("Ideas")
    OPEN = "open", _("Ideas and support")
    VOTE = "vote", _("Vote")
    VOTE_BOTH = "vote_both", _("Vote for or against")
    ANSWER = "answer", _("Answer")


ALLOWS: dict[str, frozenset[Power]] = {
    StageKind.OBSERVE: frozenset({Power.OBSERVE}),
    StageKind.PROPOSE: frozenset({Power.OBSERVE, Power.SUBMIT, Power.EDIT}),
    StageKind.OPEN: frozenset({Power.OBSERVE, Power.SUBMIT, Power.EDIT, Power.SUPPORT}),
    StageKind.VOTE: frozenset({Power.SUPPORT}),
    StageKind.VOTE_BOTH: frozenset({Power.SUPPORT, Power.OPPOSE}),
    StageKind.ANSWER: frozenset(),
}
