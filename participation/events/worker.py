"""The worker's round: deliver what is due, run what the clock asks for, and say that it is alive."""

import logging
import threading
import time

from django.db import close_old_connections

from .models import Heartbeat
from .outbox import deliver_due
from .registry import Scheduled, schedule

logger = logging.getLogger(__name__)
IDLE_SECONDS = 0.5


class Worker:
    """Works in rounds until it is asked to stop. Several may run at once: claims are made in the database."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self._ran_at: dict[str, float] = {}

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                busy = self.round()
            except Exception:  # the edge of the worker: a database that is away comes back
                logger.exception("The worker's round failed; trying again")
                busy = 0
                self.stopping.wait(2)
            close_old_connections()
            if not busy:
                self.stopping.wait(IDLE_SECONDS)

    def round(self) -> int:
        """One round; returns how much there was to do."""
        delivered = deliver_due()
        changed = sum(self._run(job) for job in schedule.values() if self._is_due(job))
        Heartbeat.beat()
        return delivered + changed

    def _is_due(self, job: Scheduled) -> bool:
        return time.monotonic() - self._ran_at.get(job.name, float("-inf")) >= job.every.total_seconds()

    def _run(self, job: Scheduled) -> int:
        self._ran_at[job.name] = time.monotonic()
        try:
            return job.run()
        except Exception:  # one job that fails must not keep the others from their time
            logger.exception("The job %s failed", job.name)
            return 0
