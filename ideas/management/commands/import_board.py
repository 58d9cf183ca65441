"""``manage.py import_board FORMAT PATH``: brings another platform's board in, safely repeatable."""

import zlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from ideas.imports.formats import FORMATS
from ideas.imports.posts import Report, entries
from ideas.imports.storing import import_board


class Command(BaseCommand):
    help = "Imports another platform's board into ideas; safe to repeat and to restart."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("format", choices=sorted(FORMATS))
        parser.add_argument("path", type=Path, help="a .jsonl or .jsonl.gz file, or the folder that holds it")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        try:
            total = sum(1 for _ in entries(path))
        except (OSError, EOFError, zlib.error) as error:
            raise CommandError(f"{path} cannot be read: {error}") from error
        report = Report()
        stopped = False
        try:
            with tqdm(total=total, unit="post", disable=options["verbosity"] == 0) as bar:
                for report in import_board(FORMATS[options["format"]], path):
                    bar.update(report.read - bar.n)
        except KeyboardInterrupt:
            stopped = True
        for line in report.lines():
            self.stdout.write(line)
        if stopped:
            raise CommandError("Stopped. What is told above is stored; the same command goes on from there.")
