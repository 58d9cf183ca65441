"""``manage.py verify_ledger``: checks the vote ledger against votes and tallies."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from participation.votes.ledger.checking import check, one_moment
from participation.votes.ledger.exporting import export_lines
from participation.votes.ledger.models import Head


class Command(BaseCommand):
    help = "Checks the ledger of votes: its hashes and signatures, and whether votes and counts follow from it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--export", type=Path, metavar="FILE", help="write the public ledger, for the verifier")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong: list[str] = []

        def report(sentence: str) -> None:
            wrong.append(sentence)
            self.stdout.write(f"WRONG  {sentence}")

        checked = check(report)
        heads = Head.objects.count()
        self.stdout.write(
            f"{checked.leaves} leaves under {heads} heads, {checked.waiting} waiting; {checked.votes} votes; "
            f"{len(wrong)} things wrong"
        )
        if file := options["export"]:
            with one_moment(), file.open("wb") as target:
                target.writelines(export_lines())
            self.stdout.write(f"The public ledger is in {file}.")
        if wrong:
            sys.exit(1)
