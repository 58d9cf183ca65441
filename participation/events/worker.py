"""The worker's round: deliver what is due, run what the clock asks for, and say that it is alive."""

import logging
import threading
import time

from django.db import close_old_connections

from .models import Heartbeat
from .outbox import deliver_due
from .registry import Lane, Scheduled, schedule

logger = logging.getLogger(__name__)
IDLE_SECONDS = 0.5
# Who is cut off is begun again; a mail that is on its way may arrive before that.
GRACE_SECONDS = {Lane.LONG: 2, Lane.TELLING: 10}


class Worker:
    """Works in rounds until it is asked to stop. Several may run at once: claims are made in the database."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self._ran_at: dict[str, float] = {}

    def run(self) -> None:
        # Nobody waits for ever when the worker stops: these threads die with the process.
        threads = {
            lane: threading.Thread(
                target=self._repeat, args=(lane,), name=lane.name.lower(), daemon=lane in GRACE_SECONDS
            )
            for lane in Lane
            if lane is not Lane.PATIENT
        }
        for thread in threads.values():
            thread.start()
        try:
            self._repeat(Lane.PATIENT)
        finally:
            self.stopping.set()
            for lane, thread in threads.items():
                thread.join(GRACE_SECONDS.get(lane))

    def round(self) -> int:
        """One round of everything; returns how much there was to do."""
        return sum(self._round(lane) for lane in Lane)

    def _repeat(self, lane: Lane) -> None:
        while not self.stopping.is_set():
            try:
                busy = self._round(lane)
            except Exception:  # the edge of the worker: a database that is away comes back
                logger.exception("The worker's round failed; trying again")
                busy = 0
                self.stopping.wait(2)
            close_old_connections()
            if not busy:
                self.stopping.wait(IDLE_SECONDS)

    def _round(self, lane: Lane) -> int:
        delivered = deliver_due(lane=lane) if lane in (Lane.PATIENT, Lane.TELLING) else 0
        changed = sum(self._run(job) for job in schedule.values() if job.lane is lane and self._is_due(job))
        if lane is Lane.PATIENT:
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
