"""``manage.py worker``: drains the outbox and runs what the clock asks for, until it is told to stop."""

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from participation.events.worker import Worker


class Command(BaseCommand):
    help = "Drains the outbox and runs the scheduled jobs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="work until nothing is due, then stop")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker()
        if options["once"]:
            while worker.round():
                pass
            return
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: worker.stopping.set())
        worker.run()
