"""What the record may show to moderators, and how it says it. Votes and other private matters have no words here."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MODERATION: dict[str, str | Promise] = {
    "reported": _("reported"),
    "hidden": _("hidden"),
    "unhidden": _("shown again"),
    "reports_dismissed": _("reports dismissed"),
}

CHANGES: dict[str, str | Promise] = {
    "submitted": _("posted"),
    "posted": _("posted"),
    "imported": _("imported"),
    "edited": _("edited"),
    "gathered": _("made into an idea"),
    "retired": _("retired"),
    "expired": _("ended without enough support"),
    "voting_opened": _("opened for votes"),
    "voting_closed": _("closed for votes"),
    "threshold_met": _("reached the threshold"),
    "assigned": _("given to a department"),
    "interim_answered": _("answered for the time being"),
    "answered": _("answered"),
    "progressed": _("progress told"),
    "done": _("told to be done"),
    "moved": _("moved by hand"),
}

PEOPLE: dict[str, str | Promise] = {
    "blocked": _("blocked"),
    "unblocked": _("may write again"),
}

HAPPENED = MODERATION | CHANGES
ABOUT_PEOPLE = [f"user.{word}" for word in PEOPLE]


def happened(verb: str) -> str | Promise:
    """What a verb such as "idea.hidden" says of its target."""
    return (HAPPENED | PEOPLE).get(verb.partition(".")[2], verb)
