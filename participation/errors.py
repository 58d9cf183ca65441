"""What can go wrong, in words a citizen may read. One middleware and one API handler turn these into answers."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class ParticipationError(Exception):
    """A refusal with a stable code, an HTTP status and a sentence for people; ``errors`` names the fields at fault."""

    code = "refused"
    status = 400
    message: Text = _("This cannot be done.")

    def __init__(
        self, message: Text | None = None, *, errors: Mapping[str, Text] | None = None, level: str = ""
    ) -> None:
        self.detail: Text = message or self.message
        self.errors = dict(errors or {})
        self.level = level
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.detail)


class Invalid(ParticipationError):
    code, status = "invalid", 422
    message = _("Please check the fields that are marked.")


class SignInNeeded(ParticipationError):
    code, status = "sign_in_needed", 401
    message = _("Please sign in first.")


class NotAllowed(ParticipationError):
    code, status = "not_allowed", 403
    message = _("You may not do this.")


class VerificationNeeded(ParticipationError):
    """``level`` names the identity level that is asked for."""

    code, status = "verification_needed", 403
    message = _("Please verify your identity first.")


class StageClosed(ParticipationError):
    code, status = "stage_closed", 409
    message = _("This stage of the consultation does not allow it.")


class NoVotesLeft(ParticipationError):
    code, status = "no_votes_left", 409
    message = _("You have used all your votes in this consultation. Withdraw one to use it here.")


class LimitReached(ParticipationError):
    code, status = "limit_reached", 409
    message = _("This idea has reached the limit of its supporters.")


class EditClosed(ParticipationError):
    code, status = "edit_closed", 409
    message = _("This can no longer be edited.")


class IllegalTransition(ParticipationError):
    code, status = "illegal_transition", 409
    message = _("This change of state is not possible from the present state.")


class ApprovalNeeded(ParticipationError):
    code, status = "approval_needed", 409
    message = _("A colleague must approve this answer before it goes out.")


class ReasonNeeded(ParticipationError):
    code, status = "reason_needed", 422
    message = _("Please give a reason.")

    def __init__(self, message: Text | None = None, *, field: str = "reason") -> None:
        super().__init__(message, errors={field: message or self.message})


class Conflict(ParticipationError):
    code, status = "conflict", 409
    message = _("Somebody changed this in the meantime. Please look at it again.")


class MailAway(ParticipationError):
    """Something needs a mail to go on, and it cannot be sent at present."""

    code, status = "mail_away", 503
    message = _(
        "The mail could not be sent: the mail server does not answer. Please try again in a few minutes."
        " If you were signing up, sign in with the same address, and the mail is sent again."
    )


class TooManyRequests(ParticipationError):
    """``retry_after`` is in seconds."""

    code, status = "too_many_requests", 429
    message = _("That was too often in a short time. Please try again in a little while.")

    def __init__(self, message: Text | None = None, *, retry_after: int = 60) -> None:
        super().__init__(message or _after(retry_after))
        self.retry_after = retry_after


def _after(seconds: int) -> str:
    """When it may be tried again, as people count."""
    said = gettext("That was too often in a short time.")
    minutes = -(-seconds // 60)
    if minutes <= 1:
        again = ngettext("Please try again in %(count)s second.", "Please try again in %(count)s seconds.", seconds)
        return f"{said} {again % {'count': seconds}}"
    again = ngettext("Please try again in %(count)s minute.", "Please try again in %(count)s minutes.", minutes)
    return f"{said} {again % {'count': minutes}}"
