"""`make bench`: the benchmark suite on an installation of its own."""

import os
import subprocess
import sys

from scripts import bootstrap
from scripts.steps import PYTHON, ROOT, tool_environment


def main() -> int:
    os.chdir(ROOT)
    bootstrap.bootstrap(dev=True)
    bootstrap.collect_static()
    # Pages on SQLite, then votes on PostgreSQL; each in a process of its own, since each has its own settings.
    commands = [[str(PYTHON), "-m", f"tests.load.{part}"] for part in ("bench", "votes")]
    codes = [subprocess.run(command, env=tool_environment({}), check=False).returncode for command in commands]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
