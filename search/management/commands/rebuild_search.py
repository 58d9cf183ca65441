"""Writes the search index anew while searches go on."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from tqdm import tqdm

from search import engines, indexing
from search.engines.base import EngineAway


class Command(BaseCommand):
    """`manage.py rebuild_search [--engine NAME] [--back]`."""

    help = "Write every search document anew; searches find everything meanwhile."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--engine", help="postgresql, sqlite or elasticsearch; the site's own by default")
        parser.add_argument(
            "--back",
            action="store_true",
            help="search Elasticsearch's index from before the last rebuild again, which was kept in step",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["engine"] or engines.engine().name
        if name not in engines.ENGINES:
            raise CommandError(f"There is no engine {name!r}; there are {', '.join(sorted(engines.ENGINES))}.")
        if name == "elasticsearch" and not engines.is_here(name):
            raise CommandError("The engine 'elasticsearch' needs the address of a server in ELASTICSEARCH_URL.")
        if not engines.is_here(name):
            raise CommandError(
                f"The engine {name!r} lives inside its database, and this site's is {connection.vendor}."
            )
        try:
            said = self._go_back(name) if options["back"] else self._rebuild(name, quiet=options["verbosity"] < 1)
        except EngineAway as away:
            raise CommandError(str(away)) from away
        if options["verbosity"] > 0:
            self.stdout.write(said)

    def _rebuild(self, name: str, *, quiet: bool) -> str:
        onto = engines.named(name)
        bar: tqdm[Any] = tqdm(total=indexing.expected(onto), unit=" documents", disable=quiet)
        with bar:
            count = indexing.rebuild(onto=onto, progress=bar.update)
        return f"{count} documents can be found."

    def _go_back(self, name: str) -> str:
        if name != "elasticsearch":
            raise CommandError("Only Elasticsearch keeps the index from before.")
        from search.elastic.renewing import go_back  # loads the client, which other sites never need

        return f"Searches ask {go_back().name} again."
