"""The life of an idea as data: its statuses, which may follow which, and the step of the journey each belongs to."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    POSTED = "posted", _("Posted")
    VOTING = "voting", _("Voting")
    OWED = "owed", _("Answer owed")
    ACCEPTED = "accepted", _("Accepted")
    PARTLY = "partly", _("Partly accepted")
    DECLINED = "declined", _("Declined")
    ALREADY_DONE = "already_done", _("Already done")
    NOT_OURS = "not_ours", _("Not ours")
    # Imported answers whose decision is not known; nothing answered here ends up in this state.
    ANSWERED = "answered", pgettext_lazy("state of an idea", "Answered")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    EXPIRED = "expired", _("Expired")
    RETIRED = "retired", _("Retired")
    MERGED = "merged", _("Merged")
    SPLIT = "split", _("Divided")


class Step(models.TextChoices):
    """Where an idea stands on observe → post → vote → confirm; the API calls it ``stage``."""

    POST = "post", _("Post")
    VOTE = "vote", _("Vote")
    CONFIRM = "confirm", _("Confirm")
    ENDED = "ended", _("Ended")


ANSWERS = (Status.ACCEPTED, Status.PARTLY, Status.DECLINED, Status.ALREADY_DONE, Status.NOT_OURS)
ANSWERED = (*ANSWERS, Status.ANSWERED, Status.IN_PROGRESS, Status.DONE)
WAITING = (Status.POSTED, Status.VOTING)
UNANSWERED = (Status.POSTED, Status.VOTING, Status.OWED)
# Not an end: it goes on elsewhere, and can come back. Only ideas.merging moves there and back.
FOLDED = (Status.MERGED, Status.SPLIT)

STEP = {
    Status.POSTED: Step.POST,
    Status.VOTING: Step.VOTE,
    Status.OWED: Step.CONFIRM,
    **dict.fromkeys(ANSWERED, Step.CONFIRM),
    Status.EXPIRED: Step.ENDED,
    Status.RETIRED: Step.ENDED,
    Status.MERGED: Step.ENDED,
    Status.SPLIT: Step.ENDED,
}

# An office may answer before the threshold; an answer may be revised, never taken back to "owed".
NEXT: dict[str, frozenset[str]] = {
    Status.POSTED: frozenset({Status.VOTING, Status.OWED, Status.EXPIRED, Status.RETIRED, *FOLDED, *ANSWERS}),
    Status.VOTING: frozenset({Status.POSTED, Status.OWED, Status.EXPIRED, Status.RETIRED, *FOLDED, *ANSWERS}),
    Status.OWED: frozenset({*ANSWERS, Status.RETIRED, Status.MERGED}),
    Status.ACCEPTED: frozenset({*ANSWERS, Status.IN_PROGRESS, Status.DONE}),
    Status.PARTLY: frozenset({*ANSWERS, Status.IN_PROGRESS, Status.DONE}),
    Status.DECLINED: frozenset(ANSWERS),
    Status.ALREADY_DONE: frozenset(ANSWERS),
    Status.NOT_OURS: frozenset(ANSWERS),
    Status.ANSWERED: frozenset(ANSWERS),
    Status.IN_PROGRESS: frozenset({Status.DONE, *ANSWERS}),
    Status.DONE: frozenset({Status.IN_PROGRESS}),
    Status.EXPIRED: frozenset({Status.POSTED, Status.VOTING, *ANSWERS}),
    Status.RETIRED: frozenset(),
    Status.MERGED: frozenset(UNANSWERED),
    Status.SPLIT: frozenset(WAITING),
}

# What only the ladder and the rules of re-opening do; nobody chooses these by hand.
BY_RULE: dict[str, frozenset[str]] = {
    Status.OWED: frozenset(WAITING),
    **dict.fromkeys(ANSWERS, frozenset({Status.OWED, *WAITING})),
}
