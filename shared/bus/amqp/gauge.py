"""How much waits in the queue of a service's calls, and how many instances take from it."""

import threading
from contextlib import suppress

import structlog
from amqp import Channel, Connection
from amqp.exceptions import AMQPError

from shared.bus.amqp.calls import queue_of
from shared.bus.amqp.link import broker_at

PATIENCE_SECONDS = 2.0

_log = structlog.get_logger(__name__)


class Gauge:
    """Asks over one connection of its own, since a queue that is missing closes the channel; it is made when first
    needed, kept, and made again when it turns out to be lost.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Connection | None = None
        self._turn = threading.Lock()

    def depth_of(self, service: str) -> tuple[int, int] | None:
        """Calls that wait and instances that take them; None where that cannot be seen now."""
        with self._turn:
            was_kept = self._connection is not None
            seen = self._look(service)
            return self._look(service) if seen is None and was_kept else seen

    def close(self) -> None:
        with self._turn:
            self._drop()

    def _look(self, service: str) -> tuple[int, int] | None:
        try:
            found = self._channel().queue_declare(queue_of(service), passive=True)
        except (AMQPError, OSError) as fault:
            _log.info("queue not seen", service=service, reason=str(fault)[:200])
            self._drop()
            return None
        return found.message_count, found.consumer_count

    def _channel(self) -> Channel:
        if self._connection is None:
            self._connection = Connection(
                connect_timeout=PATIENCE_SECONDS,
                read_timeout=PATIENCE_SECONDS,
                write_timeout=PATIENCE_SECONDS,
                heartbeat=0,
                client_properties={"connection_name": "gauge"},
                **broker_at(self._url),
            )
            self._connection.connect()
        return self._connection.channel(1)

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):  # whatever is wrong with it, it is of no use any more
                connection.collect()
