"""What exports tell of a person: part of their own data, and gone with the account."""

from typing import Any

from django.dispatch import receiver

from participation.accounts.export import register_section
from participation.accounts.models import User
from participation.accounts.signals import account_closed

from .models import Export
from .tidying import remove_files


def exports(user: User) -> list[Any]:
    rows = Export.objects.filter(owner=user).order_by("pk")
    return list(rows.values("title", "address", "formats", "state", "created_at", "row_count", "sha256"))


@receiver(account_closed)
def forget_exports(sender: object, *, user: User, **_: object) -> None:
    for export in Export.objects.filter(owner=user):
        remove_files(export)
        export.delete()


register_section("exports", exports)
