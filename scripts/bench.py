"""`make bench`: the benchmark suite on an installation of its own."""

import os
import sys

from scripts import bootstrap
from scripts.steps import PYTHON, ROOT, tool_environment


def main() -> None:
    os.chdir(ROOT)
    bootstrap.bootstrap(dev=True)
    bootstrap.collect_static()
    command = [str(PYTHON), "-m", "tests.load.bench", *sys.argv[1:]]
    os.execve(command[0], command, tool_environment({}))


if __name__ == "__main__":
    main()
