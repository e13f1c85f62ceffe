"""The bus of an installation with a broker."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence

from shared.bus.amqp.calls import CallServer, RemoteServices
from shared.bus.amqp.events import Broadcast, Consumer, Publisher
from shared.bus.amqp.gauge import Gauge
from shared.bus.amqp.link import LinkDown
from shared.bus.client import Caller
from shared.bus.door import Door
from shared.bus.embedded_events import Listener
from shared.bus.envelope import Envelope
from shared.bus.subscriber import Subscriber
from shared.bus.topology import wire_types
from shared.contracts.events import Event


class AmqpTransport:
    """Connections are made when they are first needed and kept."""

    def __init__(self, url: str, subscriptions: Mapping[str, Sequence[type[Event]]]) -> None:
        self._url = url
        self._consumers = wire_types(subscriptions)
        self._remote = RemoteServices(url)
        self._gauge = Gauge(url)
        self._servers: list[CallServer] = []
        self._inboxes: list[Consumer] = []
        self._publishers: dict[str, Publisher] = {}
        self._making = threading.Lock()
        self._closed = False

    def caller(self) -> Caller:
        return self._remote

    def serve(self, service: str, door: Door) -> Callable[[], None]:
        server = CallServer(self._url, service, door)
        self._servers.append(server)
        server.start()
        return server.stop_taking

    def subscribe(self, service: str, wire_types: Iterable[str], subscriber: Subscriber) -> None:
        consumer = Consumer(self._url, service, sorted(wire_types), subscriber)
        self._inboxes.append(consumer)
        consumer.start()

    def publish(self, source: str, envelopes: Sequence[Envelope]) -> None:
        self._publisher(source).publish(envelopes)

    def listen(self, wire_types: Iterable[str], listener: Listener) -> Callable[[], None]:
        broadcast = Broadcast(self._url, sorted(wire_types), listener)
        broadcast.start()
        return broadcast.stop

    def depth_of(self, service: str) -> tuple[int, int] | None:
        return self._gauge.depth_of(service)

    def close(self) -> None:
        for inbox in self._inboxes:
            inbox.stop()
        for server in self._servers:
            server.stop()
        with self._making:
            self._closed = True
        for publisher in self._publishers.values():
            publisher.stop()
        self._gauge.close()

    def _publisher(self, source: str) -> Publisher:
        with self._making:
            if self._closed:
                raise LinkDown(source)
            if source not in self._publishers:
                self._publishers[source] = Publisher(self._url, source, self._consumers)
                self._publishers[source].start()
            return self._publishers[source]
