"""`make bench`: the benchmark suite on an installation of its own."""

import os
import sys

from scripts import bootstrap, relevance, search_outage, search_speed
from scripts.steps import PYTHON, ROOT, attend, end_cleanly


def main() -> int:
    os.chdir(ROOT)
    end_cleanly()
    bootstrap.bootstrap(dev=True)
    bootstrap.collect_static()
    # Pages on SQLite, then votes on PostgreSQL; each in a process of its own, since each has its own settings.
    codes = [attend([PYTHON, "-m", f"tests.load.{part}"]) for part in ("bench", "votes")]
    return max(*codes, relevance.main(), search_outage.main(), search_speed.main())


if __name__ == "__main__":
    sys.exit(main())
