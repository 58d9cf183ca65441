"""`make test`: everything that CI runs, and a summary at the end. A failure does not hide the ones after it."""

import argparse
import contextlib
import re
import secrets
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scripts import bootstrap, elasticsearch, messages, services
from scripts.steps import BUILD, FRONTEND, PYTHON, ROOT, TOOK_TOO_LONG, StepFailed, attend, end_cleanly

LOGS = BUILD / "logs"
HTML = BUILD / "html"
PACKAGES = ("participation", "ideas", "search", "scripts", "tests")
# Minutes for one command, several times what the longest takes: what hangs must not take the others with it.
PATIENCE = 25
PYTEST: tuple[str | Path, ...] = (PYTHON, "-m", "pytest", "-q", "--no-header", "--color=no")


@dataclass
class Run:
    """The steps so far: what passed, what failed, what was skipped."""

    lines: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def command(
        self,
        name: str,
        words: Sequence[str | Path],
        *,
        cwd: Path = ROOT,
        env: Mapping[str, str] | None = None,
        last_line: bool = False,
    ) -> bool:
        """Run one step; its output goes to a log, and to the screen where it fails."""
        print(f"• {name} …", flush=True)
        log = LOGS / (re.sub(r"\W+", "-", name.lower()).strip("-") + ".log")
        log.parent.mkdir(parents=True, exist_ok=True)
        started = time.monotonic()
        with log.open("wb") as output:
            code = attend(words, cwd=cwd, env=env, output=output, minutes=PATIENCE)
        said = log.read_text(errors="replace").rstrip()
        if code == TOOK_TOO_LONG:
            said += f"\nIt was ended after {PATIENCE} minutes."
        if code:
            print(said, flush=True)
        self.note(name, passed=code == 0, seconds=time.monotonic() - started, detail=_tail(said) if last_line else "")
        return code == 0

    def note(self, name: str, *, passed: bool, seconds: float = 0, detail: str = "") -> None:
        line = f"{'ok    ' if passed else 'FAILED'} {name} ({seconds:.0f} s){' — ' + detail if detail else ''}"
        print(f"  {line}", flush=True)
        self.lines.append(line)
        if not passed:
            self.failed.append(name)

    def skip(self, name: str, why: str) -> None:
        self.lines.append(f"skipped {name}: {why}")

    def attempt(self, name: str, work: Callable[[], None]) -> bool:
        """A step that is Python rather than a command."""
        started = time.monotonic()
        try:
            work()
        except StepFailed as failure:
            print(failure, flush=True)
            self.note(name, passed=False, seconds=time.monotonic() - started)
            return False
        self.note(name, passed=True, seconds=time.monotonic() - started)
        return True

    def close(self) -> int:
        print("\n" + "\n".join(self.lines))
        print(f"\n{'FAILED: ' + ', '.join(self.failed) if self.failed else 'Everything passed.'}", flush=True)
        return 1 if self.failed else 0


def _tail(said: str) -> str:
    return said.rsplit("\n", 1)[-1].strip("= ")


def lint(run: Run) -> None:
    """Style, types, layers, templates, migrations, system checks."""
    python = [path for path in PACKAGES if (ROOT / path).exists()]
    run.command("ruff check", ["ruff", "check", "."])
    run.command("ruff format", ["ruff", "format", "--check", "."])
    run.command("mypy", ["mypy", *python])
    run.command("import-linter", ["lint-imports"])
    templates = [folder for folder in ("frontend/templates", "participation", "ideas", "search") if _has_html(folder)]
    if templates:
        run.command("djlint", ["djlint", "--lint", "--quiet", *templates])
    test = {"DJANGO_SETTINGS_MODULE": "participation.settings.test"}
    run.command("missing migrations", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"], env=test)
    run.command("system checks", [PYTHON, "manage.py", "check", "--fail-level", "WARNING"], env=test)
    run.command(
        "deployment checks",
        [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env=production_environment(),
    )


def _has_html(folder: str) -> bool:
    return next((ROOT / folder).glob("**/*.html"), None) is not None


def production_environment() -> dict[str, str]:
    """What a public installation would set; the values are good for a check only."""
    return {
        "DJANGO_SETTINGS_MODULE": "participation.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "IDENTITY_KEY_SECRET": secrets.token_urlsafe(60),
        "LEDGER_KEY": secrets.token_urlsafe(32),
        "BASE_URL": "https://madang.example.org",
        "ALLOWED_HOSTS": "madang.example.org",
        "DATABASE_URL": "postgres://madang@127.0.0.1/madang",
        "REDIS_URL": "redis://127.0.0.1/0",
        "EMAIL_URL": "smtp://127.0.0.1:25",
    }


def frontend(run: Run) -> None:
    """Types and style of the front end, its tests, and its build within the budget."""
    run.command("front-end lint", ["npm", "run", "lint"], cwd=FRONTEND)
    run.command("front-end tests", ["npm", "test"], cwd=FRONTEND)
    run.command("front-end build", ["npm", "run", "build"], cwd=FRONTEND)


def on_sqlite(run: Run) -> None:
    command = [*PYTEST, "-n", "2", "-m", "not browser and not services and not elasticsearch"]
    run.command("tests on SQLite", command, last_line=True)


def on_services(run: Run) -> None:
    """The suite on PostgreSQL and Redis, then the browser's on the same."""
    if not (services.ensure("postgresql") and services.ensure("redis")):
        run.skip("tests on PostgreSQL and Redis", "the services are not here")
        run.skip("browser tests", "the services are not here")
        run.skip("search on Elasticsearch", "the services are not here")
        return
    with services.postgresql() as database, services.redis() as redis:
        env = {"DATABASE_URL": database, "REDIS_URL": redis}
        command = [*PYTEST, "-n", "2", "-m", "not browser and not elasticsearch"]
        run.command("tests on PostgreSQL and Redis", command, env=env, last_line=True)
        if services.ensure("chromium"):
            run.command("browser tests", [*PYTEST, "-n", "2", "-m", "browser"], env=env, last_line=True)
        else:
            run.skip("browser tests", "Chromium is not here")
        on_elasticsearch(run, env)


def on_elasticsearch(run: Run, env: Mapping[str, str]) -> None:
    """The search's third engine, beside PostgreSQL as on the largest sites."""
    if not elasticsearch.available():
        run.skip("search on Elasticsearch", "Java or Maven is not here")
        return
    with elasticsearch.elasticsearch() as url:
        command = [*PYTEST, "-n", "2", "-m", "elasticsearch"]
        run.command("search on Elasticsearch", command, env={**env, "ELASTICSEARCH_URL": url}, last_line=True)


def rendered_pages(run: Run) -> None:
    """Valid HTML: the tests left one page of each kind in .build/html."""
    pages = sorted(HTML.glob("*.html"))
    if not pages:
        run.note("html-validate", passed=False, detail="the tests left no page in .build/html")
        return
    config = FRONTEND / ".htmlvalidate.json"
    run.command("html-validate", ["npx", "--no-install", "html-validate", "--config", config, *pages], cwd=FRONTEND)


STAGES: dict[str, Callable[[Run], None]] = {
    "lint": lint,
    "frontend": frontend,
    "sqlite": on_sqlite,
    "services": on_services,
    "html": rendered_pages,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=STAGES, action="append", help="run this stage only; may be repeated")
    wanted = parser.parse_args().only or list(STAGES)
    end_cleanly()
    run = Run()
    if not run.attempt("bootstrap", prepare):
        return run.close()
    if "sqlite" in wanted or "services" in wanted:
        with contextlib.suppress(StepFailed):  # without it, the test of the catalogues says so
            services.ensure("gettext")
        for page in HTML.glob("*.html"):
            page.unlink()
    for name in wanted:
        try:
            STAGES[name](run)
        except StepFailed as failure:
            print(failure, flush=True)
            run.note(name, passed=False)
    return run.close()


def prepare() -> None:
    bootstrap.bootstrap(dev=True)
    bootstrap.install_frontend()
    if messages.stale():
        raise StepFailed("the translations could not be compiled.")


if __name__ == "__main__":
    sys.exit(main())
