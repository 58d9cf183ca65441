"""Lets visitors hear why what they send is refused: who still sends cannot listen, and would see a broken line."""

import contextlib
import threading
from collections.abc import Callable, Iterable
from typing import Any

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

# A smaller rest fits into the line's own buffers.
WORTH_IT = 64 * 1024
PIECE = 256 * 1024
MOST = 200 * 1024 * 1024
PATIENCE = 10.0


def lingering(application: Application) -> Application:
    """The application, which takes in and drops what it left unread of a large request."""

    def answer(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        response = application(environ, start_response)
        if _is_large(environ):
            _drain(environ["wsgi.input"])
        return response

    return answer


def _is_large(environ: dict[str, Any]) -> bool:
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isdigit():
        return int(length) > WORTH_IT
    return "HTTP_TRANSFER_ENCODING" in environ


def _drain(body: Any) -> None:
    """In a thread of its own: whoever stops sending half-way must not hold up more than the patience allows."""
    reader = threading.Thread(target=_read_on, args=(body,), daemon=True)
    reader.start()
    reader.join(PATIENCE)


def _read_on(body: Any) -> None:
    left = MOST
    with contextlib.suppress(Exception):  # the visitor went away, which is as good
        while left > 0 and (piece := body.read(PIECE)):
            left -= len(piece)
