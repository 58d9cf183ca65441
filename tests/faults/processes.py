"""The site as processes that can be killed: pages, outbox worker and, where it is one, the database."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from scripts import services

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0


def children_of(parent: int) -> list[int]:
    """As the kernel (Linux) tells it."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError, ValueError):
                if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                    found.append(int(folder.name))
    return found


def kill(*processes: int) -> None:
    """Without a word of warning."""
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


class Pages:
    """The web server with two workers; it starts a new one where one died, as ``manage.py serve`` has it."""

    def __init__(self, port: int, environment: Mapping[str, str]) -> None:
        self.port, self.environment = port, environment
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "granian", "participation.serving.wsgi:application", "--interface", "wsgi"]
        command += [
            "--http",
            "1",
            "--no-ws",
            "--log-level",
            "critical",
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
        ]
        command += ["--workers", "2", "--blocking-threads", "4"]
        command += ["--respawn-failed-workers", "--respawn-interval", "0.1"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=dict(self.environment), stderr=subprocess.DEVNULL)

    def wait(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                line.request("GET", "/healthz")
                if line.getresponse().status == 200:
                    return
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
            finally:
                line.close()
        raise SystemExit("the pages do not answer")

    def kill_oldest(self) -> None:
        """One that is answering; the other goes on."""
        assert self.process is not None
        deadline = time.monotonic() + PATIENCE
        while not (workers := sorted(children_of(self.process.pid))):
            if time.monotonic() > deadline:
                raise SystemExit("no web worker was started anew")
            time.sleep(0.05)
        kill(workers[0])

    def kill_all(self) -> None:
        assert self.process is not None
        kill(self.process.pid, *children_of(self.process.pid))
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            services.stop(self.process, signal.SIGTERM)


class Worker:
    """``manage.py worker``, started anew after each kill as a service manager would."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "manage.py", "worker"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=dict(self.environment), stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        assert self.process is not None
        kill(self.process.pid)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            services.stop(self.process, signal.SIGTERM)


class Database(services.Cluster):
    """A PostgreSQL that promises what it acknowledged, and is killed with all that it started."""

    def __init__(self) -> None:
        super().__init__(durable=True)

    def kill(self) -> None:
        assert self.process is not None
        # Whom it started would go on for a moment without it.
        kill(self.process.pid, *children_of(self.process.pid))
        self.process.wait()
