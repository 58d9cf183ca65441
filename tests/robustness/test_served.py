"""What only a real server can be asked: a body too large to be read, one in pieces, one that never ends."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection

from scripts.services import free_port

BOUNDARY = "b0undary"
FIFTY = 50 * 1024 * 1024


@pytest.fixture
def port(transactional_db) -> Iterator[int]:
    if connection.vendor != "sqlite":
        pytest.skip("the embedded default is SQLite")
    number = free_port()
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}"}
    command = [sys.executable, "manage.py", "serve", "--port", str(number)]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline().startswith("Madang is at")
        yield number
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    finally:
        process.kill()
        process.communicate(timeout=60)


def ask(port, method, path, body=b"", **headers):
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        link.request(method, path, body, headers)
        answer = link.getresponse()
        return answer.status, answer.read()
    finally:
        link.close()


def rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM ideas_idea) + (SELECT count(*) FROM ideas_draft)"
            " + (SELECT count(*) FROM ideas_attachment) + (SELECT count(*) FROM ideas_observation)"
        )
        return cursor.fetchone()[0]


def test_what_is_too_large_or_never_ends_is_refused_and_the_site_goes_on(port):
    before = rows()
    large = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n%PDF'.encode()
        + b"a" * FIFTY
        + f"\r\n--{BOUNDARY}--\r\n".encode()
    )
    form = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    for path in ("/ideas/new/", "/observations/new/", "/accounts/login/"):
        status, _page = ask(port, "POST", path, large, **form)
        assert 400 <= status < 500, path
    for path in ("/api/v1/ideas", "/api/v1/reports"):
        status, page = ask(
            port, "POST", path, b'{"title": "' + b"a" * FIFTY + b'"}', **{"Content-Type": "application/json"}
        )
        assert 400 <= status < 500, path
        assert json.loads(page)["status"] == status, "whoever sends it all is told, and sees no broken line"
    pieces = (b"title=" if number == 0 else b"a" * 1024 for number in range(4096))
    status, _page = ask(
        port, "POST", "/accounts/login/", pieces, **{"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert 400 <= status < 500
    with socket.create_connection(("127.0.0.1", port)) as slow:
        slow.sendall(b"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\na")
        assert ask(port, "GET", "/healthz")[0] == 200
    assert ask(port, "GET", "/ideas/")[0] == 200
    assert rows() == before
