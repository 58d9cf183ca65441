"""Files that are no longer to be had, and the mail that says that one is ready."""

import logging

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from participation.events.models import Event

from ..results import stable_id, unpacked
from .making import remove_parts
from .models import Export

logger = logging.getLogger(__name__)
WITHDRAWING = "exports.withdraw"
OVER = (Export.State.CANCELLED, Export.State.EXPIRED, Export.State.WITHDRAWN, Export.State.FAILED)


def tidy_up() -> int:
    """The worker's job: what is too old goes, and the files of all that is over."""
    Export.objects.filter(state=Export.State.READY, expires_at__lte=timezone.now()).update(state=Export.State.EXPIRED)
    tidied = 0
    for export in Export.objects.filter(state__in=OVER, is_tidied=False):
        remove_files(export)
        Export.objects.filter(pk=export.pk).update(is_tidied=True, ids=None)
        tidied += 1
    return tidied


def remove_files(export: Export) -> None:
    for attempt in range(1, export.attempts + 1):
        default_storage.delete(export.path_of(attempt))
    remove_parts(export)


def withdraw_those_with(hidden: str) -> int:
    """Something was hidden: the files that hold it are handed out no more."""
    withdrawn = 0
    for export in Export.objects.filter(state=Export.State.READY):
        if export.ids is not None and hidden in set(unpacked(export.ids)):
            withdrawn += Export.objects.filter(pk=export.pk, state=Export.State.READY).update(
                state=Export.State.WITHDRAWN
            )
    return withdrawn


def withdraw_if_hidden(export: Export) -> None:
    """What the worker has not come to yet: who asks for this file is not handed what was hidden a moment ago."""
    waiting = Event.objects.filter(deliveries__subscriber=WITHDRAWING)
    hidden = {stable_id(*said) for said in waiting.values_list("content_type__model", "object_id")}
    if hidden and export.is_ready and export.ids is not None and not hidden.isdisjoint(unpacked(export.ids)):
        export.state = Export.State.WITHDRAWN
        Export.objects.filter(pk=export.pk, state=Export.State.READY).update(state=export.state)


def send_mails() -> int:
    """Say to whom it matters that an export is ready, or that it cannot be made."""
    sent = 0
    told = (Export.State.READY, Export.State.FAILED)
    for export in Export.objects.filter(state__in=told, mailed_at=None).select_related("owner")[:100]:
        # Marked before it goes: who dies in between leaves out a mail, and the page says the same.
        if Export.objects.filter(pk=export.pk, mailed_at=None).update(mailed_at=timezone.now()):
            sent += _send(export)
    return sent


def _send(export: Export) -> int:
    if not export.owner.is_active or not export.owner.email:
        return 0
    with translation.override(export.owner.language):
        ready = export.is_ready
        context = {
            "user": export.owner,
            "export": export,
            "is_ready": ready,
            "url": f"{settings.BASE_URL}{export.get_absolute_url()}",
            "site_name": settings.SITE_NAME or _("Madang"),
            "base_url": settings.BASE_URL,
        }
        subject = _("Your export is ready") if ready else _("Your export could not be made")
        try:
            EmailMessage(
                subject=subject,
                body=render_to_string("exports/mail.txt", context),
                to=[export.owner.email],
                headers={"Auto-Submitted": "auto-generated"},
            ).send()
        except Exception:  # the edge of the worker: a mail server may refuse in many ways
            logger.exception("The mail about export %s did not go", export.pk)
            Export.objects.filter(pk=export.pk).update(mailed_at=None)
            return 0
    return 1
