"""The supervisor and its children, as real processes. The end of their shared output is the end of the last of them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings

CHILD = "import os, signal; os.write(1, b'%d\\n' % os.getpid()); signal.pause()"
# One write for the number and its line: print() makes two where output is not kept back, and those of two children mix.
STUBBORN = f"import signal; signal.signal(15, signal.SIG_IGN); {CHILD}\nwhile 1: signal.pause()"
SUPERVISOR = """
import os, sys
from participation.serving import processes
processes.PATIENCE = 0.3
command = [sys.executable, "-c", sys.argv[1]]
processes.Supervisor([processes.Child(name, command, os.environ) for name in ("pages", "worker")]).run()
"""


@pytest.fixture
def supervise() -> Iterator:
    started = []

    def start(child: str) -> tuple[subprocess.Popen[str], list[int]]:
        process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISOR, child],
            cwd=settings.BASE_DIR,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process, [int(process.stdout.readline()) for _ in range(2)]

    yield start
    for process in started:
        # Asked first: it ends also those who do not listen, and hold the other end of what is read here.
        process.terminate()
        try:
            process.communicate(timeout=30)
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("child", [CHILD, STUBBORN], ids=["willing", "stubborn"])
def test_stopping_it_leaves_no_process(supervise, number, child):
    process, _ = supervise(child)
    process.send_signal(number)
    assert process.stdout.read() == ""
    assert process.wait() == 0


def test_killing_it_ends_its_children(supervise):
    process, _ = supervise(CHILD)
    process.kill()
    assert process.stdout.read() == ""


def test_a_child_that_dies_is_started_again_and_told(supervise):
    process, pids = supervise(CHILD)
    os.kill(pids[0], signal.SIGKILL)
    again = int(process.stdout.readline())
    assert again not in pids
    process.terminate()
    assert "ended with -9; it is started again" in process.communicate()[1]
