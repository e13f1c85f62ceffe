"""A program elsewhere that takes webhooks in: it listens, remembers, and may be told to fail."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.servers import free_port


@dataclass
class Received:
    headers: dict[str, str]
    body: bytes
    answered: int

    @property
    def event(self) -> Any:
        return json.loads(self.body)


@dataclass
class Receiver:
    """`answer` decides the status for each event; `delay` is how long it takes over it."""

    port: int = field(default_factory=free_port)
    answer: Callable[[Any], int] = lambda event: 204
    delay: float = 0.0
    redirect_to: str | None = None
    flood: int = 0
    requests: list[Received] = field(default_factory=list)
    _server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?from=tenon"

    @property
    def events(self) -> list[Any]:
        """What was taken, in the order in which it was."""
        return [one.event for one in list(self.requests) if one.answered < 300]

    def of(self, subject: str) -> list[int]:
        """The sequences of one record as they were taken."""
        return [event["sequence"] for event in self.events if event["subject"] == subject]

    def start(self) -> None:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                time.sleep(receiver.delay)
                status = receiver.answer(json.loads(body))
                receiver.requests.append(Received({k.lower(): v for k, v in self.headers.items()}, body, status))
                self.send_response(status)
                if receiver.redirect_to:
                    self.send_header("Location", receiver.redirect_to)
                self.end_headers()
                if receiver.flood:
                    self.wfile.write(b"x" * receiver.flood)

            def log_message(self, *said: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


@contextmanager
def receiving(**behaviour: Any) -> Iterator[Receiver]:
    receiver = Receiver(**behaviour)
    receiver.start()
    try:
        yield receiver
    finally:
        receiver.stop()
