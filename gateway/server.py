"""Serving the gateway on eventlet's server: bounded, quiet, and stopped without cutting an answer short."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import eventlet
import eventlet.wsgi
import structlog
from flask import Flask

from gateway.http.door import EXTENSION

MOST_CONNECTIONS = 1000
IDLE_SECONDS = 75
SLOWEST_SECONDS = 60
LONGEST_URL = 16 * 1024
STOP_SECONDS = 5.0
LONGEST_SLEEP_SECONDS = 0.25
MOST_DISCARDED = 64 * 1024 * 1024

_log = structlog.get_logger(__name__)


def serve(app: Flask, host: str, port: int, stop: threading.Event, on_ready: Callable[[], None] | None = None) -> None:
    """Answer requests on this address until `stop` is set. The process must be green (`shared.bus.green.patch`).

    Raises OSError when the address is taken.
    """
    listener = eventlet.listen((host, port), backlog=512, reuse_port=False)
    pool = eventlet.GreenPool(MOST_CONNECTIONS)
    server = eventlet.spawn(_serve, listener, app, pool)
    _log.info("gateway listens", host=host, port=port)
    if on_ready:
        on_ready()
    # A signal handler that sets `stop` does not wake eventlet's sleeping hub; the next tick does.
    while not stop.is_set():
        stop.wait(LONGEST_SLEEP_SECONDS)
    _wind_up(app, listener, server, pool)


def _serve(listener: Any, app: Flask, pool: Any) -> None:
    eventlet.wsgi.server(
        listener,
        app.wsgi_app,
        protocol=_Connection,
        custom_pool=pool,
        keepalive=IDLE_SECONDS,
        socket_timeout=SLOWEST_SECONDS,
        log_output=False,
        debug=False,
        url_length_limit=LONGEST_URL,
        minimum_chunk_size=0,
    )


class _Connection(eventlet.wsgi.HttpProtocol):  # type: ignore[misc]
    """Tells Flask that a body ends by itself, and hangs up after a body too large to be read away.

    What is written leaves at once (TCP_NODELAY): an answer of more than the buffer goes out in two writes, of which the
    second would wait for the client's acknowledgement of the first, and clients give that after 40 ms.
    """

    def setup(self) -> None:
        super().setup()
        with suppress(OSError):  # gone already
            self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get_environ(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environ()
        environ["wsgi.input_terminated"] = True
        if int(environ.get("CONTENT_LENGTH") or 0) > MOST_DISCARDED:
            self.close_connection = True
        return environ


def _wind_up(app: Flask, listener: Any, server: Any, pool: Any) -> None:
    """Take no more connections, end the streams, and give running requests up to five seconds."""
    app.extensions[EXTENSION].wakes.close()
    server.kill()
    listener.close()
    with eventlet.Timeout(STOP_SECONDS, False):
        pool.waitall()
    _log.info("gateway stopped", cut=pool.running())
