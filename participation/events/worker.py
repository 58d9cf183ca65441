"""The worker's round: deliver what is due, run what the clock asks for, and say that it is alive."""

import logging
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections

from .models import Heartbeat
from .outbox import deliver_due
from .registry import Scheduled, schedule

logger = logging.getLogger(__name__)
IDLE_SECONDS = 0.5
LONG_GRACE_SECONDS = 2


class Worker:
    """Works in rounds until it is asked to stop. Several may run at once: claims are made in the database."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self._ran_at: dict[str, float] = {}

    def run(self) -> None:
        prompt = threading.Thread(target=self._repeat, args=(self._prompt_round,), name="prompt")
        # Nobody waits for a long job when the worker stops: it dies with the process and is begun again.
        long = threading.Thread(target=self._repeat, args=(self._long_round,), name="long", daemon=True)
        prompt.start()
        long.start()
        try:
            self._repeat(self._patient_round)
        finally:
            self.stopping.set()
            prompt.join()
            long.join(LONG_GRACE_SECONDS)

    def round(self) -> int:
        """One round of everything; returns how much there was to do."""
        return self._prompt_round() + self._patient_round() + self._long_round()

    def _repeat(self, a_round: Callable[[], int]) -> None:
        while not self.stopping.is_set():
            try:
                busy = a_round()
            except Exception:  # the edge of the worker: a database that is away comes back
                logger.exception("The worker's round failed; trying again")
                busy = 0
                self.stopping.wait(2)
            close_old_connections()
            if not busy:
                self.stopping.wait(IDLE_SECONDS)

    def _patient_round(self) -> int:
        delivered = deliver_due()
        changed = self._run_due(prompt=False, long=False)
        Heartbeat.beat()
        return delivered + changed

    def _prompt_round(self) -> int:
        return self._run_due(prompt=True, long=False)

    def _long_round(self) -> int:
        return self._run_due(prompt=False, long=True)

    def _run_due(self, *, prompt: bool, long: bool) -> int:
        jobs = [job for job in schedule.values() if (job.prompt, job.long) == (prompt, long)]
        return sum(self._run(job) for job in jobs if self._is_due(job))

    def _is_due(self, job: Scheduled) -> bool:
        return time.monotonic() - self._ran_at.get(job.name, float("-inf")) >= job.every.total_seconds()

    def _run(self, job: Scheduled) -> int:
        self._ran_at[job.name] = time.monotonic()
        try:
            return job.run()
        except Exception:  # one job that fails must not keep the others from their time
            logger.exception("The job %s failed", job.name)
            return 0
