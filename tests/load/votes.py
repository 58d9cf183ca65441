"""The part of ``make bench`` about votes: a real server over HTTP, and the same SQL in pgbench, on one PostgreSQL.

``python -m tests.load.votes [seconds]`` runs it alone. What is compared runs right after one another. The rates are by
the wall's clock: the server, its clients, PostgreSQL and pgbench share the cores, so on a busy machine all fall, and
the site's, which needs most of the processor, falls furthest. What the clients take of it is told along with the rest.

The limit of a vote over HTTP is one of pgbench as it runs unless it is told otherwise (``-M simple``: each statement is
planned anew). All else runs as the site runs its SQL, planned once for each connection (``-M prepared``); a vote over
HTTP stands beside that too, without a limit, since nobody promised one.
"""

import http.client
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scripts import services
from tests.lines import Line

PEOPLE, IDEAS, TOKEN = 4000, 400, "c" * 32
# So many over one connection: few that last would lie unevenly on the workers by chance.
VOTES_AT_ONCE = 50
EVENT = (
    "INSERT INTO events_event (verb, actor_id, capacity, content_type_id, object_id, payload, is_public, created_at)"
    " VALUES ('idea.supported', :voter, 'citizen', :kind, :idea, '{\"version\": 1}', false, now()) RETURNING id;"
)
NAIVE = (
    "UPDATE ideas_idea SET support_count = support_count + 1,"
    " heat = heat + (ln(support_count + 2.0) - ln(support_count + 1.0)) / ln(2.0)"
    " WHERE id = :idea RETURNING support_count;"
)
LEAF = (
    "INSERT INTO ledger_queuedleaf (text, receipt, voter)"
    " VALUES (repeat('x', 180), sha256(random()::text::bytea), '\\x00112233445566778899aabbccddeeff');"
)


@dataclass(frozen=True)
class Rate:
    """A rate beside another, and the least that it may be of it, where that was promised."""

    name: str
    ratio: float
    at_least: float | None
    ours: float
    other: float

    @property
    def holds(self) -> bool:
        return self.at_least is None or self.ratio >= self.at_least


def rate(name: str, at_least: float | None, ours: float, other: float) -> Rate:
    return Rate(name, round(ours / other, 2), at_least, round(ours), round(other))


class Scripts:
    """The statements of a vote as pgbench runs them, taken from where the site has them."""

    def __init__(self, folder: Path, people: range, ideas: range, kind: int) -> None:
        self.folder, self.people, self.ideas, self.kind = folder, people, ideas, kind

    def write(self, name: str, *, hot: bool, naive: bool = False, ledger: bool = True) -> Path:
        from ideas import tallies
        from participation.votes import statements

        counting = [NAIVE] if naive else [tallies._WHERE_ROWS_ARE_LOCKED + ";"]
        if ledger:
            counting = [NAIVE, LEAF] if naive else [tallies._WITH_LEAF + ";"]
        lines = [
            f"\\set voter random({self.people[0]}, {self.people[-1]})",
            f"\\set idea {self.ideas[0]}" if hot else f"\\set idea random({self.ideas[0]}, {self.ideas[-1]})",
            f"\\set kind {self.kind}",
            "\\set value random(0, 1) * 2 - 1",
            *("BEGIN;", statements.HOLD + ";", statements.CAST + ";", *counting, EVENT, "COMMIT;"),
        ]
        path = self.folder / f"{name}.sql"
        path.write_text("\n".join(_filled(line) for line in lines))
        return path


def _filled(line: str) -> str:
    """A statement with named parameters, as pgbench names them; on one line each, as it wants."""
    given = {
        "thing": ":idea::text", "now": "now()", "support": "1", "oppose": "0", "pulse": "20000.0",
        "version": "1", "renewed": "0", "carried": "false",
        "text": "repeat('x', 180)", "receipt": "sha256(random()::text::bytea)",
    }  # fmt: skip
    leaf = "VALUES (%(text)s, %(receipt)s, %(voter)s)"
    line = line.replace(leaf, leaf.replace("%(voter)s", "'\\x00112233445566778899aabbccddeeff'"))
    line = re.sub(r"%\((\w+)\)s", lambda found: given.get(found[1], f":{found[1]}"), line)
    return " ".join(line.split())


def pgbench(url: str, script: Path, *, clients: int, seconds: int, protocol: str = "prepared") -> float:
    """Transactions a second."""
    program = (services.postgres_programs() or Path("/usr/bin")) / "pgbench"
    command = [str(program), "-n", "-M", protocol, "-f", str(script)]
    command += ["-c", str(clients), "-j", "2", "-T", str(seconds), url]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if done.returncode or not found:
        raise SystemExit(f"pgbench failed:\n{done.stderr[-2000:]}")
    return float(found[1])


def populate() -> tuple[range, range, int]:
    """People and ideas that are nothing but voters and what they vote on; their keys, and the ideas' kind."""
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone

    from ideas.life import Status
    from ideas.models import Idea
    from participation.accounts.models import User
    from participation.consultations.models import ConsultationPage, Stage

    page = ConsultationPage.objects.filter(live=True).order_by("pk")[0]
    page.stages.all().delete()
    Stage.objects.create(page=page, kind="vote_both", starts_at=timezone.now())
    people = User.objects.bulk_create(User(email=f"{n}@bench.example", public_name=f"{n}") for n in range(PEOPLE))
    ideas = []
    for number in range(IDEAS):
        idea = Idea(author=people[0], consultation=page, status=Status.VOTING)
        idea.write(title=f"{number}번 제안", body="밤에도 다니는 버스를 늘려 주세요.")
        ideas.append(idea)
    Idea.objects.bulk_create(ideas)
    kind = ContentType.objects.get_for_model(Idea).pk
    return range(people[0].pk, people[-1].pk + 1), range(ideas[0].pk, ideas[-1].pk + 1), kind


@contextmanager
def server(port: int) -> Iterator[None]:
    """As ``manage.py serve --workers 2`` has it: left to itself it takes a thread and a connection for each client."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws", "--port", str(port)]
    command += ["--workers", "2", "--blocking-threads", "4", "--log-level", "error"]
    process = subprocess.Popen([*command, "participation.wsgi:application"])
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            try:
                connection.request("GET", "/healthz")
                connection.getresponse().read()
                break
            except OSError:
                time.sleep(0.2)
            finally:
                connection.close()
        yield
    finally:
        process.terminate()
        process.wait(20)


def over_http(port: int, people: range, ideas: list[int], *, clients: int, seconds: int) -> float:
    """Votes a second that were answered with success: signed in, with the token, through the limit."""
    from django.conf import settings
    from django.test import Client

    from participation.accounts.models import User

    cookies = []
    for user in User.objects.filter(pk__in=people[:clients]):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        cookies.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    counts, until = [0] * clients, time.monotonic() + seconds

    def vote(number: int) -> None:
        line, values = Line(port), dict[int, int]()
        headers = f"Cookie: {settings.SESSION_COOKIE_NAME}={cookies[number]}; csrftoken={TOKEN}\r\n"
        headers += f"Content-Type: application/x-www-form-urlencoded\r\nX-CSRFToken: {TOKEN}\r\n"
        while time.monotonic() < until:
            idea = random.choice(ideas)
            values[idea] = -values.get(idea, -1)  # each press changes something
            status, _head, _body = line.ask("POST", f"/ideas/{idea}/vote/", headers, b"value=%d" % values[idea])
            if status != 302:
                raise SystemExit(f"a vote was answered with {status}")
            counts[number] += 1
            if not counts[number] % VOTES_AT_ONCE:
                line.close()

    spent = time.process_time()
    threads = [threading.Thread(target=vote, args=[number]) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    each = (time.process_time() - spent) / max(sum(counts), 1) * 1000
    print(f"{clients} clients over HTTP took {each:.2f} ms of processor for each vote", file=sys.stderr)
    return sum(counts) / seconds


def measure(url: str, seconds: int) -> list[Rate]:
    from django.db import connection

    people, ideas, kind = populate()
    url = f"{url.rsplit('/', 1)[0]}/{connection.settings_dict['NAME']}"
    os.environ["DATABASE_URL"] = url
    with tempfile.TemporaryDirectory() as folder:
        scripts = Scripts(Path(folder), people, ideas, kind)
        spread = scripts.write("spread", hot=False)
        plain = scripts.write("plain", hot=False, ledger=False)
        hot, naive = scripts.write("hot", hot=True), scripts.write("naive", hot=True, naive=True)
        at_8 = pgbench(url, spread, clients=8, seconds=seconds)
        simple_8 = pgbench(url, spread, clients=8, seconds=seconds, protocol="simple")
        without = pgbench(url, plain, clients=8, seconds=seconds)
        at_32 = pgbench(url, hot, clients=32, seconds=seconds)
        naive_32 = pgbench(url, naive, clients=32, seconds=seconds)
        port = services.free_port()
        with server(port):
            over_http(port, people, list(ideas), clients=8, seconds=seconds)  # every worker has read its code
            http_8 = over_http(port, people, list(ideas), clients=8, seconds=seconds)
            http_hot = over_http(port, people, [ideas[0]], clients=32, seconds=seconds)
    return [
        rate("votes over HTTP, 8 clients / the same SQL in pgbench", 0.25, http_8, simple_8),
        rate("votes over HTTP, 8 clients / it in pgbench -M prepared", None, http_8, at_8),
        rate("votes over HTTP, one idea, 32 clients / spread, 8", 0.8, http_hot, http_8),
        rate("SQL of votes on one idea, 32 clients / spread, 8", None, at_32, at_8),
        rate("SQL of votes on one idea / a counter row, 32", 1.0, at_32, naive_32),
        rate("SQL of votes with / without the ledger's leaf", 0.9, at_8, without),
    ]


def table(rates: list[Rate]) -> str:
    lines = [f"{'workload':<58} {'ratio':>6} {'least':>6} {'ours/s':>8} {'other/s':>8}"]
    for each in rates:
        mark = "" if each.holds else "  under"
        least = "" if each.at_least is None else f"{each.at_least:.2f}"
        lines.append(f"{each.name:<58} {each.ratio:>6.2f} {least:>6} {each.ours:>8.0f} {each.other:>8.0f}{mark}")
    return "\n".join(lines)


def main() -> int:
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    if not services.ensure("postgresql"):
        return 0
    with services.postgresql() as url:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.load.settings", "DATABASE_URL": url}
        import django

        django.setup()
        from tests.databases import own_database

        database: Any = own_database()
        database.create()
        rates = measure(url, seconds)
    print(table(rates))
    print(json.dumps([asdict(each) | {"holds": each.holds} for each in rates]))
    return 0 if all(each.holds for each in rates) else 1


if __name__ == "__main__":
    sys.exit(main())
