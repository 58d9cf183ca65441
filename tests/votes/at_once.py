"""Several people at the same moment, each over a database connection of their own."""

import threading
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

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=seconds)
    if raised:
        raise raised[0]
