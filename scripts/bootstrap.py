"""From a fresh clone to something that starts: environment, dependencies, front end, catalogues."""

import os
import re
import subprocess
import sys
from pathlib import Path

from scripts import messages
from scripts.steps import (
    BUILD,
    FRONTEND,
    PYTHON,
    ROOT,
    VAR,
    VENV,
    StepFailed,
    attend,
    end_cleanly,
    files_below,
    fingerprint,
    is_stamped,
    put_stamp,
    run,
    step,
    which,
)

# The oldest Node that the build tool runs on, by major version; newer majors are welcome.
NODE_FLOOR = {20: 19, 22: 12}
NODE_LOCK = ROOT / "scripts" / "requirements-node.txt"


def install_python(*, dev: bool = False) -> None:
    """Create the virtual environment and install the locked packages, unless that was done for this very lock."""
    lock = ROOT / ("requirements-dev.txt" if dev else "requirements.txt")
    version = ".".join(map(str, sys.version_info[:2]))
    stamp = VENV / f"{lock.stem}.stamp"
    value = fingerprint([lock], version)
    if PYTHON.exists() and (is_stamped(stamp, value) or (not dev and _dev_is_installed(version))):
        return
    with step(f"Installing Python packages into .venv ({lock.name})"):
        with Path(os.devnull).open("wb") as nowhere:
            failed = attend([sys.executable, "-m", "venv", VENV], output=nowhere)
        if failed:
            raise StepFailed("the Python module `venv` is missing or incomplete: apt install python3-venv")
        run([PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", lock])
    put_stamp(stamp, value)


def _dev_is_installed(version: str) -> bool:
    """The development lock holds everything that the other one does."""
    lock = ROOT / "requirements-dev.txt"
    return is_stamped(VENV / f"{lock.stem}.stamp", fingerprint([lock], version))


def install_node() -> None:
    """Have Node at hand: the system's own where it is new enough, else the one that PyPI carries."""
    node = which("node")
    if node and which("npm") and _is_new_enough(node):
        return
    with step("Installing Node into .venv"):
        run([PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", NODE_LOCK])


def _is_new_enough(node: str) -> bool:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    match = re.match(r"v(\d+)\.(\d+)", said)
    if not match:
        return False
    major, minor = map(int, match.groups())
    return major > max(NODE_FLOOR) or minor >= NODE_FLOOR.get(major, sys.maxsize)


def install_frontend() -> None:
    """Install the front end's locked packages."""
    install_node()
    lock = FRONTEND / "package-lock.json"
    stamp = FRONTEND / "node_modules" / ".stamp"
    value = fingerprint([lock, FRONTEND / "package.json"])
    if is_stamped(stamp, value):
        return
    with step("Installing front-end packages"):
        run(["npm", "ci", "--no-audit", "--no-fund"], cwd=FRONTEND)
    put_stamp(stamp, value)


def build_frontend() -> None:
    """Build styles and scripts when their sources changed."""
    sources = files_below(FRONTEND, without=("node_modules", "dist", "locale", "templates"))
    stamp = FRONTEND / "dist" / ".stamp"
    value = fingerprint(sources)
    if is_stamped(stamp, value):
        return
    install_frontend()
    with step("Building the front end"):
        run(["npm", "run", "build"], cwd=FRONTEND)
    put_stamp(stamp, value)


def compile_messages() -> None:
    """Compile the translations that are newer than what was compiled from them."""
    if messages.stale():
        with step("Compiling translations"):
            run([PYTHON, "-m", "scripts.messages"])


def collect_static() -> None:
    """Gather and compress the static files when the front end or the packages changed."""
    stamp = BUILD / "static.stamp"
    value = fingerprint([*files_below(FRONTEND / "dist"), ROOT / "requirements.txt", *_app_static_files()])
    if is_stamped(stamp, value) and (VAR / "static").is_dir():
        return
    with step("Gathering static files"):
        run([PYTHON, "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity", "0"])
    put_stamp(stamp, value)


def _app_static_files() -> list[Path]:
    """What the packages bring; not what was gathered from them."""
    folders = [*ROOT.glob("*/static"), *ROOT.glob("participation/*/static")]
    return [file for folder in folders if folder.parent != VAR for file in files_below(folder)]


def bootstrap(*, dev: bool = False) -> None:
    install_python(dev=dev)
    build_frontend()
    compile_messages()


if __name__ == "__main__":
    end_cleanly()
    bootstrap(dev="--dev" in sys.argv[1:])
