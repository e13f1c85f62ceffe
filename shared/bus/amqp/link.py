"""One kept connection to the broker: read by a thread of its own, written by anybody, made again when it breaks."""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import structlog
from amqp import Channel, Connection, Message, spec
from amqp.transport import TCPTransport
from kombu.utils.url import parse_url

HEARTBEAT_SECONDS = 10
CONNECT_SECONDS = 5.0
READ_AHEAD_BYTES = 65536
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 2.0

_log = structlog.get_logger(__name__)


class LinkDown(Exception):
    """There is no connection to the broker at this moment."""


class Link:
    """A connection with one channel.

    `prepare` declares and subscribes on each new channel before anything is read from it; `lost` is told when a
    connection has ended. Neither may use the link. Writing is done with raw methods: py-amqp's own `basic_publish` and
    `drain_events(timeout)` set the timeout of the socket that the reader blocks on.
    """

    def __init__(
        self,
        url: str,
        name: str,
        prepare: Callable[[Channel], None],
        lost: Callable[[], None] = lambda: None,
    ) -> None:
        self._url, self._name = url, name
        self._prepare, self._lost = prepare, lost
        self._connection: Connection | None = None
        self._channel: Channel | None = None
        self._up = threading.Event()
        self._stopped = threading.Event()
        self._blocked = False
        self._reader = threading.Thread(target=self._run, name=f"amqp-{name}", daemon=True)
        self._beater = threading.Thread(target=self._beat, name=f"amqp-{name}-heartbeat", daemon=True)

    def start(self) -> None:
        self._reader.start()
        self._beater.start()

    def wait_up(self, seconds: float) -> bool:
        """Whether the connection stands, waiting so long for it."""
        stands = self._up.is_set() or self._up.wait(seconds)
        return stands and not self._blocked and not self._stopped.is_set()

    def stop(self) -> None:
        self._stopped.set()
        self._up.set()  # nobody need wait any longer
        self._hang_up()
        self._reader.join(2)

    def publish(self, exchange: str, key: str, message: Message, mandatory: bool = False) -> None:
        """Hand one message to the broker; raise `LinkDown` when that is impossible now."""
        self._write(spec.Basic.Publish, "Bssbb", (0, exchange, key, mandatory, False), message)

    def acknowledge(self, channel: Channel, tag: int, multiple: bool = False) -> None:
        """Raise `LinkDown` when the channel that delivered it is gone; the broker then delivers again."""
        if channel is not self._channel:
            raise LinkDown(self._name)
        self._write(spec.Basic.Ack, "Lb", (tag, multiple))

    def reject(self, channel: Channel, tag: int) -> None:
        """Refuse one message for good."""
        if channel is not self._channel:
            raise LinkDown(self._name)
        self._write(spec.Basic.Reject, "Lb", (tag, False))

    def reset(self) -> None:
        """Begin again with a new connection: what was under way on this one is uncertain."""
        self._up.clear()
        self._hang_up()

    def cancel(self, consumer: str) -> None:
        """Ask the broker to deliver nothing more."""
        with suppress(LinkDown):
            self._write(spec.Basic.Cancel, "sb", (consumer, True))

    def _write(self, method: tuple[int, int], form: str, arguments: tuple[Any, ...], content: Any = None) -> None:
        channel = self._channel
        if channel is None or self._blocked:
            raise LinkDown(self._name)
        try:
            channel.send_method(method, form, arguments, content)
        except Exception as fault:
            self._hang_up()
            raise LinkDown(f"{self._name}: {fault}") from fault

    def _run(self) -> None:
        pause = FIRST_PAUSE
        while not self._stopped.is_set():
            try:
                self._connect()
                pause = FIRST_PAUSE
                self._read()
            except Exception as fault:
                if not self._stopped.is_set():
                    _log.warning("broker away", link=self._name, reason=str(fault)[:200] or type(fault).__name__)
            self._drop()
            self._stopped.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _connect(self) -> None:
        connection = Connection(
            connect_timeout=CONNECT_SECONDS,
            heartbeat=HEARTBEAT_SECONDS,
            on_blocked=self._on_blocked,
            on_unblocked=self._on_unblocked,
            client_properties={"connection_name": self._name},
            **broker_at(self._url),
        )
        self._connection = connection
        connection.connect()
        channel = connection.channel()
        self._prepare(channel)
        connection.transport.sock.settimeout(None)
        _read_ahead(connection.transport)
        self._blocked = False
        self._channel = channel
        self._up.set()
        _log.info("broker reached", link=self._name)

    def _read(self) -> None:
        connection = self._connection
        while connection is not None and connection.connected and not self._stopped.is_set():
            connection.blocking_read()

    def _drop(self) -> None:
        self._up.clear()
        connection, self._connection, self._channel = self._connection, None, None
        if connection is not None:
            with suppress(Exception):
                connection.collect()
        try:
            self._lost()
        except Exception:
            _log.exception("cleaning up after the connection failed", link=self._name)

    def _hang_up(self) -> None:
        """Close the socket, which wakes the reader."""
        connection = self._connection
        with suppress(Exception):
            if connection is not None:
                connection.transport.sock.shutdown(socket.SHUT_RDWR)

    def _beat(self) -> None:
        """Send heartbeats, and hang up on a broker that was silent for two of them."""
        watched: Any = None
        received, heard_at = -1, 0.0
        while not self._stopped.wait(HEARTBEAT_SECONDS / 4):
            connection: Any = self._connection
            if connection is None or not self._up.is_set():
                continue
            if connection is not watched or connection.bytes_recv != received:
                watched, received, heard_at = connection, connection.bytes_recv, time.monotonic()
            elif time.monotonic() - heard_at > 2 * HEARTBEAT_SECONDS:
                _log.warning("broker is silent", link=self._name)
                self._hang_up()
                continue
            with suppress(Exception):  # the reader sees the same fault and reports it
                connection.send_heartbeat()

    def _on_blocked(self, reason: str) -> None:
        _log.warning("broker takes nothing in", link=self._name, reason=reason)
        self._blocked = True

    def _on_unblocked(self) -> None:
        self._blocked = False


def _read_ahead(transport: Any) -> None:
    """Take in what has come at once: py-amqp asks the system three times a frame, nine times a message."""
    if isinstance(transport, TCPTransport):
        receive = transport.sock.recv
        transport._quick_recv = lambda _wanted: receive(READ_AHEAD_BYTES)


def broker_at(url: str) -> dict[str, Any]:
    """Where and as whom py-amqp connects."""
    parts = parse_url(url)
    return {
        "host": f"{parts['hostname'] or 'localhost'}:{parts['port'] or 5672}",
        "userid": parts["userid"] or "guest",
        "password": parts["password"] or "guest",
        "virtual_host": parts["virtual_host"] or "/",
        "ssl": parts["transport"] == "amqps",
    }
