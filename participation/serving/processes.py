"""Keeps the embedded server's child processes running, and ends them all together."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from types import FrameType

logger = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
# A child that ran this long was healthy: its next death starts with the short pause again.
HEALTHY_AFTER = 60.0
PATIENCE = 10.0


class Child:
    """One process that should always run."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.name = name
        self.command = list(command)
        self.environment = dict(environment)
        self.process: subprocess.Popen[bytes] | None = None
        self.pause = FIRST_PAUSE
        self.started = 0.0
        self.start_at = 0.0

    def start(self) -> None:
        bound = [sys.executable, "-m", "participation.serving.bound", str(os.getpid())]
        self.started = time.monotonic()
        # Its own process group: Ctrl-C reaches the supervisor only, which then ends the children in order.
        self.process = subprocess.Popen(
            [*bound, *self.command],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            process_group=0,
        )

    def tend(self, now: float) -> None:
        """Start it when it is due; after a death wait longer each time."""
        if self.process is None:
            if now >= self.start_at:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        if now - self.started >= HEALTHY_AFTER:
            self.pause = FIRST_PAUSE
        logger.error("%s ended with %s; it is started again in %.1f s", self.name, code, self.pause)
        self.process = None
        self.start_at = now + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def signal_group(self, number: int) -> None:
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, deadline: float) -> None:
        """Wait for its end, then make sure that nothing of its group is left."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            logger.warning("%s did not end in time; it is killed", self.name)
        self.signal_group(signal.SIGKILL)
        self.process.wait()


class Supervisor:
    """Runs children until SIGINT or SIGTERM; then none is left."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = list(children)
        self.stopping = False

    def run(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        try:
            while not self.stopping:
                for child in self.children:
                    child.tend(time.monotonic())
                self._sleep()
        finally:
            self._stop_all()

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _sleep(self) -> None:
        # A signal interrupts the wait only when its handler raises; short naps notice the flag soon enough.
        if not self.stopping:
            time.sleep(0.2)

    def _stop_all(self) -> None:
        for child in self.children:
            child.stop()
        deadline = time.monotonic() + PATIENCE
        for child in self.children:
            child.wait(deadline)
