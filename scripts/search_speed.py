"""How fast the search is with very many documents, on every engine that can be had here.

A million are written the first time, which takes a while on SQLite and on PostgreSQL; both are kept under .build for
the next run. `--documents 50000` is for developing.
"""

import os
import sys
from collections.abc import Mapping

from scripts import elasticsearch, services
from scripts.steps import BUILD, PYTHON, ROOT, attend

# Each run takes a database of its own beside this name.
SQLITE = {"DATABASE_URL": f"sqlite:///{BUILD / 'search-speed.sqlite3'}", "ELASTICSEARCH_URL": ""}
CLUSTER = BUILD / "search-bench" / "postgres"


def _on(name: str, options: list[str], env: Mapping[str, str]) -> int:
    print(f"• Search among very many documents on {name} …", flush=True)
    return attend([PYTHON, "-m", "tests.load.search", *options], env=env)


def main(options: list[str] | None = None) -> int:
    options = options or []
    worst = _on("SQLite", options, SQLITE)
    if services.ensure("postgresql"):
        with services.postgresql(kept=CLUSTER) as database:
            worst = max(worst, _on("PostgreSQL", options, {"DATABASE_URL": database, "ELASTICSEARCH_URL": ""}))
    if elasticsearch.available():
        with elasticsearch.elasticsearch(memory="1g") as url:
            worst = max(worst, _on("Elasticsearch", options, {**SQLITE, "ELASTICSEARCH_URL": url}))
    return worst


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
