"""``manage.py doctor``: counts what disagrees, and repairs it where asked to."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from participation.events.checkup import examine


class Command(BaseCommand):
    help = "Counts what disagrees: tallies, counts, outbox, index, ledger, files. Exit status 1 where anything does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="make it agree, from what the rest is derived from")

    def handle(self, *args: Any, **options: Any) -> None:
        disagreed = 0
        for name, count in examine(repair=options["repair"]):
            self.stdout.write(f"{name}: {count}")
            disagreed += count
        if disagreed and not options["repair"]:
            sys.exit(1)
