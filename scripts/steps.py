"""The words and the bookkeeping of a longer run: progress lines, commands, stamps of what is already done."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / ".build"
VAR = ROOT / "var"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
FRONTEND = ROOT / "frontend"


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
    result = subprocess.run(
        words,
        cwd=cwd,
        env=tool_environment(env),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if result.returncode:
        sys.stderr.write(result.stdout)
        raise StepFailed(f"`{' '.join(words)}` failed with {result.returncode}.")


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
