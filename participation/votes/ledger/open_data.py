"""Where the open data meets the ledger: the head that was signed last, from which everything can be checked."""

import base64
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from participation.datasets.columns import Column, Row, Table
from participation.datasets.registry import register

from .models import Head


def latest_head() -> Iterator[Row]:
    head = Head.objects.select_related("key").order_by("-size").first()
    if head is not None:
        public_key = base64.b64encode(bytes(head.key.public_key)).decode()
        address = f"{settings.BASE_URL}/api/v1/ledger/entries"
        yield head.size, bytes(head.root).hex(), head.sealed_at, head.key_id, public_key, address


register(
    Table(
        name="ledger_head",
        title=_("Head of the ledger of votes"),
        description=_(
            "The last signed head of the public ledger. The entries themselves are read from its address and checked"
            " against the root."
        ),
        columns=(
            Column("size", "integer", _("how many entries there were")),
            Column("root", "string", _("root hash of all entries, in hexadecimal digits")),
            Column("sealed_at", "datetime", _("when it was signed")),
            Column("key_id", "string", _("the key it is signed with")),
            Column("public_key", "string", _("that key, in base64")),
            Column("entries_url", "string", _("where the entries are")),
        ),
        rows=latest_head,
        key="size",
    )
)
