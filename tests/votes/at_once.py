"""Several people at the same moment, each over a database connection of their own."""

import faulthandler
import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connections


def at_once(*works: Callable[[], Any], seconds: float = 110) -> None:
    """Run these at the same moment; what one raises is raised here."""
    start, raised = threading.Barrier(len(works)), []

    def run(work: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=30)
            work()
        except BaseException as error:  # shown in the test's own thread
            raised.append(error)
        finally:
            connections.close_all()

    # Daemons: whoever hangs fails the test, and does not keep the process from its end.
    threads = [threading.Thread(target=run, args=(work,), daemon=True) for work in works]
    deadline = time.monotonic() + seconds
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=max(0.0, deadline - time.monotonic()))
    if raised:
        raise raised[0]
    if any(thread.is_alive() for thread in threads):
        faulthandler.dump_traceback(all_threads=True)
        raise TimeoutError(f"some are still at it after {seconds:.0f} seconds")
