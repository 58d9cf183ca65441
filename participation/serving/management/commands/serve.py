import os
import sys
import threading
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.management.base import BaseCommand, CommandError

from participation.serving.processes import Child, Supervisor

HEALTH_PATH = "/healthz"


def are_gathered() -> bool:
    """Whether the static files can be found by the names that pages have for them, where these hold a hash."""
    storage: Any = staticfiles_storage
    return not isinstance(storage, ManifestFilesMixin) or storage.read_manifest() is not None


class Command(BaseCommand):
    help = "Serves the pages and runs the worker, until Ctrl-C: the embedded default for a small town."
    requires_system_checks = ["security"]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--workers", type=int, default=1, help="processes that answer requests")
        parser.add_argument("--threads", type=int, default=4, help="requests that one process answers at once")

    def handle(self, *args: Any, **options: Any) -> None:
        if not are_gathered():
            raise CommandError("The style and scripts of the pages are not gathered yet: run manage.py collectstatic.")
        host, port = options["host"], options["port"]
        address = f"http://{host}:{port}"
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        environment.setdefault("BASE_URL", address)
        pages = [
            *(sys.executable, "-m", "granian", "participation.serving.wsgi:application"),
            *("--interface", "wsgi", "--http", "1", "--no-ws", "--log-level", "warning"),
            *("--host", host, "--port", str(port)),
            *("--workers", str(options["workers"]), "--blocking-threads", str(options["threads"])),
            *("--workers-kill-timeout", "5", "--respawn-failed-workers"),
        ]
        worker = [sys.executable, str(settings.BASE_DIR / "manage.py"), "worker"]
        supervisor = Supervisor([Child("pages", pages, environment), Child("worker", worker, environment)])
        announce = threading.Thread(target=self._announce, args=(address, supervisor), daemon=True)
        announce.start()
        supervisor.run()

    def _announce(self, address: str, supervisor: Supervisor) -> None:
        """Tell the address once it answers."""
        while not supervisor.stopping:
            try:
                urllib.request.urlopen(address + HEALTH_PATH, timeout=5).close()
            except urllib.error.HTTPError:
                pass  # it answers, and /readyz tells what is wrong
            except OSError:
                time.sleep(0.2)
                continue
            self.stdout.write(f"Madang is at {address}/ (Ctrl-C ends it)")
            self.stdout.flush()
            return
