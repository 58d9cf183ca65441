"""A line to our own server for those who ask a great deal: reads no more of HTTP than it says.

Whoever measures the site or wears it out must leave the processor to what is looked at.
"""

import re
import socket

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
SECONDS = 30


class Line:
    """One connection, made anew where it broke."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.open: socket.socket | None = None
        self.rest = b""

    def ask(self, method: str, path: str, headers: str, body: bytes = b"") -> tuple[int, bytes, bytes]:
        """The status, the head and the body of the answer. Raises OSError or ValueError where none came."""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
        )
        try:
            if self.open is None:
                self.open = socket.create_connection(("127.0.0.1", self.port), timeout=SECONDS)
                self.open.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.open.sendall(head.encode() + body)
            return self._answer()
        except (OSError, ValueError):
            self.close()
            raise

    def _answer(self) -> tuple[int, bytes, bytes]:
        while b"\r\n\r\n" not in self.rest:
            self._read_on()
        head, self.rest = self.rest.split(b"\r\n\r\n", 1)
        if (length := LENGTH.search(head)) is None:
            raise ValueError("an answer of unknown length")
        while len(self.rest) < int(length[1]):
            self._read_on()
        body, self.rest = self.rest[: int(length[1])], self.rest[int(length[1]) :]
        return int(head[9:12]), head, body

    def _read_on(self) -> None:
        assert self.open is not None
        if not (piece := self.open.recv(65536)):
            raise ConnectionError
        self.rest += piece

    def close(self) -> None:
        if self.open is not None:
            self.open.close()
        self.open, self.rest = None, b""
