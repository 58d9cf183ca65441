"""`make demo`: everything from a fresh clone to the running site on the embedded default."""

import argparse
import ctypes
import os
import signal
import socket

from scripts import bootstrap
from scripts.steps import PYTHON, ROOT, StepFailed, attend, end_cleanly, run, step, tool_environment

HOST = "127.0.0.1"
PR_SET_PDEATHSIG = 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--end-with-parent", action="store_true", help="stop when the process that started this ends")
    end_cleanly()
    if parser.parse_args().end_with_parent:
        end_with_parent()
    port = wanted_port()
    env = {"BASE_URL": os.environ.get("BASE_URL", f"http://{HOST}:{port}")}
    os.chdir(ROOT)
    bootstrap.bootstrap()
    bootstrap.collect_static()
    with step("Preparing the database"):
        # Nothing is lost if the machine stops here: an unfinished first start is simply started again.
        run([PYTHON, "manage.py", "migrate", "--verbosity", "0"], env=env | {"MADANG_FAST_MIGRATE": "1"})
    load_demo(env)
    command = [str(PYTHON), "manage.py", "serve", "--port", str(port)]
    os.execve(command[0], command, tool_environment(env))


def end_with_parent() -> None:
    """make passes SIGTERM on, but not SIGKILL: have the kernel tell. It stays so over the exec below."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def wanted_port() -> int:
    """The port to listen on, or one line why not."""
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdigit()) or not 0 < int(text) < 65536:
        raise StepFailed(f"PORT={text} is no port number.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except OSError:
            raise StepFailed(f"port {text} is taken on {HOST}; choose another: make demo PORT=8001") from None
    return int(text)


def load_demo(env: dict[str, str]) -> None:
    """The demo content and its accounts; loading it again changes nothing."""
    with step("Loading the demo content"):
        failed = attend([PYTHON, "manage.py", "load_demo"], env=env)
    if failed:
        raise StepFailed("the demo content could not be loaded; see above.")


if __name__ == "__main__":
    main()
