"""Whether a search server that was away is the database again soon after its return; `--writes 200` for developing."""

import os
import sys

from scripts import elasticsearch
from scripts.steps import BUILD, PYTHON, ROOT, attend


def main(options: list[str] | None = None) -> int:
    if not elasticsearch.available():
        return 0
    database = f"sqlite:///{BUILD / 'search-outage.sqlite3'}"
    with elasticsearch.elasticsearch() as url:
        print("• A search server that was away …", flush=True)
        env = {"DATABASE_URL": database, "ELASTICSEARCH_URL": url}
        return attend([PYTHON, "-m", "tests.load.outage", *(options or [])], env=env)


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
