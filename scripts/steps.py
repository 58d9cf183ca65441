"""The words and the bookkeeping of a longer run: progress lines, commands, stamps of what is already done."""

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / ".build"
VAR = ROOT / "var"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
FRONTEND = ROOT / "frontend"

TOOK_TOO_LONG = 124


class StepFailed(SystemExit):
    """A step cannot be done; the sentence is all that is printed."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"madang: {sentence}")


@contextmanager
def step(title: str) -> Iterator[None]:
    """Say what goes on, and how long it took when it took long."""
    print(f"• {title} …", flush=True)
    started = time.monotonic()
    yield
    spent = time.monotonic() - started
    if spent >= 1:
        print(f"  done in {spent:.0f} s", flush=True)


def tool_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a command: the tools of the virtual environment come first."""
    path = os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", os.defpath)])
    return {**os.environ, "PATH": path, "VIRTUAL_ENV": str(VENV), **(extra or {})}


def run(command: Sequence[str | Path], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> None:
    """Run a command quietly; its output is shown only when it fails."""
    words = [str(word) for word in command]
    with tempfile.TemporaryFile() as output:
        code = attend(words, cwd=cwd, env=env, output=output)
        if code:
            output.seek(0)
            sys.stderr.write(output.read().decode(errors="replace"))
            raise StepFailed(f"`{' '.join(words)}` failed with {code}.")


def attend(
    words: Sequence[str | Path],
    *,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    output: IO[bytes] | None = None,
    minutes: float | None = None,
) -> int:
    """Run a command to its end; returns its status. Whatever ends us first ends it too, with all that it started.

    What takes longer than so many minutes is ended, with the status that timeout(1) gives.
    """
    process = subprocess.Popen(
        [str(word) for word in words],
        cwd=cwd,
        env=tool_environment(env),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        process_group=0,
    )
    try:
        return process.wait(None if minutes is None else minutes * 60)
    except subprocess.TimeoutExpired:
        return TOOK_TOO_LONG
    finally:
        _end_group(process)


def _end_group(process: "subprocess.Popen[bytes]") -> None:
    """Ask the command's processes to end, and see to it that they did."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
            os.killpg(process.pid, number)
            process.wait(5)


def end_cleanly() -> None:
    """Let SIGTERM and SIGHUP end us like Ctrl-C does: without a trace, but not without clearing up."""

    def leave(number: int, _frame: object) -> None:
        for each in endings:  # make passes a signal on and then ends, which is told as well: once is enough
            signal.signal(each, signal.SIG_IGN)
        raise SystemExit(128 + number)

    endings = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
    for number in endings:
        signal.signal(number, leave)


def fingerprint(files: Iterable[Path], *words: str) -> str:
    """One hash over the files' names and contents, and whatever else counts."""
    digest = hashlib.sha256("\0".join(words).encode())
    for file in sorted(files):
        digest.update(f"\0{file.relative_to(ROOT)}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def files_below(folder: Path, *, without: Sequence[str] = ()) -> list[Path]:
    """All files of a folder, except those in folders with the given names."""
    found: list[Path] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in without]
        found += [Path(parent) / name for name in names]
    return found


def is_stamped(stamp: Path, value: str) -> bool:
    """Whether the step that this stamp stands for was finished for just this input."""
    return stamp.is_file() and stamp.read_text() == value


def put_stamp(stamp: Path, value: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value)


def which(name: str) -> str | None:
    """A program of the virtual environment or of the system."""
    return shutil.which(name, path=tool_environment()["PATH"])
