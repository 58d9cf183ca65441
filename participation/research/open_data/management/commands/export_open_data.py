"""Writes the open-data set into a folder."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from participation.research.open_data.making import make_in_place


class Command(BaseCommand):
    help = (
        "Writes everything that anybody can see here as CSV and JSON Lines, with a description, into a folder."
        " latest leads to the folder of the newest set and is changed in one step; the set before stays in versions/."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        try:
            with tqdm(desc="open data", unit=" rows", disable=options["verbosity"] == 0) as bar:
                made = make_in_place(folder, name=timezone.localdate().isoformat(), progress=bar.update)
        except OSError as problem:
            raise CommandError(f"The folder cannot be written: {problem}") from None
        for file in made.files:
            if file.format == "csv":
                self.stdout.write(f"{file.name}: {file.rows} rows")
        self.stdout.write(f"sha256 {made.sha256}")
