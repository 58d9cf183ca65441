"""What ideas keep of a person: for the person to take away, and to tidy up when the account is closed."""

from typing import Any

from django.dispatch import receiver

from participation.accounts.export import register_section
from participation.accounts.models import User
from participation.accounts.signals import account_closed
from search.indexing import adjust

from .merging.proposals import proposals_of
from .models import Attachment, CarriedVote, Confirmation, Draft, Idea, Observation, SeenIdea
from .uploads import remove_attachments


def ideas_of(user: User) -> list[dict[str, Any]]:
    """All that the person proposed, hidden ideas too."""
    fields = ("title", "body", "language", "status", "created_at", "edited_at", "hidden_at", "hidden_reason")
    ideas = Idea.objects.filter(author=user).prefetch_related("attachments").order_by("pk")
    return [
        {
            "number": idea.pk,
            **{field: getattr(idea, field) for field in fields},
            "files": [file.name for file in idea.attachments.all()],
        }
        for idea in ideas
    ]


def drafts_of(user: User) -> list[dict[str, Any]]:
    drafts = user.drafts.filter(idea=None).order_by("created_at")
    return [dict(row) for row in drafts.values("title", "body", "created_at", "saved_at")]


def observations_of(user: User) -> list[dict[str, Any]]:
    fields = ("pk", "text", "spot", "photo_alt", "created_at", "hidden_at", "hidden_reason")
    return list(Observation.objects.filter(author=user).order_by("pk").values(*fields))


def confirmations_of(user: User) -> list[dict[str, Any]]:
    fields = ("idea_id", "was_done", "text", "created_at")
    return list(Confirmation.objects.filter(supporter_id=user.voter_id).order_by("pk").values(*fields))


def opened_by(user: User) -> list[Any]:
    """Which ideas the site remembers that the person opened."""
    return list(SeenIdea.objects.filter(reader=user).order_by("pk").values("idea_id", "seen_at"))


def carried_support_of(user: User) -> list[dict[str, Any]]:
    """What merges of ideas made of the person's support."""
    rows = CarriedVote.objects.filter(voter_id=user.voter_id).order_by("pk")
    fields = ("merge__source_id", "merge__target_id", "state", "changed_at")
    return [dict(zip(("from", "to", "state", "at"), row, strict=True)) for row in rows.values_list(*fields)]


register_section("ideas", ideas_of)
register_section("drafts", drafts_of)
register_section("observations", observations_of)
register_section("confirmations", confirmations_of)
register_section("carried_support", carried_support_of)
register_section("said_to_be_the_same", proposals_of)
register_section("ideas_opened", opened_by)


@receiver(account_closed)
def tidy_up(sender: object, *, user: User, **_: object) -> None:
    """Drafts go with the account; what was posted stays, without the name, in the search as well."""
    remove_attachments(Attachment.objects.filter(draft__author=user))
    Draft.objects.filter(author=user, idea=None).delete()
    SeenIdea.objects.filter(reader=user).delete()
    for kind in (Idea, Observation):
        for thing in kind._default_manager.filter(author=user).only("pk"):
            adjust(thing, author_name="")
