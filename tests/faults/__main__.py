"""``python -m tests.faults``: kill what runs the site while people vote, and see that no vote is lost or doubled.

Web workers, the outbox worker and the database are killed (SIGKILL), so many times each, on PostgreSQL with its
promises kept and on SQLite, each time when 200 votes were answered within a second. Every vote is sent with an
Idempotency-Key, and again with it until it is answered.
Everything runs on 127.0.0.1 with databases of its own. ``--help`` tells what can be chosen. Linux only.
"""

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from scripts import services
from scripts.steps import attend, end_cleanly

from .processes import Database
from .site import FAULTS, Site, running

ENGINES = ("postgresql", "sqlite")


@contextmanager
def on_postgresql(like: str) -> Iterator[Site]:
    database = Database()
    try:
        database.make()
        database.start()
        if like:
            dump = [str(database.programs / "pg_dump"), "--no-owner", like]
            load = [str(database.programs / "psql"), "-q", "-X", "-v", "ON_ERROR_STOP=1", database.url]
            written = subprocess.run(dump, stdout=subprocess.PIPE, check=True)
            subprocess.run(load, input=written.stdout, stdout=subprocess.DEVNULL, check=True)
        _set_up(database.url, is_ready=bool(like))
        with running("postgresql", database.url, database) as site:
            yield site
    finally:
        database.stop()
        database.remove()


@contextmanager
def on_sqlite(like: str) -> Iterator[Site]:
    with tempfile.TemporaryDirectory(prefix="madang-faults-") as folder:
        path = Path(folder) / "faults.sqlite3"
        if like:
            with closing(sqlite3.connect(like)) as source, closing(sqlite3.connect(path)) as target:
                source.backup(target)
        _set_up(f"sqlite:///{path}", is_ready=bool(like))
        with running("sqlite", f"sqlite:///{path}", None) as site:
            yield site


def _set_up(url: str, *, is_ready: bool) -> None:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.faults.settings", "DATABASE_URL": url}
    import django

    django.setup()
    if is_ready:
        return
    from django.core.management import call_command

    print("migrating …", file=sys.stderr, flush=True)
    call_command("migrate", verbosity=0, interactive=False)


def table(outcomes: list[dict[str, Any]]) -> str:
    begun = f"{'on':<11} {'killed':<9} {'times':>5} {'votes':>7} {'/s at kills':>11} {'/s':>5} "
    lines = [f"{begun}{'again':>6} {'replayed':>8} {'lost':>5} {'doubled':>7} {'wrong':>5}"]
    for each in outcomes:
        verdict = each["verdict"]
        lines.append(
            f"{each['engine']:<11} {each['killed']:<9} {each['kills']:>5} {each['acknowledged']:>7} "
            f"{each['rate_at_kills']:>11} {each['rate']:>5} {each['asked_again']:>6} {each['answered_again']:>8} "
            f"{verdict['lost']:>5} {verdict['doubled']:>7} {len(verdict['wrong']):>5}"
        )
        lines += [f"  {sentence}" for sentence in verdict["wrong"][:20]]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--on", action="append", choices=ENGINES, help="only on this database (both)")
    parser.add_argument("--kill", action="append", choices=FAULTS, help="only this (all three)")
    parser.add_argument("--times", type=int, default=20, help="kills of each (20)")
    parser.add_argument("--rate", type=float, default=300, help="votes a second that are tried (300)")
    parser.add_argument("--least", type=float, default=200, help="votes a second that each kill waits for (200)")
    parser.add_argument("--like", default="", help="a migrated database to begin with a copy of: its address or file")
    asked = parser.parse_args()
    end_cleanly()
    engines, faults = asked.on or list(ENGINES), asked.kill or list(FAULTS)
    if len(engines) > 1:
        return _each_in_its_process(engines)  # Django's settings are read once
    if engines == ["postgresql"] and not services.ensure("postgresql"):
        return 0
    on = on_postgresql if engines == ["postgresql"] else on_sqlite
    outcomes = []
    with on(asked.like) as site:
        for fault in faults:
            outcome = site.endure(fault, kills=asked.times, rate=asked.rate, at_least=asked.least)
            outcomes.append(asdict(outcome))
            print(table(outcomes[-1:]), file=sys.stderr, flush=True)
    print(table(outcomes))
    print(json.dumps(outcomes, ensure_ascii=False))
    slow = [
        f"{each['killed']} at {each['rate_at_kills']}/s" for each in outcomes if each["rate_at_kills"] < asked.least
    ]
    if slow:
        print(f"Killed under fewer than {asked.least:.0f} votes a second: {', '.join(slow)}.", file=sys.stderr)
    return 1 if slow or any(any(each["verdict"].values()) for each in outcomes) else 0


def _each_in_its_process(engines: list[str]) -> int:
    rest = sys.argv[1:]
    command = [sys.executable, "-m", "tests.faults", *rest]
    return max([attend([*command, "--on", name]) for name in engines])


if __name__ == "__main__":
    sys.exit(main())
