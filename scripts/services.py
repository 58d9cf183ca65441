"""PostgreSQL, Redis and Chromium for the tests: found or installed, started on free ports, stopped at the end."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.steps import StepFailed, run, step, which

PACKAGES = {
    "postgresql": ["postgresql"],
    "redis": ["redis-server"],
    "chromium": ["chromium", "fonts-noto-cjk"],
    "gettext": ["gettext"],
    "java": ["default-jre-headless"],
    "maven": ["maven"],
}
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}


def postgres_programs() -> Path | None:
    """The folder of initdb and postgres: the newest that Debian keeps outside PATH, or the one in PATH."""
    kept = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if kept:
        return kept[-1].parent
    found = which("initdb")
    return Path(found).resolve().parent if found and (Path(found).resolve().parent / "postgres").exists() else None


def chromium() -> str | None:
    return which("chromium") or which("chromium-browser") or which("google-chrome")


FOUND = {
    "postgresql": lambda: postgres_programs() is not None,
    "redis": lambda: which("redis-server") is not None,
    "chromium": lambda: chromium() is not None,
    "gettext": lambda: which("msgfmt") is not None,
    "java": lambda: which("java") is not None,
    "maven": lambda: which("mvn") is not None,
}


def ensure(name: str) -> bool:
    """Whether it is there, after trying to install it; what cannot be had is named, and fails under CI."""
    if FOUND[name]():
        return True
    if which("apt-get") and os.geteuid() == 0:
        with step(f"Installing {name} (apt-get)"), contextlib.suppress(StepFailed):
            _apt_install(PACKAGES[name])
    if FOUND[name]():
        return True
    sentence = f"{name} is not here: apt install {' '.join(PACKAGES[name])}"
    if IN_CI:
        raise StepFailed(sentence)
    print(f"  skipped what needs it: {sentence}")
    return False


def _apt_install(packages: list[str]) -> None:
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-qq"], env=quiet)
    # No new cluster and no running server: the tests start their own.
    policy = Path("/usr/sbin/policy-rc.d")
    added = not policy.exists()
    if added:
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
    try:
        run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], env=quiet)
    finally:
        if added:
            policy.unlink(missing_ok=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(process: subprocess.Popen[bytes], port: int, name: str, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise StepFailed(f"{name} did not start:\n{log.read_text(errors='replace')[-2000:]}")


def stop(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    process.send_signal(how)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Cluster:
    """A PostgreSQL of one's own. One that is not durable does not promise to survive a power cut, and is quick.

    With a folder, its databases are kept there for the next time.
    """

    def __init__(self, *, durable: bool = False, kept: Path | None = None) -> None:
        programs = postgres_programs()
        if programs is None:
            raise StepFailed("PostgreSQL is not here.")
        self.programs, self.user, self.port = programs, plain_user(), free_port()
        self.url = f"postgres://madang@127.0.0.1:{self.port}/postgres"
        self.process: subprocess.Popen[bytes] | None = None
        self.scratch = Path(tempfile.mkdtemp(prefix="madang-postgres-"))
        if self.user:
            shutil.chown(self.scratch, self.user)
        if kept and self.user and not _is_open(kept):
            print(f"  {self.user} may not go to {kept}: the databases are not kept")
            kept = None
        self.folder = kept or self.scratch / "cluster"
        self.settings = {
            "port": str(self.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self.scratch),
            "max_connections": "100",
            "shared_buffers": "128MB",
        }
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            self.settings[name] = "on" if durable else "off"

    def make(self) -> None:
        if (self.folder / "PG_VERSION").exists():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.user:
            shutil.chown(self.folder, self.user)
        words = ["-U", "madang", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        _as(self.user, [self.programs / "initdb", "-D", self.folder, *words])

    def start(self) -> None:
        words = [f"--{name}={value}" for name, value in self.settings.items()]
        log = self.scratch / "log"
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [self.programs / "postgres", "-D", self.folder, *words],
                stdout=output,
                stderr=output,
                user=self.user,
                cwd=self.scratch,
            )
        _wait_for(self.process, self.port, "PostgreSQL", log)

    def stop(self) -> None:
        if self.process is not None:
            stop(self.process, signal.SIGINT)  # PostgreSQL's fast shutdown

    def remove(self) -> None:
        shutil.rmtree(self.scratch, ignore_errors=True)


@contextmanager
def postgresql(*, durable: bool = False, kept: Path | None = None) -> Iterator[str]:
    """A throw-away server; gives its DATABASE_URL. What it holds is kept where a folder is given."""
    cluster = Cluster(durable=durable, kept=kept)
    try:
        cluster.make()
        cluster.start()
        try:
            yield cluster.url
        finally:
            cluster.stop()
    finally:
        cluster.remove()


def plain_user() -> str | None:
    """Servers that refuse to run as root: the account that runs them then."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise StepFailed("no account to run a server with: neither postgres nor nobody is known here.")


def _is_open(folder: Path) -> bool:
    """Whether every account may go there."""
    return all(parent.stat().st_mode & 0o001 for parent in folder.parents if parent.exists())


def _as(user: str | None, command: list[str | Path]) -> None:
    done = subprocess.run(command, user=user, cwd="/", capture_output=True, text=True, check=False)
    if done.returncode:
        raise StepFailed(f"{command[0]} failed:\n{done.stderr}")


@contextmanager
def redis() -> Iterator[str]:
    """A throw-away server without persistence; gives its REDIS_URL."""
    port = free_port()
    scratch = Path(tempfile.mkdtemp(prefix="madang-redis-"))
    log = scratch / "log"
    try:
        with log.open("wb") as output:
            server = subprocess.Popen(
                [
                    *(which("redis-server") or "redis-server", "--port", str(port), "--bind", "127.0.0.1"),
                    *("--save", "", "--appendonly", "no", "--dir", str(scratch)),
                ],
                stdout=output,
                stderr=output,
            )
        try:
            _wait_for(server, port, "Redis", log)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            stop(server, signal.SIGTERM)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
