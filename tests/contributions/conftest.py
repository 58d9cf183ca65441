"""A small server that speaks LibreTranslate's API, and remembers what it was asked."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.conf import LazySettings

WORDS = {"심야버스를 더 늘려 주세요": "Please run more night buses", "버스": "bus"}


def in_english(asked: dict[str, Any]) -> bytes:
    text = asked["q"]
    for korean, english in WORDS.items():
        text = text.replace(korean, english)
    return json.dumps({"translatedText": f"{text} [{asked['target']}]" if asked["format"] == "text" else text}).encode()


class TranslationServer(ThreadingHTTPServer):
    """``asked`` holds the requests; ``answer`` and ``status`` may be changed to play a broken server."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict[str, Any]] = []
        self.answer: Callable[[dict[str, Any]], bytes] = in_english
        self.status = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: TranslationServer

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append({"path": self.path, **asked})
        body = self.server.answer(asked)
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """A test prints nothing."""


@pytest.fixture
def translation_server(settings: LazySettings) -> Iterator[TranslationServer]:
    server = TranslationServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    settings.TRANSLATOR_URL = server.url
    settings.TRANSLATOR_API_KEY = "a-key"
    yield server
    server.shutdown()
    server.server_close()
    thread.join()
