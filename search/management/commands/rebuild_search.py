"""Writes the search index anew while searches go on."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from tqdm import tqdm

from search import engines, indexing


class Command(BaseCommand):
    """`manage.py rebuild_search [--engine NAME]`."""

    help = "Write every search document anew; searches find everything meanwhile."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--engine", default=connection.vendor, help="postgresql or sqlite; the site's own by default"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["engine"]
        if name not in engines.ENGINES:
            raise CommandError(f"There is no engine {name!r}; there are {', '.join(sorted(engines.ENGINES))}.")
        if name != connection.vendor:
            raise CommandError(
                f"The engine {name!r} lives inside its database, and this site's is {connection.vendor}."
            )
        quiet = options["verbosity"] < 1
        bar: tqdm[Any] = tqdm(total=indexing.expected(), unit=" documents", disable=quiet)
        with bar:
            count = indexing.rebuild(onto=engines.named(name), progress=bar.update)
        if not quiet:
            self.stdout.write(f"{count} documents can be found.")
