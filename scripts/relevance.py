"""Whether a text comes first when its words are asked for, on every engine that can be had here."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from scripts import elasticsearch, services
from scripts.steps import BUILD, PYTHON, ROOT, attend

DATA = Path(os.environ.get("BENCH_DATA", ROOT.parent / "shared" / "data"))
"""Real petitions and questions; they are not ours to ship."""

# Each run takes a database of its own beside this name.
SQLITE = {"DATABASE_URL": f"sqlite:///{BUILD / 'relevance.sqlite3'}", "ELASTICSEARCH_URL": ""}


def _on(name: str, env: Mapping[str, str]) -> int:
    print(f"• Known-item search on {name} …", flush=True)
    return attend([PYTHON, "-m", "tests.load.relevance", DATA, *sys.argv[1:]], env=env)


def main() -> int:
    if not (DATA / "petitions-ko").is_dir():
        print(f"skipped known-item search: no texts in {DATA}; BENCH_DATA names another folder")
        return 0
    worst = _on("SQLite", SQLITE)
    if services.ensure("postgresql"):
        with services.postgresql() as database:
            worst = max(worst, _on("PostgreSQL", {"DATABASE_URL": database, "ELASTICSEARCH_URL": ""}))
    if elasticsearch.available():
        with elasticsearch.elasticsearch() as url:
            worst = max(worst, _on("Elasticsearch", {**SQLITE, "ELASTICSEARCH_URL": url}))
    return worst


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
